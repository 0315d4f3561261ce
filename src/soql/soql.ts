/** The one place that writes or escapes SOQL: statements are built from checked names and typed values. */
import { ExtractError } from '../errors/extract-error.js'
import type { RecordId, Stamp } from '../terms.js'
import { longestFit } from './longest-fit.js'

/** A statement under construction. Each method returns a new one; the old one stays as it was. */
export interface Soql {
  /** Selects Id, which always stands first. */
  id(): Soql
  /** Selects the stamps every run needs; with `readable`, only those of them that are in it. */
  metaFields(readable?: Iterable<string>): Soql
  /** Selects fields and parent paths (`Owner.Name`). A field named before, in any case of letters, is not repeated. */
  fields(names: Iterable<string>): Soql
  /** Selects a child list: a statement whose `from` is a child relationship. */
  child(list: Soql): Soql
  /** Adds a condition; several calls must all hold. `undefined` adds none. */
  where(condition: Condition | undefined): Soql
  orderBy(field: string, direction?: 'ASC' | 'DESC'): Soql
  limit(rows: number): Soql
  /** Asks for the number of rows instead of the rows. */
  count(): Soql
  /** The statement. Throws BUG where nothing is selected. */
  text(): string
}

/** Stamps a run orders, compares and dates documents by. */
export const metaFieldNames = ['CreatedDate', 'LastModifiedDate', 'SystemModstamp']

/**
 * Begins a statement on an sObject, or on a child relationship where it becomes a child list.
 * Throws BAD_ANSWER for a name that is no Salesforce name, here and in every method that takes one.
 */
export function soql(from: string): Soql {
  return build({ from: checkedName(from), counting: false, fields: [], children: [], conditions: [], order: [] })
}

/** A part of a WHERE clause, made by the functions below only. */
export interface Condition {
  readonly text: string
  readonly joined?: 'AND' | 'OR'
}

/** What a field can be compared with. A plain string is text and is escaped; dates go through `stamp` and `day`. */
export type Value = string | number | boolean | null | Literal

/** A value that SOQL writes without quotes. */
export interface Literal {
  readonly literal: string
}

/** The field has the value; `null` asks for an empty field. */
export const equals = (field: string, value: Value): Condition => compare(field, '=', value)
/** The field has another value; `null` asks for a field that holds something. */
export const notEquals = (field: string, value: Value): Condition => compare(field, '!=', value)
/** The field is greater or later than the value. */
export const above = (field: string, value: Value): Condition => compare(field, '>', value)
/** The field is the value, or greater or later. */
export const atLeast = (field: string, value: Value): Condition => compare(field, '>=', value)
/** The field is smaller or earlier than the value. */
export const below = (field: string, value: Value): Condition => compare(field, '<', value)

/**
 * The field is one of the values. No blanks between them: a URL holds more Ids so. Throws BUG for no values: SOQL has
 * no empty list.
 */
export function isIn(field: string, values: Value[]): Condition {
  if (values.length === 0) throw new ExtractError('BUG', `An empty IN list on ${field}.`)
  return { text: `${checkedPath(field)} IN (${values.map(renderValue).join(',')})` }
}

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

/** A datetime literal. Throws BUG for anything but a stamp: `2026-01-05T09:30:11.000Z`. */
export function stamp(value: Stamp): Literal {
  const time = new Date(value)
  if (!Number.isNaN(time.getTime()) && time.toISOString() === value) return { literal: value }
  throw new ExtractError('BUG', `Not a stamp: ${value}`)
}

/** A date literal, `2026-01-05`. Throws BUG for anything else. */
export function day(value: string): Literal {
  stamp(`${value}T00:00:00.000Z`)
  return { literal: value }
}

/**
 * Cuts Ids, in their order, into lists of at most `max` that fit: the caller says whether its statement for a list can
 * be sent. Throws QUERY_REFUSED where not even one Id fits.
 */
