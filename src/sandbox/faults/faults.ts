import type { ObjectSchema } from '../terms.js'

/**
 * What can go wrong on purpose: the name, where it strikes, how often when nothing is said, and what it takes besides
 * what every fault does.
 */
export const FAULTS = {
  /** The caller's session dies; 401 from now on. */
  'expire-session': { stage: 'answer', count: 1 },
  /** A token that logs in but is not for the REST API. */
  'session-not-for-rest': { stage: 'answer', count: Infinity },
  /** `status` with `body` html, json or empty; 503 HTML when nothing is said. */
  status: { stage: 'answer', count: 1, takes: ['status', 'body'] },
  'concurrent-limit': { stage: 'answer', count: 1 },
  /** Too many calls at once, however short. */
  'concurrent-requests': { stage: 'answer', count: 1 },
  /** The org has no REST API. */
  'api-disabled': { stage: 'answer', count: Infinity },
  /** The user may not use the API. */
  'user-api-disabled': { stage: 'answer', count: Infinity },
  'unknown-exception': { stage: 'answer', count: 1 },
  'server-busy': { stage: 'answer', count: 1 },
  'daily-limit': { stage: 'answer', count: Infinity },
  /** A session dies after `pages` next pages that the fault is aimed at. */
  'session-dies': { stage: 'page', count: Infinity, takes: ['pages'] },
  /** A locator of another session is unknown, where the org would say that the session is none. */
  'bound-locators': { stage: 'page', count: Infinity },
  'dead-locator': { stage: 'page', count: 1 },
  /** The same page with the same locator again and again. */
  'endless-locator': { stage: 'page', count: Infinity },
  /** A next page begins `by` rows early: with the last ones of the page before. */
  'repeated-rows': { stage: 'page', count: Infinity, takes: ['by'] },
  /** nextRecordsUrl on another host: `host`, or this org's own when it is `self`. */
  'foreign-locator': { stage: 'result', count: Infinity, takes: ['host'] },
  /** totalSize is off by `by`. */
  'wrong-total': { stage: 'result', count: Infinity, takes: ['by'] },
  /** Child lists end after their first page and say they are complete. */
  'cut-children': { stage: 'result', count: Infinity },
  /** Statements that match more than `rows` rows and don't LIMIT them run too long. */
  'query-timeout': { stage: 'query', count: Infinity, takes: ['rows'] },
  /** Statements that select more than `fields` fields. */
  'query-too-complicated': { stage: 'query', count: Infinity, takes: ['fields'] },
  /** The user doesn't see all records, and the answer would name too many. */
  'operation-too-large': { stage: 'query', count: Infinity },
  /** `object` may be described, not read. */
  'object-403': { stage: 'query', count: Infinity },
  /** FeedItem answers only statements that name Ids. */
  'feed-item-filter': { stage: 'query', count: Infinity },
  /** `field` of `object` can't be filtered, and the describe says so. */
  unfilterable: { stage: 'query', count: Infinity, takes: ['field'] },
  /** The describe of `object` stays as it was when the fault was set. */
  'stale-describe': { stage: 'describe', count: Infinity },
  'describe-500': { stage: 'describe', count: Infinity },
  /** More than 600,000 Ids. */
  'too-many-ids': { stage: 'replication', count: Infinity },
  /** getUpdated and getDeleted cover up to `ms` before now: a transaction is still open. */
  'open-transaction': { stage: 'replication', count: Infinity, takes: ['ms'] },
  /** The user may not see the limits of the org. */
  'limits-hidden': { stage: 'limits', count: Infinity },
  /** The user may not call the Apex class. */
  'apex-forbidden': { stage: 'apex', count: Infinity },
  /** No more query jobs today. */
  'bulk-limit': { stage: 'job', count: Infinity },
  /** The Bulk API doesn't take `object`. */
  'bulk-refused': { stage: 'job', count: Infinity },
  'bulk-failed': { stage: 'job', count: 1, takes: ['description'] },
  /** A job is in progress for its first `polls` polls, or for ever. */
  'bulk-stuck': { stage: 'job', count: Infinity, takes: ['polls'] },
  /** The header counts `by` rows more than the page has. */
  'bulk-short': { stage: 'job', count: 1, takes: ['by'] },
  /** The last page of results has no Sforce-Locator. */
  'bulk-no-locator': { stage: 'job', count: Infinity },
  'bulk-undeletable': { stage: 'job', count: Infinity },
  'no-composite': { stage: 'composite', count: Infinity },
  /** Parts of a composite call come whole, whatever their If-Modified-Since says. */
  'ignored-conditions': { stage: 'composite', count: Infinity },
  /** Sforce-Limit-Info says `used` of `max`. */
  usage: { stage: 'header', count: Infinity, takes: ['used', 'max'] },
  'no-date': { stage: 'header', count: Infinity },
  /** The answer takes `ms`. */
  slow: { stage: 'transport', count: Infinity, takes: ['ms'] },
  /** The connection is closed instead of an answer. */
  reset: { stage: 'transport', count: 1 },
  /** The connection is closed in the middle of the body. */
  'half-body': { stage: 'transport', count: 1 },
  /** A whole HTTP answer whose JSON stops in the middle. */
  'cut-json': { stage: 'transport', count: 1 },
  /** The login is refused with `error` and `description`. */
  'token-refused': { stage: 'token', count: Infinity, takes: ['error', 'description', 'status'] },
  /** The login answers `status` with `body`. */
  'token-status': { stage: 'token', count: 1, takes: ['status', 'body'] },
} as const satisfies Record<string, { stage: string; count: number; takes?: readonly string[] }>

export type FaultName = keyof typeof FAULTS
export type FaultStage = (typeof FAULTS)[FaultName]['stage']

/** A fault as set by an option, `--fault` or the control API. */
export interface FaultSpec {
  name: FaultName
  /** Strikes this many times; the table says how often otherwise. */
  count?: number
  /** Strikes from the nth matching request on, counted from 1. */
  when?: number
  /** A regular expression, in any case, on `GET /path?query` with the query decoded. */
  path?: string
  object?: string
  /** Strikes this page of a result alone, counted from 1. */
  page?: number
  /** Strikes this share of the matching requests, evenly: 0.25 is every fourth. */
  share?: number
  field?: string
  status?: number
  body?: 'html' | 'json' | 'empty'
  error?: string
  description?: string
  host?: string
  ms?: number
  rows?: number
  fields?: number
  pages?: number
  polls?: number
  by?: number
  used?: number
  max?: number
}

/** A fault that struck; a stale describe has the schema it froze. */
export type Strike = FaultSpec & { frozen?: ObjectSchema | undefined }
