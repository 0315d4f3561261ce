/** What the servers have in common that stand in for targets: a log, and troubles. */
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface StandInRequest {
  method: string
  /** With the query. */
  path: string
  headers: http.IncomingHttpHeaders
  body: string
  /** The body as it came. */
  bytes: Buffer
}

export interface StandInAnswer {
  status?: number
  headers?: Record<string, string>
  /** Sent as JSON where it is no text. */
  body?: unknown
}

/** What happens to a request instead of an answer. */
export type Trouble = StandInAnswer | 'reset' | 'none'

export interface StandIn {
  url: string
  host: string
  requests: StandInRequest[]
  /** What the next requests meet that write something, in their order. */
  troubles: Trouble[]
  /** From then on nobody answers, until `revive`. */
  isDead: boolean
  /** The most requests that were under way at once. */
  mostAtOnce(): number
}

/** A server on loopback, gone when the test is over. `writes` tells the requests that troubles are for. */
export async function startStandIn(
  answer: (request: StandInRequest) => StandInAnswer | Promise<StandInAnswer>,
  writes: (request: StandInRequest) => boolean,
): Promise<StandIn> {
  let [atOnce, most] = [0, 0]
  const server = http.createServer(async (incoming, outgoing) => {
    atOnce += 1
    most = Math.max(most, atOnce)
    outgoing.on('close', () => (atOnce -= 1))
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const { method = '', url: path = '', headers } = incoming
    const bytes = Buffer.concat(chunks)
    const request = { method, path, headers, body: bytes.toString(), bytes }
    const met = standIn.isDead ? 'reset' : writes(request) ? standIn.troubles.shift() : undefined
    const trouble = met === 'none' ? undefined : met
    if (trouble === 'reset') return void outgoing.socket?.destroy()
    standIn.requests.push(request)
    const { status = 200, headers: more = {}, body = '' } = trouble ?? (await answer(request))
    const isText = typeof body === 'string'
    outgoing.writeHead(status, { ...(isText ? {} : { 'content-type': 'application/json' }), ...more })
    outgoing.end(isText ? body : JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const standIn: StandIn = {
    url: `http://${host}`,
    host,
    requests: [],
    troubles: [],
    isDead: false,
    mostAtOnce: () => most,
  }
  return standIn
}
