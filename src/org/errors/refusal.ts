import { ExtractError } from '../../errors/extract-error.js'
import type { ErrorDetails } from '../../errors/extract-error.js'
import type { ErrorRule } from './error-table.js'
import { hints, renderHint, renderNetworkHint } from './hints.js'
import { headersTooLarge, tooLarge } from '../http/http.js'
import type { HttpAnswer, NoAnswer } from '../http/http.js'
import { isWebPage, readError } from './read-error.js'
import type { OrgProblem } from './read-error.js'
import { readStatementFault } from './statement-errors.js'
import type { Subject } from './subject.js'

/** The error for an answer that refuses; `tries` above 1 says how often it was asked for. */
export function buildRefusal(rule: ErrorRule, problem: OrgProblem, subject: Subject, tries = 1): ExtractError {
  const { status, salesforceCode, message } = problem
  const { unknown, misused } = readStatementFault(problem, subject)
  const where = [salesforceCode, `HTTP ${status}`].filter((part) => part !== undefined && part !== message).join(', ')
  const text = `${message}${where === '' ? '' : ` (${where})`}${renderTries(tries)}`
  return new ExtractError(rule.as, about(subject, text), {
    hint: renderHint(rule.hint, subject.sobject),
    details: {
      ...buildDetails(subject),
      httpStatus: status,
      salesforceCode,
      field: unknown?.name,
      entity: unknown?.entity,
      misused,
      place: problem.place,
    },
  })
}

/** The error for an org that gave no whole answer to any try. */
export function buildUnreachable(from: NoAnswer, host: string, subject: Subject, tries: number): ExtractError {
  const way = from.via === undefined ? '' : ` through the proxy ${from.via}`
  const text = `No answer from ${host}${way}: ${renderFailure(from)}${renderTries(tries)}`
  return new ExtractError('ORG_UNREACHABLE', about(subject, text), {
    hint: `${renderNetworkHint(from.via)} ${hints.outage}`,
    details: buildDetails(subject),
  })
}

/**
 * The error for a login that only servers in trouble have answered. As without an answer nothing of the org is in
 * reach.
 */
export function buildLoginUnavailable(
  problem: OrgProblem,
  host: string,
  via: string | undefined,
  tries: number,
): ExtractError {
  const { status, message, isPage } = problem
  const said = renderFailure({ failure: `HTTP ${status}`, message })
  return new ExtractError('ORG_UNREACHABLE', `The login at ${host} failed: ${said}${renderTries(tries)}`, {
    hint: isPage ? `${renderNetworkHint(via)} ${hints.outage}` : hints.outage,
    details: { httpStatus: status },
  })
}

/** The error for a call of several parts that took longer than the settings allow. */
export function buildTimedOut(host: string): ExtractError {
  return new ExtractError('QUERY_TIMEOUT', `No answer from ${host} in time to several requests at once`, {
    hint: hints.tooMuch,
  })
}

/** What a connection came to, with Node's code. A 5xx without a body is its status and no more. */
export function renderFailure({ failure, message }: NoAnswer): string {
  return message === failure ? message : `${message} (${failure})`
}

/** The error for an answer that is no JSON: cut short, or the page of a proxy or of the org's maintenance. */
export function buildNoJson({ status, body, via }: HttpAnswer, subject: Subject, tries: number): ExtractError {
  if (!isWebPage(body)) return buildBadAnswer("it isn't complete JSON", subject, tries)
  const message = `a web page came instead of JSON: ${readError(status, body).message}`
  const hint = `Something on the way answers in the org's stead. ${renderNetworkHint(via)} ${hints.outage}`
  return buildRefusal({ treatment: 'retry', as: 'ORG_UNAVAILABLE', hint }, { status, message }, subject, tries)
}

/** The error for an answer that is not what the API promises. */
export function buildBadAnswer(what: string, subject: Subject, tries = 1): ExtractError {
  const text = `The org's answer can't be used: ${what}${renderTries(tries)}`
  return new ExtractError('BAD_ANSWER', about(subject, text), { hint: hints.report, details: buildDetails(subject) })
}

/** Throws BAD_ANSWER for an answer that is longer than may be read: it would be as long another time. */
export function validateSize({ failure, message }: NoAnswer, subject: Subject): void {
  if (failure !== tooLarge && failure !== headersTooLarge) return
  const what = failure === tooLarge ? message : 'its headers are longer than 16 KiB'
  throw new ExtractError('BAD_ANSWER', about(subject, `The org's answer can't be used: ${what}`), {
    hint: hints.tooLarge,
    details: { ...buildDetails(subject), size: 'too large' },
  })
}

/** The error for an answer that ended before all the rows it announced. */
export function buildShortAnswer(rows: number, announced: number, subject: Subject): ExtractError {
  const text = `The org announced ${announced} rows and sent ${rows}, twice`
  return new ExtractError('BAD_ANSWER', about(subject, text), {
    hint: renderHint(hints.short, subject.sobject),
    details: { ...buildDetails(subject), size: 'short' },
  })
}

/** How often something was tried, where that is more than once. */
export function renderTries(tries: number): string {
  return tries > 1 ? `, after ${tries} tries` : ''
}

/** What an error says, with the sObject it is about. */
export function about({ sobject }: Subject, text: string): string {
  return sobject === undefined ? text : `${sobject}: ${text}`
}

/** The details that name the sObject and the statement. */
export function buildDetails({ sobject, soql }: Subject): ErrorDetails {
  return { object: sobject, soql }
}
