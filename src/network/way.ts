/** The way of every request that leaves this machine: which proxy, which authorities, which connections. */
import http from 'node:http'
import https from 'node:https'
import type { ProxyAddress } from '../config/values/proxy-address.js'
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
  /** The longest silence of a proxy that is asked to connect. */
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
  /** Drops the connections that are kept open. */
  close(): void
}

/** Opens nothing before it is asked for: what a proxy needs is loaded where there is one. */
export function openWay({ settings, env, connectTimeoutMs, isForeign = false }: WayOptions): Way {
  const { proxy, caFile, clientCert, clientKey } = settings
  const agents = new Map<string, http.Agent>()
  const agentOf = (key: string, open: () => http.Agent) => {
    const agent = agents.get(key) ?? open()
    agents.set(key, agent)
    return agent
  }
  const contexts = once(async () => {
    if (caFile === undefined && clientCert === undefined) return {}
    const { loadTrust } = await import('./trust.js')
    const forProxy = await loadTrust({ caFile }, env)
    const forHost = isForeign ? forProxy : await loadTrust({ caFile, clientCert, clientKey }, env)
    return { forHost, forProxy }
  })
  const openDirect = async (protocol: string): Promise<http.Agent> => {
    if (protocol === 'http:') return agentOf('http:', () => new http.Agent({ keepAlive: true }))
    const { forHost } = await contexts()
    const trust = forHost && { secureContext: forHost }
    return agentOf('https:', () => new https.Agent({ keepAlive: true, ...trust }))
  }
  const openTunnel = async (address: ProxyAddress): Promise<http.Agent> => {
    const [{ TunnelAgent }, { forHost, forProxy }] = await Promise.all([import('./tunnel-agent.js'), contexts()])
    const options = { proxy: address, connectTimeoutMs, secureContext: forHost, proxyContext: forProxy }
    return agentOf(`tunnel ${address.text}`, () => new TunnelAgent(options))
  }
  const openForward = async (address: ProxyAddress): Promise<Route['request']> => {
    const [{ authorize }, { forProxy }] = await Promise.all([import('./authorize.js'), contexts()])
    const { Agent } = address.protocol === 'https:' ? https : http
    const agent = agentOf(
      address.text,
      () => new Agent({ keepAlive: true, ...(forProxy && { secureContext: forProxy }) }),
    )
    return sendWhole(address, agent, authorize(address))
  }
  return {
    async to(address) {
      const url = new URL(address)
      const choice = chooseProxy(url, { proxy, env, isForeign })
      if ('direct' in choice) return { request: sendBy(await openDirect(url.protocol)) }
      const via = renderVia(choice)
      if (url.protocol === 'https:') return { via, request: sendBy(await openTunnel(choice.proxy)) }
      return { via, request: await openForward(choice.proxy) }
    },
    close() {
      for (const agent of agents.values()) agent.destroy()
    },
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
function sendWhole(
  { protocol, hostname, port }: ProxyAddress,
  agent: http.Agent,
  authorization: Record<string, string>,
): Route['request'] {
  return (url, options, callback) => {
    const headers = { ...options.headers, host: url.host, ...authorization }
    const path = url.origin + pathOf(url)
    const whole = { ...options, protocol, host: hostname, hostname, port, path, headers, agent }
    return (protocol === 'https:' ? https : http).request(whole, callback)
  }
}

/** Node's URL makes three bytes of each quote in a query. RFC 3986 asks for no such thing: they go out as they are. */
function pathOf(url: URL): string {
  return url.pathname + url.search.replaceAll('%27', "'")
}

/** The first call's promise for every call. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined
  return () => (result ??= work())
}
