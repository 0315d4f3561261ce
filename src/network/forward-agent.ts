import http from 'node:http'
import https from 'node:https'
import { isIP } from 'node:net'
import type { SecureContext } from 'node:tls'
import type { ProxyAddress } from '../config/proxy-address.js'
import { authorize } from './authorize.js'

/** What Node calls for each request; its own types leave it out. */
interface RequestTaker {
  addRequest(request: http.ClientRequest, options: http.RequestOptions): void
}

/**
 * Connections to a proxy that forwards requests without TLS, whose line has the whole address (RFC 9112,
 * "absolute-form"): for clients that take an agent, and no request of their own making.
 */
export function openForwardAgent(proxy: ProxyAddress, context: { secureContext?: SecureContext }): http.Agent {
  const { protocol, hostname: host, port } = proxy
  const agent =
    protocol === 'https:' ? new https.Agent({ keepAlive: true, ...context }) : new http.Agent({ keepAlive: true })
  const { addRequest } = agent as unknown as RequestTaker
  const taker: RequestTaker & { protocol: string } = {
    // Of the requests, whatever the proxy is spoken to by.
    protocol: 'http:',
    addRequest(request, options) {
      request.path = `http://${String(request.getHeader('host'))}${request.path}`
      for (const [name, value] of Object.entries(authorize(proxy))) request.setHeader(name, value)
      addRequest.call(agent, request, { ...options, host, port, servername: isIP(host) ? '' : host } as object)
    },
  }
  return Object.assign(agent, taker)
}
