import { ExtractError, isExtractError } from '../../errors/extract-error.js'

/**
 * What the org refuses about a statement the user wrote, as SOQL_INVALID; any other error stays what it is. A run's own
 * statements fail with the object they are for; this one is a word of the command line.
 */
export function asInvalidSoql(error: unknown): unknown {
  if (!isExtractError(error, 'FIELD_UNKNOWN', 'OBJECT_NOT_FOUND', 'QUERY_REFUSED')) return error
  return new ExtractError('SOQL_INVALID', error.message, { hint, details: error.details, cause: error })
}

const hint =
  'SOQL names fields by their API names (`sf-extract describe Account` lists them), has no *, and quotes texts with ' +
  "'. Dates stand without quotes: CreatedDate > 2026-01-05T00:00:00Z. FIELDS(ALL) needs a LIMIT of at most 200."
