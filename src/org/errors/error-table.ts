import type { ErrorCode } from '../../errors/codes.js'
import { hints } from './hints.js'
import type { OrgProblem } from './read-error.js'
import type { Subject } from './subject.js'
import { asksForFilter, isTooComplicated, readStatementFault } from './statement-errors.js'

/**
 * What is done about an error of the org.
 * - retry: passes by itself; the same call again after a wait
 * - renew: the token is dead; one login, then the same call once more
 * - reopen: the locator is dead; the caller queries anew after the last row it wrote
 * - split: the statement is too much; the caller asks for less of it
 * - heal: the field cache is stale; the caller reads the describe again
 * - fail: this object fails, the others go on
 * - stop: the run ends
 */
export type Treatment = 'retry' | 'renew' | 'reopen' | 'split' | 'heal' | 'fail' | 'stop'

export interface ErrorRule {
  /** HTTP statuses, as numbers or as `5xx`; any where absent. */
  statuses?: (number | `${number}xx`)[]
  /** Salesforce's codes, or a beginning of them with `*`; any, or none at all, where absent. */
  codes?: string[]
  /** A name in the text that no translation changes. */
  names?: RegExp
  /** What the text says of the statement, in any language. */
  when?: (problem: OrgProblem, subject: Subject) => boolean
  /** The rule is for pages for people alone, which the REST API never sends. */
  isPage?: true
  /** The rule is for calls that follow a query locator alone, or for those that fetch a file's content. */
  on?: 'locator' | 'content'
  treatment: Treatment
  /** The code of the error that is thrown where the treatment doesn't help. */
  as: ErrorCode
  hint: string
}

/** The first rule that fits; the last one fits everything. */
export function findRule(problem: OrgProblem, subject: Subject = {}, on?: ErrorRule['on']): ErrorRule {
  const { status, salesforceCode, message, isPage } = problem
  const rule = errorTable.find(
    (candidate) =>
      (candidate.on === undefined || candidate.on === on) &&
      (candidate.isPage === undefined || candidate.isPage === isPage) &&
      (candidate.statuses?.some((pattern) => isStatus(pattern, status)) ?? true) &&
      (candidate.codes?.some((pattern) => isCode(pattern, salesforceCode)) ?? true) &&
      (candidate.names?.test(message) ?? true) &&
      (candidate.when?.(problem, subject) ?? true),
  )
  return rule ?? anythingElse
}

function isStatus(pattern: number | string, status: number): boolean {
  return typeof pattern === 'number' ? pattern === status : `${Math.floor(status / 100)}xx` === pattern
}

function isCode(pattern: string, code = ''): boolean {
  return pattern.endsWith('*') ? code.startsWith(pattern.slice(0, -1)) : code === pattern
}

function isMisuse(problem: OrgProblem, subject: Subject): boolean {
  return readStatementFault(problem, subject).misused !== undefined
}

function isUnknownName(problem: OrgProblem, subject: Subject): boolean {
  return readStatementFault(problem, subject).unknown !== undefined
}

/** A list of deletions has none. */
function isOfStatement(_problem: OrgProblem, { soql }: Subject): boolean {
  return soql !== undefined
}

const anythingElse: ErrorRule = { treatment: 'fail', as: 'QUERY_REFUSED', hint: hints.statement }

/** A token of another API, or of an agent's app. An expired one is told of without a name. */
const otherUse = /\bREST API\b|\bAgent\b/
const unreadable = ['FORBIDDEN', 'FUNCTIONALITY_NOT_ENABLED', 'INSUFFICIENT_ACCESS*']
const tooMuch = ['QUERY_TIMEOUT', 'REQUEST_RUNNING_TOO_LONG', 'QUERY_TOO_COMPLICATED']
const tooManyIds = ['EXCEEDED_ID_LIMIT']
const malformed = ['MALFORMED_QUERY']
const busy = ['SERVER_UNAVAILABLE', 'UNABLE_TO_LOCK_ROW']
const session = ['INVALID_SESSION_ID', 'InvalidSessionId']
const limit = ['REQUEST_LIMIT_EXCEEDED']

/**
 * The one table from Salesforce's errors to their treatment, most special first.
 * Source: REST API Developer Guide, "Status Codes and Error Responses"; texts as recorded from real orgs.
 */
