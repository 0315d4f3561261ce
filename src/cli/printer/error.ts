import { isExtractError, reportError, type ExtractError } from '../../errors/extract-error.js'
import { redact } from '../../errors/redact.js'
import { aboutObject } from './texts/about-object.js'
import { excerptSoql } from './texts/excerpt.js'
import { printable, printableJson } from '../terminal/printable.js'

/**
 * An error as stderr shows it: code, message, object, SOQL, each problem of a configuration, and the hint. A stack is
 * shown only for what is a bug.
 */
export function renderError(error: unknown): string {
  return `${printable(renderLines(error).join('\n'))}\n`
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
    soql: report.soql && excerptSoql(report.soql, report.place),
    ...(problems === undefined ? {} : { problems: problems.map(redact) }),
    ...(isBug(error) ? { stack: redact(stackOf(error)), hint: reportRequest } : {}),
  }
  return `${printableJson(facts)}\n`
}

function renderLines(error: unknown): string[] {
  if (!isExtractError(error)) return [`error BUG: ${stackOf(error)}`, `hint: ${reportRequest}`]
  return [
    `error ${error.code}: ${error.message}`,
    ...renderDetails(error),
    ...(isBug(error) ? [stackOf(error)] : []),
    ...(error.hint === undefined ? [] : [`hint: ${error.hint}`]),
  ]
}

function renderDetails({ message, details: { object, soql, place, problems = [] } }: ExtractError): string[] {
  return [
    ...problems.filter((problem) => !message.includes(problem)).map((problem) => `  ${problem}`),
    ...(object === undefined || aboutObject(object, message) === message ? [] : [`  object: ${object}`]),
    ...(soql === undefined ? [] : [`  SOQL: ${excerptSoql(soql, place)}`]),
  ]
}

function isBug(error: unknown): boolean {
  return !isExtractError(error) || error.code === 'BUG'
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

const reportRequest = 'This is a bug of sf-extract. Please report it with the lines above and the command you ran.'
