import { randomUUID } from 'node:crypto'
import { openBatches, type BatchAnswer, type Rendered } from '../batches.js'
import type { Refusal, Target, TargetContext, TargetPlace } from '../target.js'
import { targetFailed } from '../target-failed.js'
import { openExchange } from './exchange.js'
import { describeBody, isGood, lookForPage, readTrouble, type GoodAnswer, type TroubleRules } from './read-trouble.js'

/**
 * A service of the user's own that takes documents as lines of NDJSON by POST, tombstones among them. Each batch has an
 * Idempotency-Key that stays the same when it is sent again; what the service refuses of it the answer may say.
 */
export function openLinesTarget({ name, location, login }: TargetPlace, context: TargetContext): Target {
  const send = openExchange(authorize(login), context)
  const rules: TroubleRules = { name, ofDocuments: [400, 413, 422], login: loginHint }
  const keys = new WeakMap<Rendered[], string>()
  const keyOf = (batch: Rendered[]): string => {
    const key = keys.get(batch) ?? randomUUID()
    keys.set(batch, key)
    return key
  }
  const sendBatch = async (batch: Rendered[]): Promise<BatchAnswer> => {
    const headers = {
      'content-type': 'application/x-ndjson',
      'idempotency-key': keyOf(batch),
      'x-batch-documents': String(batch.length),
    }
    const body = batch.map(({ json }) => `${json}\n`).join('')
    const answer = await send({ method: 'POST', url: location, headers, body })
    if (isGood(answer)) return { refused: readRefusals(answer, batch, name) }
    return { again: batch, ...readTrouble(answer, rules) }
  }
  return {
    write: openBatches(sendBatch, { ...context, name }),
    check: async () => {
      const answer = await send({ method: 'HEAD', url: location })
      if ('failure' in answer) throw targetFailed(name, readTrouble(answer, rules).reason, lookThere)
      const { status, text } = answer
      if (status === 401 || status === 403) {
        throw targetFailed(name, `answers with HTTP ${status}${text && `: ${describeBody(text)}`}`, loginHint)
      }
      return `it answers (HTTP ${status} to a HEAD); whether it takes documents the first run tells`
    },
    close: async () => {},
  }
}

function authorize({ user, password = '', apiKey }: TargetPlace['login']): Record<string, string> {
  if (user !== undefined) {
    return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }
  }
  return apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }
}

/**
 * `{"refused":[{"id":"…","reason":"…"}]}`; any other answer refuses nothing. Throws TARGET_FAILED for a web page, which
 * some other server shows in place of an answer, and for refusals that can't be told.
 */
function readRefusals({ headers, text }: GoodAnswer, batch: Rendered[], name: string): Refusal[] {
  if (/^text\/html\b/i.test(String(headers['content-type'] ?? ''))) {
    throw targetFailed(name, `answers with a web page: ${describeBody(text)}`, lookForPage)
  }
  if (!text.trimStart().startsWith('{')) return []
  const refused = readRefused(text)
  if (refused === undefined) return []
  const reasons = new Map(refused?.map(({ id, reason }) => [id, reason]))
  const found = batch.filter(({ document: { id } }) => reasons.has(id))
  if (refused === null || found.length < reasons.size) {
    throw targetFailed(name, `refuses documents in a list that can't be read: ${describeBody(text)}`, lookAtList)
  }
  return found.map(({ document }) => ({ document, reason: String(reasons.get(document.id) ?? 'no reason is given') }))
}

/** The list of what is refused; undefined where there is none, null where it can't be read. */
function readRefused(text: string): { id: string; reason?: unknown }[] | null | undefined {
  let refused: unknown
  try {
    refused = (JSON.parse(text) as { refused?: unknown }).refused
  } catch {
    return null
  }
  if (refused === undefined || refused === null) return undefined
  return Array.isArray(refused) && refused.every(isEntry) ? (refused as { id: string; reason?: unknown }[]) : null
}

function isEntry(each: unknown): boolean {
  return typeof (each as { id?: unknown } | null)?.id === 'string'
}

const loginHint =
  'Check the login: user and password go as Basic, in to_username and to_password; a key goes by the scheme Bearer, in ' +
  'to_api_key or in the address, https://:KEY@HOST.'
const lookAtList =
  'It has to be {"refused":[{"id":"…","reason":"…"}]}, of documents in the batch. Nothing of it was counted as taken.'
const lookThere = 'Check the address of the target, and that it runs.'
