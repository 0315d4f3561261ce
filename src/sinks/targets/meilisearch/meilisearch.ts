import { renderValue } from '../../formats/ndjson.js'
import type { Rendered } from '../batches.js'
import { openExchange } from '../http/exchange.js'
import { isGood, readAnswer, readTrouble, type TroubleRules } from '../http/read-trouble.js'
import { openIndexTarget, type SearchIndex, type Stamps } from '../http/search-index.js'
import { splitAddress } from '../split-address.js'
import type { Target, TargetContext, TargetPlace } from '../target.js'
import { renderDocumentId } from './document-id.js'
import { waitForTask, type TaskContext } from './task.js'

/**
 * An index of Meilisearch, by plain HTTP: its official client goes by fetch, which knows neither proxy nor ca_file, and
 * has to be given objects, of which long numbers lose digits.
 */
export function openMeilisearchTarget({ name, location, login }: TargetPlace, context: TargetContext): Target {
  const { base, last: index } = splitAddress(location)
  const key = login.apiKey ?? login.password
  const send = openExchange(key === undefined ? {} : { authorization: `Bearer ${key}` }, context)
  const rules: TroubleRules = { name, ofDocuments: [413], login: keyHint }
  const { clock, signal } = context
  return openIndexTarget(openIndex(index, { send, base, rules, clock, signal }), rules, context)
}

function openIndex(index: string, tasks: TaskContext): SearchIndex {
  const { send, base, rules } = tasks
  const url = `${base}/indexes/${index}`
  return {
    noun: `the index ${index}`,
    fetchStamps: async (given) => {
      const ids = new Map(given.map((id) => [renderDocumentId(id), id]))
      const body = JSON.stringify({ ids: [...ids.keys()], fields: ['id', 'updated'], limit: ids.size })
      const answer = await send({ method: 'POST', url: `${url}/documents/fetch`, headers: asJson, body })
      if (!isGood(answer)) return isNoMeans(answer) ? new Map<string, undefined>() : readTrouble(answer, rules)
      const { results } = readAnswer<FetchedStamps>(answer, 'results', rules.name)
      return new Map(results.map(({ id, updated }) => [ids.get(id) ?? id, updated])) satisfies Stamps
    },
    put: async (puts) => {
      const body = puts.map(renderPut).join('\n')
      const headers = { 'content-type': 'application/x-ndjson' }
      const accepted = await send({ method: 'POST', url: `${url}/documents?primaryKey=id`, headers, body })
      const trouble = await waitForTask(accepted, tasks)
      return trouble === undefined ? {} : { again: puts, ...trouble }
    },
    remove: async (ids) => {
      const body = JSON.stringify(ids.map(renderDocumentId))
      const accepted = await send({ method: 'POST', url: `${url}/documents/delete-batch`, headers: asJson, body })
      return waitForTask(accepted, { ...tasks, isDeletion: true })
    },
    look: () => send({ method: 'GET', url }),
  }
}

interface FetchedStamps {
  results: { id: string; updated?: string }[]
}

const asJson = { 'content-type': 'application/json' }

/** An index that isn't there, a Meilisearch before 1.14, which doesn't fetch by ids, and a key that may not read. */
function isNoMeans(answer: object): boolean {
  return 'status' in answer && [400, 403, 404, 405].includes(answer.status as number)
}

function renderPut({ document, json }: Rendered): string {
  const id = renderDocumentId(document.id)
  return id === document.id ? json : renderValue({ ...document, id })
}

const keyHint =
  'Check the API key: in the address, https://:KEY@HOST, in to_api_key, or in SF_EXTRACT_TO_API_KEY. It needs the actions ' +
  'documents.add, documents.delete, documents.get, tasks.get, indexes.get and indexes.create.'