export function chunkIn(ids: RecordId[], fits: (chunk: RecordId[]) => boolean, max: number): RecordId[][] {
  const chunks: RecordId[][] = []
  for (let start = 0; start < ids.length; start += chunks.at(-1)!.length) {
    const size = longestFit(Math.min(max, ids.length - start), (count) => fits(ids.slice(start, start + count)))
    if (size === 0) {
      throw new ExtractError('QUERY_REFUSED', 'A statement with a single Id in it is still too long for one request.', {
        hint: 'Leave fields of this object out with exclude_fields.',
      })
    }
    chunks.push(ids.slice(start, start + size))
  }
  return chunks
}

/** True for what Salesforce allows as the name of an sObject, field or relationship: letters, digits and `_`. */
export function isSoqlName(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(name)
}

interface Parts {
  from: string
  counting: boolean
  fields: string[]
  children: Soql[]
  conditions: Condition[]
  order: string[]
  rows?: number
}

function build(parts: Parts): Soql {
  const withFields = (names: Iterable<string>) => build({ ...parts, fields: distinct(parts.fields, names) })
  return {
    id: () => build({ ...parts, fields: distinct(['Id'], parts.fields) }),
    metaFields: (readable) => withFields(readableMetaFields(readable)),
    fields: withFields,
    child: (list) => build({ ...parts, children: [...parts.children, list] }),
    where: (condition) => build({ ...parts, conditions: [...parts.conditions, condition ?? and()] }),
    orderBy: (field, direction) => build({ ...parts, order: [...parts.order, orderTerm(field, direction)] }),
    limit: (rows) => build({ ...parts, rows: checkedLimit(rows) }),
    count: () => build({ ...parts, counting: true }),
    text: () => render(parts),
  }
}

function distinct(before: string[], added: Iterable<string>): string[] {
  const names = new Map(before.map((name) => [name.toLowerCase(), name]))
  for (const name of added) {
    const key = checkedPath(name).toLowerCase()
    if (!names.has(key)) names.set(key, name)
  }
  return [...names.values()]
}

function readableMetaFields(readable: Iterable<string> | undefined): string[] {
  if (readable === undefined) return metaFieldNames
  const known = new Set([...readable].map((name) => name.toLowerCase()))
  return metaFieldNames.filter((name) => known.has(name.toLowerCase()))
}

function orderTerm(field: string, direction: 'ASC' | 'DESC' | undefined): string {
  return direction === undefined ? checkedPath(field) : `${checkedPath(field)} ${direction}`
}

function checkedLimit(rows: number): number {
  if (!Number.isSafeInteger(rows) || rows < 0) throw new ExtractError('BUG', `Not a number of rows: ${rows}`)
  return rows
}

function render({ from, counting, fields, children, conditions, order, rows }: Parts): string {
  const selected = counting ? ['COUNT()'] : [...fields, ...children.map((list) => `(${list.text()})`)]
  if (selected.length === 0) throw new ExtractError('BUG', `Nothing is selected from ${from}.`)
  const clauses = [`SELECT ${selected.join(', ')}`, `FROM ${from}`]
  const { text: condition } = and(...conditions)
  if (condition !== '') clauses.push(`WHERE ${condition}`)
  if (order.length > 0) clauses.push(`ORDER BY ${order.join(', ')}`)
  if (rows !== undefined) clauses.push(`LIMIT ${rows}`)
  return clauses.join(' ')
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

function renderValue(value: Value): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return `'${escapeText(value)}'`
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'object') return value.literal
  const text = String(value)
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new ExtractError('BUG', `Not a number SOQL can write: ${text}`)
  return text
}

// SOQL's quoted string escape sequences. Other control characters go as their code in four hex digits, and so do lone
// surrogates, which no URL can carry.
function escapeText(text: string): string {
  return text.replaceAll(mustEscape, (char) => escapes[char] ?? unicodeEscape(char))
}

function unicodeEscape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
}

const escapes: Record<string, string> = {
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
}
const mustEscape = /[\\'"\p{Cc}\p{Cs}]/gu

function checkedPath(path: string): string {
  for (const name of path.split('.')) checkedName(name, path)
  return path
}

function checkedName(name: string, path = name): string {
  if (isSoqlName(name)) return name
  throw new ExtractError('BAD_ANSWER', `${JSON.stringify(path)} isn't a name Salesforce allows, so it is left out.`, {
    hint: 'Leave it out with exclude_fields, or look at the object in Setup > Object Manager.',
  })
}
