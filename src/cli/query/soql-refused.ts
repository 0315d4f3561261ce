import { ExtractError, isExtractError, type ErrorDetails } from '../../errors/extract-error.js'

/**
 * What a query threw as the one who wrote the statement should meet it: SOQL_INVALID where the org won't have it, and
 * an over-long statement cut.
 */
export function explainRefusal(error: unknown): unknown {
  if (!isExtractError(error)) return error
  const details = { ...error.details, soql: cutStatement(error.details.soql) }
  const hint = hintOf(error, details)
  if (hint === undefined)
    return new ExtractError(error.code, error.message, { hint: error.hint, details, cause: error })
  return new ExtractError('SOQL_INVALID', error.message, { hint, details, cause: error })
}

/** How to mend the statement; undefined where it isn't what is wrong. */
function hintOf({ code, hint }: ExtractError, { object, httpStatus }: ErrorDetails): string | undefined {
  if (code === 'FIELD_UNKNOWN') {
    return `Correct the name in the statement: \`sf-extract describe ${object}\` lists the fields of the object.`
  }
  if (code === 'OBJECT_NOT_FOUND') {
    return 'Correct the name after FROM: `sf-extract describe` lists the objects the run-as user may query.'
  }
  if (code !== 'QUERY_REFUSED') return undefined
  if (httpStatus === 400) return `Correct the statement. ${soqlInShort}`
  return isTooLong(httpStatus) ? hint : undefined
}

/** Such a statement is refused without a call, or with one of two statuses. */
function isTooLong(httpStatus: number | undefined): boolean {
  return httpStatus === undefined || httpStatus === 414 || httpStatus === 431
}

const soqlInShort =
  'SOQL is SELECT fields FROM object WHERE condition ORDER BY field LIMIT number, without *; texts stand in single ' +
  "quotes ('Acme'), dates (2026-01-05, 2026-01-05T09:30:00Z) and numbers without."

const longestStatement = 1000

function cutStatement(soql: string | undefined): string | undefined {
  if (soql === undefined || soql.length <= longestStatement) return soql
  return `${soql.slice(0, longestStatement).toWellFormed()}… (${soql.length.toLocaleString('en-US')} characters)`
}
