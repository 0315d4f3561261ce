/** Statements from checked names and typed values. No other folder writes SOQL. */
import { ExtractError } from '../errors/extract-error.js'
import { and, type Condition } from './conditions.js'
import { checkedName, checkedPath } from './names.js'

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
  orderBy(field: string, direction?: 'ASC' | 'DESC', nulls?: 'FIRST' | 'LAST'): Soql
  limit(rows: number): Soql
  /** Selects the number of rows instead of the rows. */
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
    orderBy: (...term) => build({ ...parts, order: [...parts.order, orderTerm(...term)] }),
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

function orderTerm(...[field, direction, nulls]: Parameters<Soql['orderBy']>): string {
  const words = [checkedPath(field), direction, nulls && `NULLS ${nulls}`]
  return words.filter((word) => word !== undefined).join(' ')
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
