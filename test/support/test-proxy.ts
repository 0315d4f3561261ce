import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import net, { type AddressInfo, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { onTestFinished } from 'vitest'
import type { KeyPair } from './authority.js'

/** What a proxy does instead of its work. */
export interface ProxyFault {
  /** The answer to CONNECT, with a page. */
  status?: number
  headers?: Record<string, string>
  page?: string
  /**
   * silence: no answer; cut: the connection ends; noise: something that is no HTTP; cut-tls: it ends after its 200;
   * plain: a page without TLS after its 200.
   */
  how?: 'silence' | 'cut' | 'noise' | 'cut-tls' | 'plain'
}

export interface TestProxyOptions {
  /** Ports on this machine by the `host:port` they stand for. A CONNECT to another place gets 502. */
  places?: Record<string, number>
  /** `user:password` it asks for. */
  login?: string
  /** Speaks TLS itself. */
  tls?: KeyPair
  /** For the CONNECTs to come, in turn; the last one stays. */
  faults?: (ProxyFault | undefined)[]
}

export interface TestProxy {
  port: number
  /** Places it was asked to connect to, refused ones too. */
  asked: string[]
  /** Whole addresses of requests without TLS. */
  forwarded: string[]
  /** Headers of what it was asked, in turn. */
  headers: http.IncomingHttpHeaders[]
  /** Connections to it that are open. */
  open(): number
}

/** A proxy on this machine, which leads to other ports of it whatever the names are; gone when the test ends. */
export async function openTestProxy({ places = {}, login, tls, faults = [] }: TestProxyOptions): Promise<TestProxy> {
  const asked: string[] = []
  const forwarded: string[] = []
  const headers: http.IncomingHttpHeaders[] = []
  const sockets = new Set<Duplex>()
  const server = tls ? https.createServer(tls) : http.createServer()
  const isLetIn = (request: http.IncomingMessage) =>
    login === undefined || request.headers['proxy-authorization'] === `Basic ${Buffer.from(login).toString('base64')}`
  server.on('connect', (request: http.IncomingMessage, socket: Socket) => {
    asked.push(request.url!)
    headers.push(request.headers)
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    const fault = faults.length > 1 ? faults.shift() : faults[0]
    if (fault !== undefined) return misbehave(socket, fault)
    if (!isLetIn(request)) return misbehave(socket, wantsLogin)
    const port = places[request.url!]
    if (port === undefined) return misbehave(socket, { status: 502, page: '<h1>No such host</h1>' })
    const behind = net.connect(port, '127.0.0.1')
    sockets.add(behind)
    behind.on('error', () => socket.destroy()).on('close', () => socket.resume())
    socket.on('close', () => behind.destroy())
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    behind.pipe(socket).pipe(behind)
  })
  server.on('request', (request: http.IncomingMessage, response: http.ServerResponse) => {
    forwarded.push(request.url!)
    headers.push(request.headers)
    if (!isLetIn(request)) return void response.writeHead(407, wantsLogin.headers).end(wantsLogin.page)
    const { host, pathname, search } = new URL(request.url!)
    const port = places[host]
    if (port === undefined) return void response.writeHead(502).end('No such host')
    const options = {
      port,
      host: '127.0.0.1',
      path: pathname + search,
      method: request.method,
      headers: request.headers,
    }
    const asking = http.request({ ...options, agent: false }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers)
      answer.pipe(response)
    })
    request.pipe(asking)
  })
  const clients = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    clients.add(socket)
    socket.on('close', () => clients.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return { port: (server.address() as AddressInfo).port, asked, forwarded, headers, open: () => clients.size }
}

const wantsLogin = {
  status: 407,
  headers: { 'proxy-authenticate': 'Basic realm="corp"' },
  page: '<html><title>Who are you?</title></html>',
}

function misbehave(socket: Duplex, { status = 200, headers = {}, page = '', how }: ProxyFault): void {
  if (how === 'silence') return void socket.resume().on('end', () => socket.end())
  if (how === 'cut') return void socket.destroy()
  if (how === 'noise') return void socket.end('220 mail.example.com ESMTP ready\r\n')
  if (how === 'cut-tls' || how === 'plain') {
    socket.write('HTTP/1.1 200 OK\r\n\r\n')
    return void socket.once('data', () => {
      if (how === 'plain') socket.end('HTTP/1.1 403 Forbidden\r\n\r\n<html>Blocked</html>')
      else socket.destroy()
    })
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} Said\r\ncontent-length: ${Buffer.byteLength(page)}\r\n${lines.join('')}\r\n${page}`)
}
