import http from 'node:http'
import https from 'node:https'
import { isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import type { SecureContext, TLSSocket } from 'node:tls'
import type { ProxyAddress } from '../config/proxy-address.js'
import { authorize } from './authorize.js'
import { describeFailure } from './describe-failure.js'
import { messageOf } from './message-of.js'
import { ProxyFailure } from './proxy-failure.js'

interface TunnelOptions {
  proxy: ProxyAddress
  /** The longest wait for the proxy to connect, and then for TLS with the host. */
  connectTimeoutMs: number
  /** For the host behind the proxy. */
  secureContext?: SecureContext | undefined
  /** For a proxy that is itself spoken to by TLS. */
  proxyContext?: SecureContext | undefined
  /**
   * The proxy as messages name it, for clients that pass on nothing of an error but its message: that says then what it
   * means to a person.
   */
  via?: string | undefined
}

/** A connection before it is one of the agent's: Node's own types leave it out. */
type Connected = (error: Error | null, socket?: Duplex) => void
interface ConnectionMaker {
  createConnection(options: object): TLSSocket
}

/**
 * Connections by TLS through a proxy (RFC 9110, "CONNECT"), kept open and their TLS sessions used again as by any agent
 * of Node's. A request fails with a ProxyFailure where the proxy gives no way. Ready-made agents don't do: they drop
 * what the proxy answers, or TLS sessions, and wait for a silent proxy without an end.
 */
export class TunnelAgent extends https.Agent {
  readonly #options: TunnelOptions
  readonly #opening = new Set<http.ClientRequest>()

  constructor(options: TunnelOptions) {
    super({ keepAlive: true, ...(options.secureContext && { secureContext: options.secureContext }) })
    this.#options = options
  }

  override createConnection(options: { host: string; port: number }, callback: Connected): undefined {
    const { host, port } = options
    const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`
    this.#openTunnel(authority, (error, socket) => {
      if (error !== null) return callback(this.#explain(error, authority))
      const { createConnection } = https.Agent.prototype as unknown as ConnectionMaker
      const secure = createConnection.call(this, { ...options, socket })
      limitHandshake(secure, this.#options.connectTimeoutMs)
      callback(null, secure)
    })
  }

  override destroy(): void {
    for (const request of this.#opening) request.destroy()
    super.destroy()
  }

  #explain(error: Error, authority: string): Error {
    const { via } = this.#options
    if (via === undefined || !(error instanceof ProxyFailure)) return error
    return new ProxyFailure(describeFailure(error, via, authority).text, error.code, error.answer)
  }

  #openTunnel(authority: string, callback: Connected): void {
    const { proxy, connectTimeoutMs, proxyContext } = this.#options
    const request = (proxy.protocol === 'https:' ? https : http).request({
      method: 'CONNECT',
      host: proxy.hostname,
      port: proxy.port,
      // Else it would be taken from the header.
      servername: isIP(proxy.hostname) ? '' : proxy.hostname,
      path: authority,
      setHost: false,
      headers: { host: authority, connection: 'keep-alive', ...authorize(proxy) },
      agent: false,
      ...(proxyContext && { secureContext: proxyContext }),
    })
    const inTime = limit(connectTimeoutMs, () => {
      request.destroy(new ProxyFailure(`no answer within ${connectTimeoutMs / 1000} s`, 'ETIMEDOUT'))
    })
    const end = () => {
      inTime()
      this.#opening.delete(request)
    }
    this.#opening.add(request)
    request
      .on('connect', (answer, socket, page) => {
        const { statusCode: status = 0 } = answer
        end()
        if (status >= 200 && status < 300) return callback(null, socket)
        socket.destroy()
        callback(new ProxyFailure(`HTTP ${status}`, 'PROXY_STATUS', { status, schemes: schemesOf(answer), page }))
      })
      .on('error', (error: NodeJS.ErrnoException) => {
        end()
        callback(error instanceof ProxyFailure ? error : new ProxyFailure(messageOf(error), error.code ?? error.name))
      })
      .end()
  }
}

function limitHandshake(secure: TLSSocket, limitMs: number): void {
  const inTime = limit(limitMs, () => {
    secure.destroy(Object.assign(new Error(`no TLS within ${limitMs / 1000} s`), { code: 'ETIMEDOUT' }))
  })
  secure.once('secureConnect', inTime).once('close', inTime)
}

/** Calls `giveUp` after so long, unless what it returns is called before. */
function limit(limitMs: number, giveUp: () => void): () => void {
  const signal = AbortSignal.timeout(limitMs)
  signal.addEventListener('abort', giveUp)
  return () => signal.removeEventListener('abort', giveUp)
}

function schemesOf({ headers }: http.IncomingMessage): string[] {
  const offers = [headers['proxy-authenticate'] ?? []].flat()
  return offers.flatMap((offer) => /^\s*([\w-]+)/.exec(offer)?.[1] ?? [])
}
