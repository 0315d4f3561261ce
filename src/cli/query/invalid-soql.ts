import { ExtractError, isExtractError } from '../../errors/extract-error.js'

/**
 * What the org refuses about a statement the user wrote, as SOQL_INVALID; any other error stays what it is. A run's own
 * statements fail with the object they are for; this one is a word of the command line.
 */
export function asInvalidSoql(error: unknown): unknown {
  if (!isExtractError(error, 'FIELD_UNKNOWN', 'OBJECT_NOT_FOUND', 'QUERY_REFUSED')) return error
  return new ExtractError('SOQL_INVALID', error.message, { hint: hintOf(error), details: error.details, cause: error })
}

function hintOf({ code, hint, details: { object, httpStatus } }: ExtractError): string | undefined {
  if (code === 'FIELD_UNKNOWN') {
    return `Correct the name in the statement: \`sf-extract describe ${object}\` lists the fields of the object.`
  }
  if (code === 'OBJECT_NOT_FOUND') {
    return 'Correct the name after FROM: `sf-extract describe` lists the objects the run-as user may query.'
  }
  // One that is too long is refused without a call, or with a status of its own: its hint says so.
  return httpStatus === 400 ? soqlInShort : hint
}

const soqlInShort =
  'Correct the statement. SOQL is SELECT fields FROM object WHERE condition ORDER BY field LIMIT number, without *; ' +
  "texts stand in single quotes ('Acme'), numbers and dates (2026-01-05, 2026-01-05T00:00:00Z) without. FIELDS(ALL) " +
  'needs a LIMIT of at most 200.'
