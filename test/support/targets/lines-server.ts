/** A service of a user's own: takes lines of NDJSON, a batch only once, and says what it refuses. */
import { parseJson } from '../../../src/exact-json.js'
import type { Document } from '../../../src/terms.js'
import { startStandIn, type StandIn, type StandInAnswer, type StandInRequest } from './stand-in.js'

export interface LinesServer extends StandIn {
  /** What it has taken, in its order. */
  taken: Document[]
  unfit: Set<string>
  /** The header it takes; any, where there is none. */
  authorization: string | undefined
}

export async function startLinesServer(): Promise<LinesServer> {
  const keys = new Set<string>()
  const answer = ({ method, headers, body }: StandInRequest): StandInAnswer => {
    if (server.authorization !== undefined && headers.authorization !== server.authorization) return { status: 401 }
    if (method !== 'POST') return { status: 405, body: 'POST alone' }
    const key = headers['idempotency-key'] as string
    if (keys.has(key)) return { status: 204 }
    keys.add(key)
    const documents = body
      .trimEnd()
      .split('\n')
      .map((line) => parseJson(line) as Document)
    const [unfit, fit] = [true, false].map((is) => documents.filter(({ id }) => server.unfit.has(id) === is))
    server.taken.push(...fit!)
    return { body: { refused: unfit!.map(({ id }) => ({ id, reason: 'it has no place here' })) } }
  }
  const standIn = await startStandIn(answer, ({ method }) => method === 'POST')
  const server: LinesServer = Object.assign(standIn, {
    taken: [],
    unfit: new Set<string>(),
    authorization: undefined,
  })
  return server
}
