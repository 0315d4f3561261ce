import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { gzipSync } from 'node:zlib'

/** One scripted answer. An object or array as body is sent as JSON. */
export interface ScriptedAnswer {
  status?: number
  headers?: Record<string, string>
  body?: unknown
  /**
   * reset: the connection is cut without an answer; half-body: after half of the body; silence: nothing ever comes;
   * gzip: the body is packed; half-gzip: packed and cut, with an orderly end.
   */
  how?: 'reset' | 'half-body' | 'silence' | 'gzip' | 'half-gzip' | 'no-date'
  /** The answer is held back until this resolves. */
  after?: Promise<unknown>
}

interface RecordedRequest {
  method: string
  /** As it came over the wire, undecoded. */
  path: string
  headers: http.IncomingHttpHeaders
  body: string
  /** Size of request line and headers. */
  bytes: number
}

export interface ScriptedServer {
  url: string
  /** What came, logins apart. */
  requests: RecordedRequest[]
  logins: RecordedRequest[]
  /** Adds answers for the next requests, in their order. A request beyond the script gets 418. */
  answer(...answers: ScriptedAnswer[]): void
  /** Adds answers for the next logins; beyond them each login gets a token of its own: `00D…!token-1`, `-2`, … */
  answerLogin(...answers: ScriptedAnswer[]): void
  /** Resolves when `count` requests, logins apart, have come. */
  received(count: number): Promise<void>
  /** Connections that were opened so far. */
  connections(): number
  /** Resolves when no connection is open. */
  idle(): Promise<void>
  close(): Promise<void>
}

/** A server on loopback that says what a test tells it to say, and remembers what it was asked. */
export async function startScriptedServer(): Promise<ScriptedServer> {
  const answers: ScriptedAnswer[] = []
  const loginAnswers: ScriptedAnswer[] = []
  const requests: RecordedRequest[] = []
  const logins: RecordedRequest[] = []
  const watchers = new Set<() => void>()
  const server = http.createServer(async (request, response) => {
    const recorded = await record(request)
    if (recorded.path === '/services/oauth2/token') {
      logins.push(recorded)
      await send(response, loginAnswers.shift() ?? { body: buildToken(url, logins.length) })
      return
    }
    requests.push(recorded)
    for (const watcher of watchers) watcher()
    await send(response, answers.shift() ?? { status: 418, body: 'nothing is scripted for this request' })
  })
  const connections = new Set<Socket>()
  let opened = 0
  server.on('connection', (socket) => {
    opened += 1
    connections.add(socket)
    socket.on('close', () => connections.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    requests,
    logins,
    answer: (...more) => void answers.push(...more),
    answerLogin: (...more) => void loginAnswers.push(...more),
    received(count) {
      return new Promise((resolve) => {
        const watcher = () => {
          if (requests.length >= count) resolve()
        }
        watchers.add(watcher)
        watcher()
      })
    },
    connections: () => opened,
    async idle() {
      await Promise.all([...connections].map((socket) => once(socket, 'close')))
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A token answer as Salesforce gives it. */
export function buildToken(instanceUrl: string, number: number) {
  return {
    access_token: `00D5g0000000001!token-${number}`,
    signature: 'c2lnbmF0dXJl',
    scope: 'api id',
    instance_url: instanceUrl,
    id: 'https://login.salesforce.com/id/00D5g0000000001EAA/0055g00000Jk8OPAAZ',
    token_type: 'Bearer',
    issued_at: '1767225600123',
  }
}

async function record(request: http.IncomingMessage): Promise<RecordedRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const { method = '', url = '', headers, rawHeaders } = request
  const bytes = `${method} ${url} HTTP/1.1\r\n\r\n`.length + rawHeaders.join('').length + rawHeaders.length * 2
  return { method, path: url, headers, body: Buffer.concat(chunks).toString(), bytes }
}

async function send(response: http.ServerResponse, answer: ScriptedAnswer): Promise<void> {
  const { status = 200, headers = {}, body = '', how, after } = answer
  await after
  if (how === 'silence') return
  if (how === 'reset') {
    response.socket?.destroy()
    return
  }
  const isText = typeof body === 'string' || Buffer.isBuffer(body)
  const plain = isText ? Buffer.from(body) : Buffer.from(JSON.stringify(body))
  const isPacked = how === 'gzip' || how === 'half-gzip'
  const bytes = isPacked ? gzipSync(plain) : plain
  if (how === 'no-date') response.sendDate = false
  response.writeHead(status, {
    ...(isText ? {} : { 'content-type': 'application/json;charset=UTF-8' }),
    ...(isPacked ? { 'content-encoding': 'gzip' } : {}),
    ...headers,
  })
  const half = bytes.subarray(0, Math.ceil(bytes.length / 2))
  if (how === 'half-body') response.write(half, () => response.socket?.destroy())
  else response.end(how === 'half-gzip' ? half : bytes)
}
