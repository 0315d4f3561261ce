import type { BatchAnswer, Rendered } from '../batches.js'
import { openExchange, type Exchange } from '../http/exchange.js'
import { isGood, readAnswer, readTrouble, type TroubleRules } from '../http/read-trouble.js'
import { openIndexTarget, type SearchIndex } from '../http/search-index.js'
import { splitAddress } from '../split-address.js'
import type { Target, TargetContext, TargetPlace } from '../target.js'
import { readImportLines } from './import-lines.js'
import { buildCollection } from './schema.js'

/**
 * A collection of Typesense, by plain HTTP: its official client waits and tries again by its own rules, and brings
 * axios with it for four calls.
 */
export function openTypesenseTarget({ name, location, login }: TargetPlace, context: TargetContext): Target {
  const { base, last: collection } = splitAddress(location)
  const key = login.apiKey ?? login.password
  const send = openExchange(key === undefined ? {} : { 'x-typesense-api-key': key }, context)
  const rules: TroubleRules = { name, ofDocuments: [413], login: keyHint }
  return openIndexTarget(openCollection(collection, { base, send, rules }), rules, context)
}

interface Api {
  base: string
  send: Exchange
  rules: TroubleRules
}

function openCollection(collection: string, api: Api): SearchIndex {
  const { base, send, rules } = api
  const url = `${base}/collections/${collection}`
  return {
    noun: `the collection ${collection}`,
    fetchStamps: async (ids) => {
      const query = { collection, q: '*', include_fields: 'id,updated', per_page: mostHits }
      const searches = chunksOf(ids, mostHits).map((some) => ({ ...query, filter_by: renderFilter(some) }))
      const body = JSON.stringify({ searches })
      const answer = await send({ method: 'POST', url: `${base}/multi_search`, headers: asJson, body })
      // A key that may not search.
      if ('status' in answer && (answer.status === 401 || answer.status === 403)) return new Map<string, undefined>()
      if (!isGood(answer)) return readTrouble(answer, rules)
      const { results } = readAnswer<{ results: SearchResult[] }>(answer, 'results', rules.name)
      const hits = results.flatMap((result) => result.hits ?? [])
      return new Map(hits.map(({ document: { id, updated } }) => [id, updated]))
    },
    put: async (puts) => {
      const answer = await importAll(puts, url, send)
      if (isGood(answer)) return readImportLines(puts, answer.text)
      if (!isNotThere(answer)) return { again: puts, ...readTrouble(answer, rules) }
      return importAnew(puts, { collection, url }, api)
    },
    remove: async (ids) => {
      for (const some of chunksOf(ids, mostDeletions)) {
        const query = new URLSearchParams({ filter_by: renderFilter(some) })
        const answer = await send({ method: 'DELETE', url: `${url}/documents?${query.toString()}` })
        if (!isGood(answer) && !isNotThere(answer)) return readTrouble(answer, rules)
      }
      return undefined
    },
    look: () => send({ method: 'GET', url }),
  }
}

/** A collection has to be made before anything is put into it. */
async function importAnew(
  puts: Rendered[],
  { collection, url }: { collection: string; url: string },
  { base, send, rules }: Api,
): Promise<BatchAnswer> {
  const body = JSON.stringify(buildCollection(collection))
  const made = await send({ method: 'POST', url: `${base}/collections`, headers: asJson, body })
  // 409: it was made meanwhile.
  const isThere = isGood(made) || ('status' in made && made.status === 409)
  if (!isThere) return { again: puts, ...readTrouble(made, rules) }
  const answer = await importAll(puts, url, send)
  return isGood(answer) ? readImportLines(puts, answer.text) : { again: puts, ...readTrouble(answer, rules) }
}

function importAll(puts: Rendered[], url: string, send: Exchange) {
  const body = puts.map(({ json }) => json).join('\n')
  const headers = { 'content-type': 'text/plain' }
  return send({ method: 'POST', url: `${url}/documents/import?action=upsert`, headers, body })
}

interface SearchResult {
  hits?: { document: { id: string; updated?: string } }[]
}

/** `per_page` of a search is at most that. */
const mostHits = 250

/** An address with the ids in it stays below the 4,000 signs that Typesense takes. */
const mostDeletions = 80

const asJson = { 'content-type': 'application/json' }

function isNotThere(answer: object): boolean {
  return 'status' in answer && answer.status === 404
}

/** Ids in backticks stand for themselves, whatever signs are in them. */
function renderFilter(ids: string[]): string {
  return `id:[${ids.map((id) => `\`${id}\``).join(',')}]`
}

function chunksOf(ids: string[], size: number): string[][] {
  return Array.from({ length: Math.ceil(ids.length / size) }, (_, n) => ids.slice(n * size, (n + 1) * size))
}

const keyHint =
  'Check the API key: in the address, https://:KEY@HOST, in to_api_key, or in SF_EXTRACT_TO_API_KEY. It needs the actions ' +
  'documents:import, documents:delete, documents:search, collections:get and collections:create.'
