import http from 'node:http'
import https from 'node:https'
import type { ProxyAddress } from '../config/proxy-address.js'
import type { TrustSettings } from './trust.js'

/** Connections that are kept open, of each kind of way. */
export interface Agents {
  /** Without a proxy, for `http:` or `https:`. */
  direct(protocol: string): Promise<http.Agent>
  /** Through a proxy, with TLS from this machine to the host. With `via` messages of failures explain themselves. */
  tunnel(proxy: ProxyAddress, via?: string): Promise<http.Agent>
  /** To a proxy which forwards what it is sent. */
  forward(proxy: ProxyAddress): Promise<http.Agent>
  /** The same, for clients that make their requests as if there were no proxy. */
  forwardAll(proxy: ProxyAddress): Promise<http.Agent>
  close(): void
}

export interface AgentOptions {
  /** For the hosts. */
  trust: TrustSettings
  env: NodeJS.ProcessEnv
  /** The longest wait for a proxy to connect, and then for TLS with the host. */
  connectTimeoutMs: number
}

/** Opens nothing before it is asked for. What it is asked for throws CONFIG_INVALID where a file is no use. */
export function openAgents({ trust, env, connectTimeoutMs }: AgentOptions): Agents {
  const { caFile, clientCert } = trust
  const open = new Map<string, http.Agent>()
  const agentOf = (key: string, build: () => http.Agent) => {
    const agent = open.get(key) ?? build()
    open.set(key, agent)
    return agent
  }
  // To read all authorities takes a tenth of a second: once for all connections.
  const contextBy = (files: TrustSettings) =>
    once(async () => {
      if (files.caFile === undefined && files.clientCert === undefined) return {}
      return { secureContext: await (await import('./trust.js')).loadTrust(files, env) }
    })
  const forProxy = contextBy({ caFile })
  const forHost = clientCert === undefined ? forProxy : contextBy(trust)
  return {
    async direct(protocol) {
      if (protocol === 'http:') return agentOf(protocol, () => new http.Agent({ keepAlive: true }))
      const context = await forHost()
      return agentOf(protocol, () => new https.Agent({ keepAlive: true, ...context }))
    },
    async tunnel(proxy, via) {
      const { TunnelAgent } = await import('./tunnel-agent.js')
      const { secureContext } = await forHost()
      const { secureContext: proxyContext } = proxy.protocol === 'https:' ? await forProxy() : {}
      const options = { proxy, connectTimeoutMs, secureContext, proxyContext, via }
      return agentOf(`tunnel ${proxy.text} ${via}`, () => new TunnelAgent(options))
    },
    async forward(proxy) {
      if (proxy.protocol === 'http:') return agentOf(proxy.text, () => new http.Agent({ keepAlive: true }))
      const context = await forProxy()
      return agentOf(proxy.text, () => new https.Agent({ keepAlive: true, ...context }))
    },
    async forwardAll(proxy) {
      const { openForwardAgent } = await import('./forward-agent.js')
      const context = proxy.protocol === 'https:' ? await forProxy() : {}
      return agentOf(`forward ${proxy.text}`, () => openForwardAgent(proxy, context))
    },
    close() {
      for (const agent of open.values()) agent.destroy()
    },
  }
}

/** The first call's promise for every call. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined
  return () => (result ??= work())
}
