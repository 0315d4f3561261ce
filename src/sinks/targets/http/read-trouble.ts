import type { BatchAnswer } from '../batches.js'
import { parseRetryAfter } from '../../../network/retry-after.js'
import { targetFailed } from '../target-failed.js'
import type { TargetAnswer } from './exchange.js'

export interface TroubleRules {
  /** What messages call the target. */
  name: string
  /** Statuses that are for what was sent: with fewer documents it may be taken. */
  ofDocuments: number[]
  /** What to look at when the login is refused. */
  login: string
}

export type Trouble = BatchAnswer & { reason: string }

/** An answer that is good. */
export type GoodAnswer = Exclude<TargetAnswer, { failure: string }>

/** True where it is a success. */
export function isGood(answer: TargetAnswer): answer is GoodAnswer {
  return 'status' in answer && answer.status >= 200 && answer.status < 300
}

/**
 * What an answer that is no success means for what was sent: whether to send it again, or less of it. Throws
 * TARGET_FAILED for what doesn't pass and is everybody's.
 */
export function readTrouble(answer: TargetAnswer, { name, ofDocuments, login }: TroubleRules): Trouble {
  if ('failure' in answer) return { reason: `gives no answer (${answer.failure})` }
  const { status, text, headers } = answer
  const said = describeBody(text)
  const reason = `answers with HTTP ${status}${said === '' ? '' : `: ${said}`}`
  if (ofDocuments.includes(status)) return { isTooLarge: true, reason }
  if (passing.has(status) || status >= 500) return { reason, waitMs: parseRetryAfter(answer) }
  if (status === 401 || status === 403) throw targetFailed(name, reason, login)
  const to = headers['location']
  throw targetFailed(name, reason, to === undefined ? lookAtAddress : `${leadsElsewhere}: ${withoutQuery(String(to))}`)
}

/** Request Timeout, Conflict (the same is still being worked on), Too Early and Too Many Requests (RFC 9110, 6585). */
const passing = new Set([408, 409, 425, 429])

const leadsElsewhere = 'It leads elsewhere, and redirects are not followed'

/** What follows may be a ticket that lets whoever has it in. */
function withoutQuery(address: string): string {
  return address.replace(/\/\/[^/]*@/, '//').replace(/[?#].*$/s, '')
}

const lookAtAddress = 'Check the address of the target.'

/**
 * A success as JSON, an object that has `key`. Throws TARGET_FAILED for anything else, such as a page that a proxy or a
 * sign-in shows in place of an answer.
 */
export function readAnswer<Answer extends object>({ text }: GoodAnswer, key: keyof Answer & string, name: string) {
  try {
    const answer: unknown = JSON.parse(text)
    if (typeof answer === 'object' && answer !== null && key in answer) return answer as Answer
  } catch {
    // As below.
  }
  throw targetFailed(name, `answers with something else than ${key}: ${describeBody(text)}`, lookForPage)
}

/** Where a success is none of the target's. */
export const lookForPage = 'A sign-in page or a proxy stands before the target, or its address is another one.'

/** What an answer says went wrong: the message of a JSON error, or the beginning of its text. */
export function describeBody(text: string): string {
  try {
    const { message, error, reason } = JSON.parse(text) as Record<string, unknown>
    const inner = typeof error === 'object' && error !== null ? (error as Record<string, unknown>)['reason'] : error
    const said = [message, inner, reason].find((each) => typeof each === 'string')
    if (said !== undefined) return said as string
  } catch {
    // It is no JSON.
  }
  const plain = text
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return plain.length > longestText ? `${plain.slice(0, longestText)}…` : plain
}

const longestText = 200
