import { parseProxyAddress, type ProxyAddress } from '../config/proxy-address.js'
import { isLoopback } from '../config/values/domain.js'
import { ExtractError } from '../errors/extract-error.js'
import { isExempt } from './no-proxy.js'

/** How a host is reached. */
export type Choice =
  | {
      proxy: ProxyAddress
      /** What names the proxy: a variable, or the setting. */
      source: string
    }
  | {
      /** Why there is none. */
      direct: Direct
    }

type Direct = 'this machine' | 'none is set' | 'switched off' | 'exempt'

export interface ProxySettings {
  /** `proxy` of the connector: beats the variables; empty where it switches them off. */
  proxy?: string | undefined
  env: NodeJS.ProcessEnv
  /** Whether NO_PROXY counts beside `proxy` of the connector: for hosts that are not the org's. */
  isForeign?: boolean
}

/**
 * The proxy for an address: that of the connector, else by HTTPS_PROXY or HTTP_PROXY, else by ALL_PROXY, unless
 * NO_PROXY names the host. Of two spellings that in lower case counts, as for curl; an empty variable is none. This
 * machine is never reached through a proxy. Throws CONFIG_INVALID where what counts is no address of a proxy.
 */
export function chooseProxy(url: URL, { proxy, env, isForeign = false }: ProxySettings): Choice {
  if (isLoopback(url.hostname)) return { direct: 'this machine' }
  if (proxy === '') return { direct: 'switched off' }
  const found = proxy === undefined ? findProxy(url.protocol, env) : { name: sourceOfSetting, value: proxy }
  if (found === undefined) return { direct: 'none is set' }
  const exempt = proxy === undefined || isForeign ? findVariable('NO_PROXY', env) : undefined
  if (exempt !== undefined && isExempt(exempt.value, url)) return { direct: 'exempt' }
  return { proxy: parseFound(found), source: found.name }
}

/** What stands for the setting in messages, where a variable would have its name. */
const sourceOfSetting = 'proxy of the connector'

interface Found {
  name: string
  value: string
}

function findProxy(protocol: string, env: NodeJS.ProcessEnv): Found | undefined {
  return findVariable(protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY', env) ?? findVariable('ALL_PROXY', env)
}

function findVariable(name: string, env: NodeJS.ProcessEnv): Found | undefined {
  return [name.toLowerCase(), name]
    .map((spelling) => ({ name: spelling, value: env[spelling]?.trim() ?? '' }))
    .find(({ value }) => value !== '')
}

function parseFound({ name, value }: Found): ProxyAddress {
  try {
    return parseProxyAddress(value)
  } catch (error) {
    if (!(error instanceof ExtractError)) throw error
    throw new ExtractError('CONFIG_INVALID', `${name}: ${error.message}`)
  }
}
