/** The conditions of a WHERE clause. */
import { ExtractError } from '../errors/extract-error.js'
import { checkedPath } from './names.js'
import { endingIn, renderValue, type Value } from './values.js'

/** A part of a WHERE clause, made by the functions of this file only. */
export interface Condition {
  readonly text: string
  readonly joined?: 'AND' | 'OR'
}

/** The field has the value; `null` stands for an empty field. */
export const equals = (field: string, value: Value): Condition => compare(field, '=', value)
/** The field has another value; `null` stands for none: the field holds something. */
export const notEquals = (field: string, value: Value): Condition => compare(field, '!=', value)
/** The field is greater or later than the value. */
export const above = (field: string, value: Value): Condition => compare(field, '>', value)
/** The field is the value, or greater or later. */
export const atLeast = (field: string, value: Value): Condition => compare(field, '>=', value)
/** The field is smaller or earlier than the value. */
export const below = (field: string, value: Value): Condition => compare(field, '<', value)
/** The field is the value, or smaller or earlier. */
export const atMost = (field: string, value: Value): Condition => compare(field, '<=', value)

/**
 * The field is one of the values. No blanks between them: a URL holds more Ids so. Throws BUG for no values: SOQL has
 * no empty list.
 */
export function isIn(field: string, values: Value[]): Condition {
  if (values.length === 0) throw new ExtractError('BUG', `An empty IN list on ${field}.`)
  return { text: `${checkedPath(field)} IN (${values.map(renderValue).join(',')})` }
}

/** The text ends like this, in letters of whatever case. */
export const endsWith = (field: string, ending: string): Condition => compare(field, 'LIKE', endingIn(ending))

/** All hold. Without conditions there is nothing to hold. */
export function and(...conditions: (Condition | undefined)[]): Condition {
  return join('AND', conditions)
}

/** At least one holds. Throws BUG without conditions, since no condition would mean every row. */
export function or(...conditions: Condition[]): Condition {
  if (conditions.length === 0) throw new ExtractError('BUG', 'An OR of nothing.')
  return join('OR', conditions)
}

/** A condition in the user's own SOQL, kept whole by parentheses; a blank one is none. */
export function raw(condition: string): Condition {
  const text = condition.trim()
  return { text: text === '' ? '' : `(${text})` }
}

function compare(field: string, operator: string, value: Value): Condition {
  return { text: `${checkedPath(field)} ${operator} ${renderValue(value)}` }
}

// Salesforce refuses AND beside OR without parentheses, so a joined part inside a join always gets them.
function join(word: 'AND' | 'OR', conditions: (Condition | undefined)[]): Condition {
  const parts = conditions.filter((condition) => condition !== undefined && condition.text !== '') as Condition[]
  const [only] = parts
  if (only === undefined) return { text: '' }
  if (parts.length === 1) return only
  const texts = parts.map((part) => (part.joined === undefined || part.joined === word ? part.text : `(${part.text})`))
  return { text: texts.join(` ${word} `), joined: word }
}
