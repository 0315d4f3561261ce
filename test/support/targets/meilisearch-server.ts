/** Answers like Meilisearch: what it accepts is done later, as a task, and refused then where it is unfit. */
import { parseJson } from '../../../src/exact-json.js'
import { startStandIn, type StandIn, type StandInAnswer, type StandInRequest } from './stand-in.js'

export interface MeilisearchServer extends StandIn {
  /** The documents of an index, by their ids there. */
  documents(index: string): Map<string, Indexed>
  dropIndex(index: string): void
  /** Ids that fail the task they are in. */
  unfit: Set<string>
  /** Looks at a task that find it still at work. */
  slowLooks: number
  /** The key it takes; any, where there is none. */
  key: string | undefined
  /** Before 1.14 it fetches nothing by ids. */
  isOld: boolean
}

type Indexed = Record<string, unknown> & { id: string }

interface Task {
  looks: number
  error: { message: string; code: string; type: string } | null
}

export async function startMeilisearchServer(): Promise<MeilisearchServer> {
  const indices = new Map<string, Map<string, Indexed>>()
  const tasks: Task[] = []
  const accept = (error: Task['error'] = null): StandInAnswer => {
    tasks.push({ looks: 0, error })
    return { status: 202, body: { taskUid: tasks.length - 1, indexUid: 'crm', status: 'enqueued' } }
  }
  const answer = (request: StandInRequest): StandInAnswer => {
    if (server.key !== undefined && request.headers.authorization !== `Bearer ${server.key}`) {
      return fail(403, 'The provided API key is invalid.', 'invalid_api_key', 'auth')
    }
    const [, what, name = '', , action] = request.path.split('?')[0]!.split('/')
    if (what === 'tasks') return lookAt(tasks[Number(name)]!)
    const index = indices.get(name)
    if (request.method === 'GET') {
      return index === undefined ? notFound(name) : { body: { uid: name, primaryKey: 'id' } }
    }
    if (action === 'fetch') return fetchByIds(request, index, name)
    if (action === 'delete-batch') return remove(request, index, name)
    return put(request, name)
  }

  const lookAt = (task: Task): StandInAnswer => {
    task.looks += 1
    if (task.looks <= server.slowLooks) return { body: { status: 'processing', error: null } }
    return { body: { status: task.error === null ? 'succeeded' : 'failed', error: task.error } }
  }

  const fetchByIds = ({ body }: StandInRequest, index: Map<string, Indexed> | undefined, name: string) => {
    if (server.isOld) return fail(400, 'Unknown field `ids`: expected one of `offset`, `limit`', 'bad_request')
    if (index === undefined) return notFound(name)
    const { ids, fields, limit } = JSON.parse(body) as { ids: string[]; fields: string[]; limit: number }
    const found = ids.flatMap((id) => index.get(id) ?? []).slice(0, limit)
    const results = found.map((document) => Object.fromEntries(fields.map((field) => [field, document[field]])))
    return { body: { results, offset: 0, limit, total: found.length } }
  }

  const remove = ({ body }: StandInRequest, index: Map<string, Indexed> | undefined, name: string) => {
    if (index === undefined) return accept({ ...notFoundError(name), type: 'invalid_request' })
    for (const id of JSON.parse(body) as string[]) index.delete(id)
    return accept()
  }

  const put = ({ body, headers, path }: StandInRequest, name: string) => {
    if (headers['content-type'] !== 'application/x-ndjson') {
      return fail(415, 'The Content-Type is invalid', 'invalid_content_type')
    }
    if (!path.endsWith('?primaryKey=id')) throw new Error('the primary key is guessed')
    const documents = body.split('\n').map((line) => parseJson(line) as Indexed)
    const bad = documents.find(({ id }) => !/^[A-Za-z0-9_-]{1,511}$/.test(id) || server.unfit.has(id))
    if (bad !== undefined) {
      const message = `Document identifier \`"${bad.id}"\` is invalid.`
      return accept({ message, code: 'invalid_document_id', type: 'invalid_request' })
    }
    const index = indices.get(name) ?? new Map<string, Indexed>()
    indices.set(name, index)
    for (const document of documents) index.set(document.id, document)
    return accept()
  }

  const standIn = await startStandIn(answer, isWrite)
  const server: MeilisearchServer = Object.assign(standIn, {
    documents: (name: string) => indices.get(name) ?? new Map<string, Indexed>(),
    dropIndex: (name: string) => void indices.delete(name),
    unfit: new Set<string>(),
    slowLooks: 0,
    key: undefined,
    isOld: false,
  })
  return server
}

function isWrite({ method, path }: StandInRequest): boolean {
  return method === 'POST' && !path.endsWith('/fetch')
}

function notFoundError(name: string) {
  return { message: `Index \`${name}\` not found.`, code: 'index_not_found' }
}

function notFound(name: string): StandInAnswer {
  const { message, code } = notFoundError(name)
  return fail(404, message, code)
}

function fail(status: number, message: string, code: string, type = 'invalid_request'): StandInAnswer {
  return { status, body: { message, code, type, link: `https://docs.meilisearch.com/errors#${code}` } }
}
