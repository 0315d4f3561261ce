import { passwordRules } from '../../config/addresses/address-credentials.js'
import { ExtractError, isExtractError } from '../../errors/extract-error.js'
import { stateBroken } from '../state-broken.js'

/**
 * What a store met at an address: STATE_UNREACHABLE where it may pass, STATE_BROKEN for all else; an ExtractError stays
 * what it is. `place` has no credentials.
 */
export function storeFailed(place: string, cause: unknown, passes: boolean): ExtractError {
  if (isExtractError(cause)) return cause
  const reason = reasonOf(cause)
  if (passes) {
    return new ExtractError('STATE_UNREACHABLE', `The state at ${place} can't be reached: ${reason}`, {
      hint: 'Start the server, or correct the address in extract.state or SF_EXTRACT_STATE. The next run goes on from the last checkpoint.',
      cause,
    })
  }
  const hint = hints.find(([pattern]) => pattern.test(`${codeOf(cause)} ${reason}`))?.[1]
  if (hint === undefined) return stateBroken(place, cause)
  return new ExtractError('STATE_BROKEN', `The state at ${place} can't be used: ${reason}`, { hint, cause })
}

/** What a thrown thing says. Node throws several errors at once without a text where a name has several addresses. */
export function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  const [first] = cause instanceof AggregateError ? (cause.errors as unknown[]) : []
  return cause.message || (first instanceof Error ? first.message : codeOf(cause)) || cause.name
}

function codeOf(cause: unknown): string {
  const { code } = (cause ?? {}) as { code?: unknown }
  return typeof code === 'string' ? code : ''
}

/** By the codes of PostgreSQL, the words that Redis begins its errors with, and Node's codes for certificates. */
const hints: [RegExp, string][] = [
  [
    /^28|WRONGPASS|NOAUTH|password must be a string/,
    `Check user and password in extract.state or SF_EXTRACT_STATE. ${passwordRules}`,
  ],
  [/^3D000/, 'Create the database with `createdb`, or correct its name in extract.state or SF_EXTRACT_STATE.'],
  [/^42501|^25006/, 'The user needs to create the tables sf_extract and sf_extract_locks, and to read and write them.'],
  [
    /NOPERM/,
    'The user needs the keys `sf-extract*` and the commands EVAL, GET, SET, DEL, ZADD, ZREM, ZRANGE, HSET, HMGET, TIME and PING.',
  ],
  [/\bOOM\b/, 'Raise maxmemory of the server; with any other policy than noeviction it would lose the state.'],
  [
    /^(?:CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS)/,
    'The certificate of the server is not trusted: name its authority in NODE_EXTRA_CA_CERTS.',
  ],
]
