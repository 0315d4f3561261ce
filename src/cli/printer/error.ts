import { withoutObject } from '../../errors/error-text.js'
import { isExtractError, reportError, type ExtractError } from '../../errors/extract-error.js'
import { redact } from '../../errors/redact.js'

/**
 * An error as stderr shows it: code, message, object, SOQL, each problem of a configuration, and the hint. A stack is
 * shown only for what is a bug.
 */
export function renderError(error: unknown): string {
  return `${redact(renderLines(error).join('\n'))}\n`
}

/** The same as one JSON object on a line. */
export function renderErrorJson(error: unknown, nowMs: number): string {
  const problems = isExtractError(error) ? error.details.problems : undefined
  const report = reportError(error)
  const facts = {
    level: 'error',
    time: new Date(nowMs).toISOString(),
    event: 'error',
    ...report,
    ...(report.soql === undefined ? {} : { soql: shortenSoql(report.soql) }),
    ...(problems === undefined ? {} : { problems: problems.map(redact) }),
    ...(isBug(error) ? { stack: redact(stackOf(error)), hint: reportRequest } : {}),
  }
  return `${JSON.stringify(facts)}\n`
}

function renderLines(error: unknown): string[] {
  if (!isExtractError(error)) return [`error BUG: ${stackOf(error)}`, `hint: ${reportRequest}`]
  return [
    `error ${error.code}: ${withoutObject(error.message, error.details.object)}`,
    ...renderDetails(error),
    ...(isBug(error) ? [stackOf(error)] : []),
    ...(error.hint === undefined ? [] : [`hint: ${error.hint}`]),
  ]
}

function renderDetails({ message, details: { object, soql, problems = [] } }: ExtractError): string[] {
  return [
    ...problems.filter((problem) => !message.includes(problem)).map((problem) => `  ${problem}`),
    ...(object === undefined ? [] : [`  object: ${object}`]),
    ...(soql === undefined ? [] : [`  SOQL: ${shortenSoql(soql)}`]),
  ]
}

/** A statement as a line of text has it: what is too long to be looked through is cut, with its length. */
export function shortenSoql(soql: string): string {
  if (soql.length <= longestSoql) return soql
  return `${soql.slice(0, longestSoql).toWellFormed()}… (${soql.length.toLocaleString('en-US')} characters)`
}

const longestSoql = 2000

function isBug(error: unknown): boolean {
  return !isExtractError(error) || error.code === 'BUG'
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

const reportRequest = 'This is a bug of sf-extract. Please report it with the lines above and the command you ran.'
