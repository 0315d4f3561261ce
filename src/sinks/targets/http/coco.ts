import pLimit from 'p-limit'
import { coco } from '../../formats/coco.js'
import { openBatches, type BatchAnswer, type Rendered } from '../batches.js'
import { settleVersions } from '../settle-versions.js'
import { splitAddress } from '../split-address.js'
import type { Refusal, Target, TargetContext, TargetPlace } from '../target.js'
import { targetFailed } from '../target-failed.js'
import { openExchange, type TargetAnswer } from './exchange.js'
import { isGood, readTrouble, type Trouble, type TroubleRules } from './read-trouble.js'

/**
 * A datasource of a Coco server, a request each document: it has no other way in. A document takes the place of the one
 * with its id; a deletion takes it away. Coco keeps no version that it could be asked for: what comes last stays.
 */
export function openCocoTarget({ name, location, login }: TargetPlace, context: TargetContext): Target {
  const { base, last: datasource } = splitAddress(location)
  const send = openExchange(authorize(login), context)
  const rules: TroubleRules = { name, ofDocuments: [400, 413, 422], login: tokenHint }
  const limit = pLimit(requestsAtOnce)
  const deliver = async ({ document }: Rendered): Promise<Trouble | undefined> => {
    const id = encodeURIComponent(document.id)
    if ('deleted' in document) {
      const url = `${base}/document/${id}`
      const answer = await send({ method: 'DELETE', url })
      if (isGood(answer) || isNotThere(answer)) return undefined
      // What isn't there to be deleted may be called an error of the server.
      const isGone = 'status' in answer && answer.status === 500 && isNotThere(await send({ method: 'GET', url }))
      return isGone ? undefined : readTrouble(answer, rules)
    }
    const body = [...coco.render([document])].join('')
    const url = `${base}/datasource/${datasource}/_doc/${id}`
    const answer = await send({ method: 'POST', url, headers: { 'content-type': 'application/json' }, body })
    return isGood(answer) ? undefined : readTrouble(answer, rules)
  }
  const sendBatch = async (batch: Rendered[]): Promise<BatchAnswer> => {
    const { puts, deletions } = settleVersions(batch, new Map())
    const all = [...puts, ...deletions]
    const troubles = await Promise.all(all.map((each) => limit(deliver, each)))
    const refused: Refusal[] = []
    const again: Rendered[] = []
    for (const [at, trouble] of troubles.entries()) {
      if (trouble?.isTooLarge) refused.push({ document: all[at]!.document, reason: trouble.reason })
      else if (trouble !== undefined) again.push(all[at]!)
    }
    const waiting = troubles.filter((trouble) => trouble !== undefined && !trouble.isTooLarge)
    const waitMs = Math.max(0, ...waiting.map((trouble) => trouble!.waitMs ?? 0))
    return { refused, again, reason: waiting[0]?.reason, waitMs }
  }
  return {
    write: openBatches(sendBatch, { ...context, name, limits: { documents: 100, bytes: 5_000_000 } }),
    check: async () => {
      const answer = await send({ method: 'GET', url: `${base}/datasource/${datasource}` })
      if (isGood(answer)) return `the datasource ${datasource} is there`
      if (!isNotThere(answer)) throw targetFailed(name, readTrouble(answer, rules).reason, lookThere)
      throw targetFailed(name, `has no datasource ${datasource}`, makeDatasource)
    },
    close: async () => {},
  }
}

/** Coco answers when a document can be found, which takes it up to a second. */
const requestsAtOnce = 16

function authorize({ user, password = '', apiKey }: TargetPlace['login']): Record<string, string> {
  if (user !== undefined) {
    return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }
  }
  return apiKey === undefined ? {} : { 'x-api-token': apiKey }
}

function isNotThere(answer: TargetAnswer): boolean {
  return 'status' in answer && answer.status === 404
}

const tokenHint =
  'Check the API token of Coco: in to_api_key, in SF_EXTRACT_TO_API_KEY, or in the address, coco+https://:TOKEN@HOST.'
const lookThere = 'Check the address of the target, and that it runs.'
const makeDatasource = 'Make it in Coco (POST /datasource/), and write its id at the end of the address.'
