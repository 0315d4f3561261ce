/** Answers like a Coco server: a document by its id into a datasource, and out of it. */
import { parseJson } from '../../../src/exact-json.js'
import type { Document } from '../../../src/terms.js'
import { startStandIn, type StandIn, type StandInAnswer, type StandInRequest } from './stand-in.js'

export interface CocoServer extends StandIn {
  /** As they were sent, by their ids. */
  documents: Map<string, CocoDocument>
  /** Ids that it refuses. */
  unfit: Set<string>
  /** The token it takes; any, where there is none. */
  token: string | undefined
}

type CocoDocument = Record<string, unknown> & { _system: object }

export async function startCocoServer(datasource: string): Promise<CocoServer> {
  const answer = ({ method, path, headers, body }: StandInRequest): StandInAnswer => {
    if (server.token !== undefined && headers['x-api-token'] !== server.token) {
      return { status: 401, body: { error: { reason: 'invalid login' }, status: 401 } }
    }
    const [, what, name = '', action, given = ''] = path.split('/').map(decodeURIComponent)
    if (what === 'document') {
      const isThere = server.documents.has(name)
      if (method === 'GET') return { status: isThere ? 200 : 404, body: { _id: name, found: isThere } }
      if (!isThere) return { status: 500, body: { error: { reason: 'record not found' }, status: 500 } }
      server.documents.delete(name)
      return { body: { _id: name, result: 'deleted' } }
    }
    if (name !== datasource) return { status: 404, body: { _id: name, found: false } }
    if (action !== '_doc') return { body: { _id: name, found: true } }
    if (server.unfit.has(given)) return { status: 400, body: { error: { reason: 'failed to parse' }, status: 400 } }
    server.documents.set(given, parseJson(body) as CocoDocument)
    return { body: { _id: given, result: 'created' } }
  }
  const standIn = await startStandIn(answer, ({ method }) => method !== 'GET')
  const server: CocoServer = Object.assign(standIn, {
    documents: new Map<string, CocoDocument>(),
    unfit: new Set<string>(),
    token: undefined,
  })
  return server
}

/** Documents as they were before they had Coco's form. */
export function loadCoco({ documents }: CocoServer): Document[] {
  return [...documents.values()].map(({ _system: system, ...document }) => ({ ...document, system }) as never)
}
