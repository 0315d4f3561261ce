import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A request on its way to the org. */
export interface Passing {
  method: string
  /** Path and query, the query decoded. */
  line: string
  soql: string | undefined
  authorization: string | undefined
}

/** What comes back instead of the org's answer. */
export interface Instead {
  status?: number
  headers?: Record<string, string>
  /** Sent as JSON where it is no text. */
  body?: unknown
  /** The connection is cut instead. */
  how?: 'reset'
}

export interface GoBetween {
  url: string
  /** Every request that came, in order. */
  passed: Passing[]
}

/**
 * A server between the command line and an org, which answers in the org's stead where `instead` says how: for what a
 * real org was seen to say and the embedded one never does. It may also hold an answer back. The login leads back to
 * it.
 */
export async function openGoBetween(
  orgUrl: string,
  instead: (passing: Passing) => Instead | undefined | Promise<Instead | undefined>,
): Promise<GoBetween> {
  const passed: Passing[] = []
  const server = http.createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const passing = readPassing(request)
      passed.push(passing)
      const answer = await instead(passing)
      if (answer?.how === 'reset') response.destroy()
      else if (answer !== undefined) send(response, answer)
      else await passOn(request, Buffer.concat(chunks), response, { orgUrl, url })
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return { url, passed }
}

function readPassing({ method = '', url = '', headers }: http.IncomingMessage): Passing {
  const { pathname, search, searchParams } = new URL(url, 'http://org')
  return {
    method,
    line: `${pathname}${decodeURIComponent(search.replaceAll('+', ' '))}`,
    soql: searchParams.get('q') ?? undefined,
    authorization: headers.authorization,
  }
}

function send(response: http.ServerResponse, { status = 200, headers = {}, body = '' }: Instead): void {
  const isText = typeof body === 'string'
  response.writeHead(status, { ...(isText ? {} : { 'content-type': 'application/json' }), ...headers })
  response.end(isText ? body : JSON.stringify(body))
}

async function passOn(
  request: http.IncomingMessage,
  body: Buffer,
  response: http.ServerResponse,
  { orgUrl, url }: { orgUrl: string; url: string },
): Promise<void> {
  const { host: _, 'accept-encoding': _packed, connection: _kept, ...headers } = request.headers
  const { method = 'GET' } = request
  const asked = http.request(`${orgUrl}${request.url}`, { method, headers, path: request.url, agent: false })
  asked.end(body)
  const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
    asked.on('response', resolve).on('error', reject)
  }).catch(() => undefined)
  if (answer === undefined) return void response.destroy()
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString().replaceAll(orgUrl, url)
  const { 'content-length': _length, 'transfer-encoding': _coding, ...kept } = answer.headers
  response.sendDate = false
  response.writeHead(answer.statusCode ?? 502, kept as http.OutgoingHttpHeaders)
  response.end(text)
}
