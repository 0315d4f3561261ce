import type { ObjectSchema } from '../terms.js'

/** What can go wrong on purpose: the name, where it strikes, and how often when nothing is said. */
export const FAULTS = {
  /** The caller's session dies; 401 from now on. */
  'expire-session': { stage: 'answer', count: 1 },
  /** A token that logs in but is not for the REST API. */
  'session-not-for-rest': { stage: 'answer', count: Infinity },
  /** `status` with `body` html, json or empty; 503 HTML when nothing is said. */
  status: { stage: 'answer', count: 1 },
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
  'session-dies': { stage: 'page', count: Infinity },
  /** A locator of another session is unknown, where the org would say that the session is none. */
  'bound-locators': { stage: 'page', count: Infinity },
  'dead-locator': { stage: 'page', count: 1 },
  /** The same page with the same locator again and again. */
  'endless-locator': { stage: 'page', count: Infinity },
  /** A next page begins `by` rows early: with the last ones of the page before. */
  'repeated-rows': { stage: 'page', count: Infinity },
  /** nextRecordsUrl on another host: `host`, or this org's own when it is `self`. */
  'foreign-locator': { stage: 'result', count: Infinity },
  /** totalSize is off by `by`. */
  'wrong-total': { stage: 'result', count: Infinity },
  /** Child lists end after their first page and say they are complete. */
  'cut-children': { stage: 'result', count: Infinity },
  /** Statements that match more than `rows` rows and don't LIMIT them run too long. */
  'query-timeout': { stage: 'query', count: Infinity },
  /** Statements that select more than `fields` fields. */
  'query-too-complicated': { stage: 'query', count: Infinity },
  /** The user doesn't see all records, and the answer would name too many. */
  'operation-too-large': { stage: 'query', count: Infinity },
  /** `object` may be described, not read. */
  'object-403': { stage: 'query', count: Infinity },
  /** FeedItem answers only statements that name Ids. */
  'feed-item-filter': { stage: 'query', count: Infinity },
  /** `field` of `object` can't be filtered, and the describe says so. */
  unfilterable: { stage: 'query', count: Infinity },
  /** The describe of `object` stays as it was when the fault was set. */
  'stale-describe': { stage: 'describe', count: Infinity },
  'describe-500': { stage: 'describe', count: Infinity },
  /** More than 600,000 Ids. */
  'too-many-ids': { stage: 'replication', count: Infinity },
  /** getUpdated and getDeleted cover up to `ms` before now: a transaction is still open. */
  'open-transaction': { stage: 'replication', count: Infinity },
  /** The user may not see the limits of the org. */
  'limits-hidden': { stage: 'limits', count: Infinity },
  /** The user may not call the Apex class. */
  'apex-forbidden': { stage: 'apex', count: Infinity },
  /** No more query jobs today. */
  'bulk-limit': { stage: 'job', count: Infinity },
  /** The Bulk API doesn't take `object`. */
  'bulk-refused': { stage: 'job', count: Infinity },
  'bulk-failed': { stage: 'job', count: 1 },
  /** A job is in progress for its first `polls` polls, or for ever. */
  'bulk-stuck': { stage: 'job', count: Infinity },
  /** The header counts `by` rows more than the page has. */
  'bulk-short': { stage: 'job', count: 1 },
  /** The last page of results has no Sforce-Locator. */
  'bulk-no-locator': { stage: 'job', count: Infinity },
  'bulk-undeletable': { stage: 'job', count: Infinity },
  'no-composite': { stage: 'composite', count: Infinity },
  /** Parts of a composite call come whole, whatever their If-Modified-Since says. */
  'ignored-conditions': { stage: 'composite', count: Infinity },
  /** Sforce-Limit-Info says `used` of `max`. */
  usage: { stage: 'header', count: Infinity },
  'no-date': { stage: 'header', count: Infinity },
  /** The answer takes `ms`. */
  slow: { stage: 'transport', count: Infinity },
  /** The connection is closed instead of an answer. */
  reset: { stage: 'transport', count: 1 },
  /** The connection is closed in the middle of the body. */
  'half-body': { stage: 'transport', count: 1 },
  /** A whole HTTP answer whose JSON stops in the middle. */
  'cut-json': { stage: 'transport', count: 1 },
  /** The login is refused with `error` and `description`. */
  'token-refused': { stage: 'token', count: Infinity },
  /** The login answers `status` with `body`. */
  'token-status': { stage: 'token', count: 1 },
} as const satisfies Record<string, { stage: string; count: number }>

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

/**
 * `status:status=503,count=2` as a fault. Throws for what `validateFault` refuses, and where a number is none. A comma
 * can't be part of a value.
 */
export function parseFault(text: string): FaultSpec {
  const [name = '', properties] = text.split(/:(.*)/s)
  const spec: Record<string, unknown> = { name }
  for (const pair of properties === undefined ? [] : properties.split(',')) {
    const [key = '', value = ''] = pair.split(/=(.*)/s)
    spec[key] = NUMBER_PROPERTIES.has(key) && value !== '' ? Number(value) : value
  }
  validateFault(spec)
  return spec
}

/** Throws for an unknown name or property, and for a value that no fault can have. */
export function validateFault(spec: unknown): asserts spec is FaultSpec {
  const { name, ...properties } = (spec ?? {}) as Record<string, unknown>
  if (typeof name !== 'string' || !Object.hasOwn(FAULTS, name)) {
    throw new Error(`unknown fault '${String(name)}'; known: ${Object.keys(FAULTS).join(', ')}`)
  }
  for (const [key, value] of Object.entries(properties)) {
    const complaint = complaintAbout(key, value)
    if (complaint === 'unknown') throw new Error(`unknown property '${key}' of fault '${name}'`)
    if (complaint !== undefined) throw new Error(`'${key}' of fault '${name}' must be ${complaint}`)
  }
  const missing = NEEDED_PROPERTIES[name as FaultName]?.find((key) => !properties[key])
  if (missing !== undefined) throw new Error(`fault '${name}' needs '${missing}'`)
}

const NUMBER_PROPERTIES = new Set([
  'count',
  'when',
  'status',
  'ms',
  'rows',
  'fields',
  'pages',
  'polls',
  'by',
  'used',
  'max',
  'page',
  'share',
])
const TEXT_PROPERTIES = new Set(['path', 'object', 'field', 'body', 'error', 'description', 'host'])
const BODIES = new Set<unknown>(['html', 'json', 'empty'])
/** Without these a fault would never strike. */
const NEEDED_PROPERTIES: Partial<Record<FaultName, string[]>> = {
  unfilterable: ['object', 'field'],
  'stale-describe': ['object'],
}

/** What the value of a property has to be; `unknown` where there is no such property. */
function complaintAbout(key: string, value: unknown): string | undefined {
  // A count of Infinity is null in JSON: as often as the table says.
  if (value === undefined || (value === null && key === 'count')) return undefined
  if (NUMBER_PROPERTIES.has(key)) {
    if (typeof value !== 'number' || Number.isNaN(value)) return 'a number'
    const isStatus = Number.isInteger(value) && value >= 200 && value <= 599
    return key === 'status' && !isStatus ? 'a status from 200 to 599' : undefined
  }
  if (!TEXT_PROPERTIES.has(key)) return 'unknown'
  if (typeof value !== 'string') return 'text'
  if (key === 'body' && !BODIES.has(value)) return 'html, json or empty'
  return key === 'path' && !isPattern(value) ? 'a regular expression' : undefined
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'i') instanceof RegExp
  } catch {
    return false
  }
}
