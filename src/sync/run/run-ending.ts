import type { ErrorCode } from '../../errors/codes.js'
import { isExtractError } from '../../errors/extract-error.js'

/**
 * Whether an error ends the whole run rather than one object: the login, the quota, the sink, the state, an interrupt,
 * a lost lock, an API version the org doesn't have, or an org that can't be reached at all or redirects. A 5xx for one
 * statement fails its object alone, and so does a next page elsewhere.
 */
export function endsRun(error: unknown): boolean {
  if (!isExtractError(error)) return true
  if (error.code === 'ORG_UNREACHABLE') return error.details.httpStatus === undefined
  if (error.code === 'FOREIGN_ADDRESS') return error.details.httpStatus !== undefined
  return error.code.startsWith('LOGIN_') || runEnding.has(error.code)
}

/**
 * Whether nothing may be kept after this error: the documents have nowhere to go, the state can't be written, or
 * another run has taken the datasource over.
 */
export function forbidsKeeping(error: unknown): boolean {
  return isExtractError(error, 'SINK_CLOSED', 'OUTPUT_FAILED', 'STATE_BROKEN', 'LOCK_HELD')
}

const runEnding = new Set<ErrorCode>([
  'CONFIG_INVALID',
  'SESSION_NOT_FOR_API',
  'QUOTA_REACHED',
  'SINK_CLOSED',
  'OUTPUT_FAILED',
  'STATE_BROKEN',
  'INTERRUPTED',
  'LOCK_HELD',
  'BUG',
])