export const errorTable: ErrorRule[] = [
  // The session. The Bulk API reports an expired one with status 400 and in another spelling.
  { codes: session, names: otherUse, treatment: 'stop', as: 'SESSION_NOT_FOR_API', hint: hints.apiAccess },
  { codes: session, treatment: 'renew', as: 'SESSION_NOT_FOR_API', hint: hints.apiAccess },
  { statuses: [401], treatment: 'renew', as: 'SESSION_NOT_FOR_API', hint: hints.apiAccess },
  { codes: ['API_DISABLED_FOR_ORG'], treatment: 'stop', as: 'SESSION_NOT_FOR_API', hint: hints.apiOff },
  { codes: ['API_CURRENTLY_DISABLED'], treatment: 'stop', as: 'LOGIN_NOT_PERMITTED', hint: hints.apiAccess },

  // Limits. One code for both kinds: the daily limit ends the run, the concurrent one passes within seconds.
  { codes: limit, names: /TotalRequests/, treatment: 'stop', as: 'QUOTA_REACHED', hint: hints.quota },
  { codes: limit, names: /Concurrent/, treatment: 'retry', as: 'ORG_UNAVAILABLE', hint: hints.concurrent },
  { codes: limit, treatment: 'retry', as: 'QUOTA_REACHED', hint: hints.quota },

  // Locators.
  { codes: ['INVALID_QUERY_LOCATOR'], treatment: 'reopen', as: 'LOCATOR_LOST', hint: hints.locator },
  { on: 'locator', statuses: [404, 410], treatment: 'reopen', as: 'LOCATOR_LOST', hint: hints.locator },

  // The content of a file: a redirect leads to where some handler keeps it, and is not followed.
  { on: 'content', statuses: ['3xx'], treatment: 'fail', as: 'FOREIGN_ADDRESS', hint: hints.fileElsewhere },
  { on: 'content', statuses: [404], treatment: 'fail', as: 'OBJECT_NOT_FOUND', hint: hints.objectName },

  // Statements. The name of a parent or a child list that is gone comes under several codes.
  { codes: tooMuch, treatment: 'split', as: 'QUERY_TIMEOUT', hint: hints.tooMuch },
  { codes: ['OPERATION_TOO_LARGE'], treatment: 'split', as: 'QUERY_TIMEOUT', hint: hints.tooManyParents },
  { codes: malformed, when: isTooComplicated, treatment: 'split', as: 'QUERY_TIMEOUT', hint: hints.tooMuch },
  { codes: ['INVALID_FIELD'], when: isMisuse, treatment: 'fail', as: 'QUERY_REFUSED', hint: hints.statement },
  { codes: ['INVALID_FIELD'], treatment: 'heal', as: 'FIELD_UNKNOWN', hint: hints.field },
  { codes: ['INVALID_TYPE'], when: isUnknownName, treatment: 'heal', as: 'FIELD_UNKNOWN', hint: hints.field },
  { codes: ['INVALID_TYPE'], treatment: 'fail', as: 'OBJECT_NOT_FOUND', hint: hints.objectName },
  { codes: ['INVALID_TYPE_FOR_OPERATION'], treatment: 'fail', as: 'QUERY_REFUSED', hint: hints.childOnly },
  { codes: malformed, when: asksForFilter, treatment: 'fail', as: 'ACCESS_DENIED', hint: hints.filterRequired },
  { codes: ['EXTERNAL_OBJECT*'], treatment: 'fail', as: 'QUERY_REFUSED', hint: hints.filterNamed },
  { codes: tooManyIds, when: isOfStatement, treatment: 'fail', as: 'QUERY_REFUSED', hint: hints.aggregate },
  { codes: tooManyIds, treatment: 'fail', as: 'QUERY_REFUSED', hint: hints.tooManyDeletions },
  { statuses: [414], treatment: 'fail', as: 'QUERY_REFUSED', hint: hints.tooLong },
  { statuses: [431], treatment: 'fail', as: 'QUERY_REFUSED', hint: hints.headersTooLong },

  // Access.
  { codes: ['TXN_SECURITY*'], treatment: 'fail', as: 'ACCESS_DENIED', hint: hints.transactionSecurity },
  { codes: unreadable, treatment: 'fail', as: 'ACCESS_DENIED', hint: hints.access },

  // What passes by itself. 420: the edge has no route to the host yet; 406: seen from real orgs, without a body.
  { codes: busy, treatment: 'retry', as: 'ORG_UNAVAILABLE', hint: hints.outage },
  { statuses: [406, 420, 429, '5xx'], treatment: 'retry', as: 'ORG_UNAVAILABLE', hint: hints.outage },

  // Addresses.
  { codes: ['UNSUPPORTED_API_VERSION'], treatment: 'stop', as: 'CONFIG_INVALID', hint: hints.apiVersion },
  { statuses: [410], treatment: 'stop', as: 'CONFIG_INVALID', hint: hints.apiVersion },
  { codes: ['URL_NOT_RESET'], treatment: 'renew', as: 'ORG_MOVED', hint: hints.moved },
  { statuses: ['3xx'], treatment: 'stop', as: 'ORG_MOVED', hint: hints.moved },
  { statuses: [404], isPage: true, treatment: 'stop', as: 'ORG_MOVED', hint: hints.moved },
  { statuses: [403], treatment: 'fail', as: 'ACCESS_DENIED', hint: hints.access },
  { statuses: [404], treatment: 'fail', as: 'OBJECT_NOT_FOUND', hint: hints.objectName },

  // MALFORMED_QUERY, MALFORMED_ID, INVALID_TERM, NUMBER_OUTSIDE_VALID_RANGE and whatever else the org refuses.
  anythingElse,
]
