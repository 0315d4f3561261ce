import type { OrgProblem } from './read-error.js'
import type { Subject } from './subject.js'

/** What a refusal of a statement is about, told by the names in it and the statement itself, in any language. */
export interface StatementFault {
  /** The field, parent or child list that the org doesn't know, and the sObject it looked in, where it says so. */
  unknown?: { name: string; entity?: string }
  /** The field that can't be filtered, sorted or grouped by, or not by such a value. */
  misused?: string
}

/**
 * Reads the fault out of an INVALID_FIELD or INVALID_TYPE. A column that doesn't exist comes with the sObject it is
 * missing from: two names. A relationship is alone, and stands in the statement before a dot or as a child list.
 * Another name alone is that of a field that is there, in a place where it may not be.
 */
export function readStatementFault({ salesforceCode, names = [] }: OrgProblem, { soql = '' }: Subject): StatementFault {
  const isField = salesforceCode === 'INVALID_FIELD'
  const [first, second] = names
  if (first === undefined || (!isField && salesforceCode !== 'INVALID_TYPE')) return {}
  if (isField && second !== undefined) return { unknown: orderNames(first, second, soql) }
  if (isRelationship(first, soql)) return { unknown: { name: first } }
  return isField ? { misused: first } : {}
}

/** English names the column first, Japanese the sObject: the column is the one that the statement asks for. */
function orderNames(first: string, second: string, soql: string): { name: string; entity: string } {
  const isAskedFor = (name: string) => new RegExp(String.raw`(?<!\bFROM\s+)\b${escapeDots(name)}\b`, 'i').test(soql)
  return !isAskedFor(first) && isAskedFor(second) ? { name: second, entity: first } : { name: first, entity: second }
}

function isRelationship(name: string, soql: string): boolean {
  const escaped = escapeDots(name)
  return new RegExp(String.raw`\b${escaped}\.\w|\(\s*SELECT\s[^()]*\sFROM\s+${escaped}\b`, 'i').test(soql)
}

function escapeDots(name: string): string {
  return name.replaceAll('.', String.raw`\.`)
}

/**
 * Whether a MALFORMED_QUERY is a restriction on what has to be filtered by: it is about no place or quoted word of the
 * statement, and names Id fields.
 */
export function asksForFilter(problem: OrgProblem): boolean {
  return isUnspecific(problem) && /\b\w*Id\b/.test(problem.message)
}

/** Whether a MALFORMED_QUERY says that the statement is too complicated, which it does in words alone. */
export function isTooComplicated(problem: OrgProblem, { soql = '' }: Subject = {}): boolean {
  if (!isUnspecific(problem) || asksForFilter(problem)) return false
  // In another language the words are not known. To ask for less is no harm where they mean something else.
  const isForeign = /\P{ASCII}/u.test(problem.message)
  return /too complicated/i.test(problem.message) || isForeign || soql.length > plainLength
}

/** A statement of fewer characters is none that is too complicated for an org. */
const plainLength = 4000

function isUnspecific({ salesforceCode, names = [], place }: OrgProblem): boolean {
  return salesforceCode === 'MALFORMED_QUERY' && names.length === 0 && place === undefined
}
