/** The way of every request that leaves this machine: which proxy, which authorities, which connections. */
import http from 'node:http'
import https from 'node:https'
import { isIP } from 'node:net'
import type { ProxyAddress } from '../config/proxy-address.js'
import { openAgents } from './agents.js'
import { authorize } from './authorize.js'
import { chooseProxy, type Choice } from './choose-proxy.js'
import type { TrustSettings } from './trust.js'

/** What the way follows from: settings of the connector, and the environment with its proxies. */
export interface WaySettings extends TrustSettings {
  /** Beats the environment; empty for no proxy at all. */
  proxy?: string | undefined
}

export interface WayOptions {
  settings: WaySettings
  env: NodeJS.ProcessEnv
  /** The longest wait for a proxy to connect, and then for TLS with the host. */
  connectTimeoutMs: number
  /** For hosts that are not the org's: NO_PROXY counts beside `proxy`, and no client certificate is shown. */
  isForeign?: boolean
}

/** How one address is reached. */
export interface Route {
  /** The proxy on the way as messages name it: `http://proxy.corp:3128 (HTTPS_PROXY)`. */
  via?: string
  /** Sends a request this way. */
  request(url: URL, options: http.RequestOptions, callback?: Callback): http.ClientRequest
}

type Callback = (response: http.IncomingMessage) => void

export interface Way {
  /** Throws CONFIG_INVALID where a proxy's address or a file of the settings is no use. */
  to(url: string): Promise<Route>
  /** The same for a client that makes its own requests. Throws as `to` does. */
  agentTo(url: string): Promise<http.Agent>
  /** Drops the connections that are kept open. */
  close(): void
}

/** Opens nothing before it is asked for: what a proxy needs is loaded where there is one. */
export function openWay({ settings, env, connectTimeoutMs, isForeign = false }: WayOptions): Way {
  const { proxy: own, caFile, clientCert, clientKey } = settings
  const trust = isForeign ? { caFile } : { caFile, clientCert, clientKey }
  const agents = openAgents({ trust, env, connectTimeoutMs })
  return {
    async to(address) {
      const url = new URL(address)
      const choice = chooseProxy(url, { proxy: own, env, isForeign })
      if ('direct' in choice) return { request: sendBy(await agents.direct(url.protocol)) }
      const { proxy } = choice
      const via = renderVia(choice)
      if (url.protocol === 'https:') return { via, request: sendBy(await agents.tunnel(proxy)) }
      return { via, request: sendWhole(proxy, await agents.forward(proxy)) }
    },
    async agentTo(address) {
      const url = new URL(address)
      const choice = chooseProxy(url, { proxy: own, env, isForeign })
      if ('direct' in choice) return agents.direct(url.protocol)
      return url.protocol === 'https:'
        ? agents.tunnel(choice.proxy, renderVia(choice))
        : agents.forwardAll(choice.proxy)
    },
    close: () => agents.close(),
  }
}

/** A proxy as messages name it. */
export function renderVia({ proxy, source }: Extract<Choice, { proxy: unknown }>): string {
  return `${proxy.text} (${source})`
}

function sendBy(agent: http.Agent): Route['request'] {
  return (url, options, callback) =>
    (url.protocol === 'https:' ? https : http).request(url, { ...options, agent, path: pathOf(url) }, callback)
}

/** A proxy forwards a request without TLS whose line has the whole address (RFC 9112, "absolute-form"). */
function sendWhole(proxy: ProxyAddress, agent: http.Agent): Route['request'] {
  const { protocol, hostname, port } = proxy
  return (url, options, callback) => {
    const headers = { ...options.headers, host: url.host, ...authorize(proxy) }
    const path = url.origin + pathOf(url)
    const servername = isIP(hostname) ? '' : hostname
    const whole = { ...options, protocol, host: hostname, hostname, port, servername, path, headers, agent }
    return (protocol === 'https:' ? https : http).request(whole, callback)
  }
}

/** Node's URL makes three bytes of each quote in a query. RFC 3986 asks for no such thing: they go out as they are. */
function pathOf(url: URL): string {
  return url.pathname + url.search.replaceAll('%27', "'")
}
