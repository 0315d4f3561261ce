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
 * real org was seen to say and the embedded one never does. It may also hold an answer back. A composite call is asked
 * about as a whole first, then by its parts. The login leads back to it.
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
      const body = Buffer.concat(chunks)
      const passing = readPassing(request)
      const parts = readParts(request, body)
      passed.push(...(parts ?? [passing]))
      const whole = parts && (await instead(passing))
      if (whole !== undefined && whole.how === undefined) return send(response, whole)
      const answers = await Promise.all((parts ?? [passing]).map(async (part) => instead(part)))
      if (parts && answers.some((each) => each?.how === undefined && each !== undefined)) {
        return answerParts(request, body, { response, orgUrl, url, answers })
      }
      const answer = answers.find((each) => each !== undefined)
      if (answer?.how === 'reset') response.destroy()
      else if (answer !== undefined) send(response, answer)
      else await passOn(request, body, response, { orgUrl, url })
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

/** The parts of a composite call, as the calls they stand for; undefined for any other call. */
function readParts(
  { url = '', headers: { authorization } }: http.IncomingMessage,
  body: Buffer,
): Passing[] | undefined {
  if (!url.endsWith('/composite')) return undefined
  const { compositeRequest } = JSON.parse(body.toString()) as { compositeRequest: { method: string; url: string }[] }
  return compositeRequest.map((part) => readPassing({ ...part, headers: { authorization } }))
}

type Asked = Pick<http.IncomingMessage, 'method' | 'url' | 'headers'>

function readPassing({ method = '', url = '', headers }: Asked): Passing {
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

interface PartsReply {
  response: http.ServerResponse
  orgUrl: string
  url: string
  /** By the places of the parts; the org's own where there is none. */
  answers: (Instead | undefined)[]
}

/** The org's answer to a composite call, with some of its parts replaced. */
async function answerParts(
  request: http.IncomingMessage,
  body: Buffer,
  { response, orgUrl, url, answers }: PartsReply,
): Promise<void> {
  const answer = await askOrg(request, body, { orgUrl, url })
  if (answer === undefined) return void response.destroy()
  const { compositeResponse } = JSON.parse(answer.text) as { compositeResponse: { referenceId: string }[] }
  const parts = compositeResponse.map((part, place) => {
    const instead = answers[place]
    return instead === undefined ? JSON.stringify(part) : renderPart(part.referenceId, instead)
  })
  // The headers of a part are the whole answer's, where it speaks of the time.
  const { date } = Object.assign({}, ...answers.map((each) => each?.headers)) as { date?: string }
  response.sendDate = false
  response.writeHead(answer.status, { ...answer.headers, ...(date === undefined ? {} : { date }) })
  response.end(`{"compositeResponse":[${parts.join(',')}]}`)
}

function renderPart(referenceId: string, { status = 200, headers = {}, body = '' }: Instead): string {
  const isJson = typeof body !== 'string' || /^[[{]/.test(body)
  const content = typeof body === 'string' && isJson ? body : JSON.stringify(body)
  const rest = JSON.stringify({ httpHeaders: headers, httpStatusCode: status, referenceId }).slice(1)
  return `{"body":${content},${rest}`
}

async function passOn(
  request: http.IncomingMessage,
  body: Buffer,
  response: http.ServerResponse,
  urls: { orgUrl: string; url: string },
): Promise<void> {
  const answer = await askOrg(request, body, urls)
  if (answer === undefined) return void response.destroy()
  response.sendDate = false
  response.writeHead(answer.status, answer.headers)
  response.end(answer.text)
}

/** The org's answer, unpacked, its addresses led back here; undefined where the connection was cut. */
async function askOrg(request: http.IncomingMessage, body: Buffer, { orgUrl, url }: { orgUrl: string; url: string }) {
  const { host: _, 'accept-encoding': _packed, connection: _kept, ...headers } = request.headers
  const { method = 'GET' } = request
  const asked = http.request(`${orgUrl}${request.url}`, { method, headers, path: request.url, agent: false })
  asked.end(body)
  const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
    asked.on('response', resolve).on('error', reject)
  }).catch(() => undefined)
  if (answer === undefined) return undefined
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString().replaceAll(orgUrl, url)
  const { 'content-length': _length, 'transfer-encoding': _coding, ...kept } = answer.headers
  return { text, status: answer.statusCode ?? 502, headers: kept as http.OutgoingHttpHeaders }
}
