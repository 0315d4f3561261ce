import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { onTestFinished } from 'vitest'

export interface TlsFrontOptions extends https.ServerOptions {
  /** The server that really answers. */
  behind: string
  /** What the front is called from outside: the answers name it instead of the server behind. */
  url: string
  /** What it says itself to a request, instead of the server behind. */
  instead?: (path: string) => { status: number; body?: string; location?: string } | undefined
}

export interface TlsFront {
  port: number
  /** Paths that were asked for, without their queries. */
  paths: string[]
  /** Connections, and how many of them went on with the TLS session of an earlier one. */
  connections: { opened: number; resumed: number }
  /** Drops the connections there are. */
  drop(): void
}

/** TLS in front of a server without it, as an org has it in front of its own; gone when the test ends. */
export async function openTlsFront({ behind, url, instead, ...options }: TlsFrontOptions): Promise<TlsFront> {
  const paths: string[] = []
  const connections = { opened: 0, resumed: 0 }
  const server = https.createServer(options, (request, response) => {
    const path = request.url!.replace(/\?.*$/, '')
    paths.push(path)
    const answer = instead?.(path)
    if (answer !== undefined) {
      const { status, body = '', location } = answer
      response.writeHead(status, { 'content-type': 'text/html', ...(location && { location }) }).end(body)
    } else void passOn(request, response, behind, url)
  })
  server.on('secureConnection', (socket: TLSSocket) => {
    connections.opened += 1
    if (socket.isSessionReused()) connections.resumed += 1
  })
  server.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  return { port, paths, connections, drop: () => server.closeAllConnections() }
}

async function passOn(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  behind: string,
  url: string,
): Promise<void> {
  const { 'accept-encoding': _packed, connection: _kept, ...headers } = request.headers
  const options = { method: request.method, headers: { ...headers, host: new URL(behind).host }, agent: false }
  const asked = http.request(behind, { ...options, path: request.url })
  request.pipe(asked)
  const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
    asked.on('response', resolve).on('error', reject)
  })
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  const isJson = answer.headers['content-type']?.includes('json')
  const { 'content-length': _length, 'transfer-encoding': _coding, connection: _state, ...rest } = answer.headers
  response.writeHead(answer.statusCode!, rest as http.OutgoingHttpHeaders)
  response.end(isJson ? body.toString().replaceAll(behind, url) : body)
}
