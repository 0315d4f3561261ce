/** Answers like Typesense: an import with a line for each document, searches by ids, deletions by a filter. */
import { parseJson } from '../../../src/exact-json.js'
import { startStandIn, type StandIn, type StandInAnswer, type StandInRequest } from './stand-in.js'

export interface TypesenseServer extends StandIn {
  documents(collection: string): Map<string, Stored>
  /** The fields of a collection. */
  schemas: Map<string, { name: string; type: string; optional?: boolean }[]>
  dropCollection(collection: string): void
  /** Ids whose documents the schema refuses. */
  unfit: Set<string>
  /** Ids that the next import is told to try again, once each. */
  busy: Set<string>
  /** The key it takes; any, where there is none. */
  key: string | undefined
}

type Stored = Record<string, unknown> & { id: string }

export async function startTypesenseServer(): Promise<TypesenseServer> {
  const collections = new Map<string, Map<string, Stored>>()
  const answer = (request: StandInRequest): StandInAnswer => {
    if (server.key !== undefined && request.headers['x-typesense-api-key'] !== server.key) {
      return fail(401, 'Forbidden - a valid `x-typesense-api-key` header must be sent.')
    }
    const [path = '', query = ''] = request.path.split('?')
    if (query.length > 4000) return fail(400, 'Query string exceeds max allowed length of 4000.')
    const [, what, name = '', ...rest] = path.split('/')
    if (what === 'multi_search') return search(request)
    if (request.method === 'POST' && name === '') return make(request)
    const collection = collections.get(name)
    if (collection === undefined) return fail(404, rest.length === 0 ? 'Not Found' : 'Collection not found')
    if (request.method === 'DELETE') {
      const ids = idsOf(new URLSearchParams(query).get('filter_by')!)
      return { body: { num_deleted: ids.filter((id) => collection.delete(id)).length } }
    }
    if (rest.join('/') === 'documents/import') {
      if (query !== 'action=upsert') throw new Error('what is there would not be replaced')
      return {
        body: request.body
          .split('\n')
          .map((line) => importLine(line, collection))
          .join('\n'),
      }
    }
    return { body: { name, num_documents: collection.size, fields: server.schemas.get(name) } }
  }

  const make = ({ body }: StandInRequest): StandInAnswer => {
    const { name, fields } = JSON.parse(body) as { name: string; fields: never[] }
    if (collections.has(name)) return fail(409, `A collection with name \`${name}\` already exists.`)
    collections.set(name, new Map())
    server.schemas.set(name, fields)
    return { status: 201, body: { name, fields } }
  }

  const search = ({ body }: StandInRequest): StandInAnswer => {
    const { searches } = JSON.parse(body) as { searches: SearchQuery[] }
    const results = searches.map(({ collection: name, filter_by: filter, include_fields: fields, per_page: most }) => {
      const collection = collections.get(name)
      if (collection === undefined) return { code: 404, error: 'Not found.' }
      if (most > 250) return { code: 422, error: 'Only upto 250 hits can be fetched per page.' }
      const found = idsOf(filter).flatMap((id) => collection.get(id) ?? [])
      const pick = (document: Stored) => Object.fromEntries(fields.split(',').map((field) => [field, document[field]]))
      return { found: found.length, hits: found.slice(0, most).map((document) => ({ document: pick(document) })) }
    })
    return { body: { results } }
  }

  const importLine = (line: string, collection: Map<string, Stored>): string => {
    const document = parseJson(line) as Stored
    if (server.busy.delete(document.id)) return lineOf(503, 'Not Ready or Lagging', line)
    if (server.unfit.has(document.id)) return lineOf(400, 'Field `title` must be a string.', line)
    collection.set(document.id, document)
    return JSON.stringify({ success: true })
  }

  const standIn = await startStandIn(answer, isWrite)
  const server: TypesenseServer = Object.assign(standIn, {
    documents: (name: string) => collections.get(name) ?? new Map<string, Stored>(),
    schemas: new Map<string, never[]>(),
    dropCollection: (name: string) => void collections.delete(name),
    unfit: new Set<string>(),
    busy: new Set<string>(),
    key: undefined,
  })
  return server
}

interface SearchQuery {
  collection: string
  filter_by: string
  include_fields: string
  per_page: number
}

function isWrite({ method, path }: StandInRequest): boolean {
  return method === 'DELETE' || path.includes('/import')
}

function idsOf(filter: string): string[] {
  return [...filter.matchAll(/`([^`]*)`/g)].map(([, id]) => id!)
}

function lineOf(code: number, error: string, document: string): string {
  return JSON.stringify({ success: false, error, code, document })
}

function fail(status: number, message: string): StandInAnswer {
  return { status, body: { message } }
}
