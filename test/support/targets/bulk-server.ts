/** Answers like Elasticsearch or OpenSearch: `_bulk` with external versions, its errors, and whether an index exists. */
import { parseJson } from '../../../src/exact-json.js'
import { startStandIn, type StandIn, type StandInAnswer, type StandInRequest } from './stand-in.js'

export interface BulkServer extends StandIn {
  /** The documents of an index, by their `_id`. */
  documents(index: string): Map<string, Record<string, unknown>>
  /** The server deletes an index. */
  dropIndex(index: string): void
  /** Ids whose documents don't fit the mapping. */
  unfit: Set<string>
  /** Ids that the next request is told to try again, once each. */
  busy: Set<string>
  /** Whether it takes whoever says nothing of himself. */
  authorization: string | undefined
}

interface Entry {
  version: number
  /** Absent where it is a deletion. */
  document?: Record<string, unknown>
}

export async function startBulkServer(product: 'elasticsearch' | 'opensearch'): Promise<BulkServer> {
  const indices = new Map<string, Map<string, Entry>>()
  const headers: Record<string, string> = product === 'elasticsearch' ? { 'x-elastic-product': 'Elasticsearch' } : {}
  const answer = (request: StandInRequest): StandInAnswer => {
    if (server.authorization !== undefined && request.headers.authorization !== server.authorization) {
      const error = { type: 'security_exception', reason: 'unable to authenticate user' }
      return { status: 401, headers, body: { error: { root_cause: [error], ...error }, status: 401 } }
    }
    const [, index = '', action] = request.path.split('?')[0]!.split('/')
    if (request.method === 'HEAD') return { status: indices.has(index) ? 200 : 404, headers }
    if (action !== '_bulk') return { status: 405, headers, body: { error: 'no such thing here' } }
    const type = request.headers['content-type'] ?? ''
    if (!type.includes('ndjson'))
      return { status: 406, headers, body: { error: `Content-Type ${type} is not supported` } }
    const items = applyBulk(request.body, index)
    return { headers, body: { took: 1, errors: items.some((item) => Object.values(item)[0]!.status > 299), items } }
  }

  const applyBulk = (body: string, index: string) => {
    if (!body.endsWith('\n')) throw new Error('the bulk request must be terminated by a newline')
    const lines = body.slice(0, -1).split('\n')
    const items: Record<string, { status: number; _id?: string }>[] = []
    for (let at = 0; at < lines.length; at++) {
      const [[action, meta]] = Object.entries(
        JSON.parse(lines[at]!.replace('"_id"', '"id"')) as Record<string, BulkMeta>,
      ) as [[string, BulkMeta]]
      const source = action === 'delete' ? undefined : (parseJson(lines[(at += 1)]!) as Record<string, unknown>)
      const entries = indices.get(index) ?? new Map<string, Entry>()
      indices.set(index, entries)
      items.push({ [action]: { _id: meta.id, ...applyItem({ action, meta, source }, entries) } })
    }
    return items
  }

  const applyItem = ({ action, meta, source }: BulkAction, entries: Map<string, Entry>): { status: number } => {
    const known = entries.get(meta.id)
    if (server.busy.delete(meta.id))
      return refuse(429, 'es_rejected_execution_exception', 'rejected execution of coordinating operation')
    const isTaken = action === 'create' && known?.document !== undefined
    const isOlder = meta.version !== undefined && known !== undefined && meta.version < known.version
    if (isTaken || isOlder) {
      const reason = `[${meta.id}]: version conflict, current version [${known!.version}] is higher than the one provided [${meta.version}]`
      return refuse(409, 'version_conflict_engine_exception', reason)
    }
    if (source !== undefined && server.unfit.has(meta.id)) {
      return refuse(400, 'document_parsing_exception', '[1:200] failed to parse field [payload.X__c] of type [long]')
    }
    entries.set(meta.id, { version: meta.version ?? (known?.version ?? 0) + 1, ...(source && { document: source }) })
    if (action === 'delete' && known?.document === undefined) return { status: 404 }
    return { status: known?.document === undefined && action !== 'delete' ? 201 : 200 }
  }

  const standIn = await startStandIn(answer, ({ path }) => path.includes('/_bulk'))
  const server: BulkServer = Object.assign(standIn, {
    documents: (index: string) =>
      new Map([...(indices.get(index) ?? [])].flatMap(([id, { document }]) => (document ? [[id, document]] : []))),
    dropIndex: (index: string) => void indices.delete(index),
    unfit: new Set<string>(),
    busy: new Set<string>(),
    authorization: undefined,
  })
  return server
}

interface BulkMeta {
  id: string
  version?: number
  version_type?: string
}

interface BulkAction {
  action: string
  meta: BulkMeta
  source: Record<string, unknown> | undefined
}

function refuse(status: number, type: string, reason: string) {
  return { status, error: { type, reason, caused_by: { type: 'x', reason: 'For input string: "abc"' } } }
}
