import type { OrderByClause } from '@jetstreamapp/soql-parser-js'
import { refuse } from '../http/api-errors.js'
import { isSortable } from '../describes/field-facts.js'
import { foldText } from './conditions/comparers.js'
import { complain, locateSort } from './complaint.js'
import { resolvePath, type Scope } from './references.js'
import type { StoredRecord } from '../terms.js'
import type { Value, ValueReader } from './conditions/values.js'

/** Compares two rows as Array.sort takes it. */
export type RowOrder = (a: StoredRecord, b: StoredRecord) => number

/** The order of an ORDER BY over rows; throws for fields the org can't sort by. */
export function buildOrder(scope: Scope, orderBy: OrderByClause | OrderByClause[] | undefined): RowOrder | undefined {
  if (orderBy === undefined) return undefined
  const keys = (Array.isArray(orderBy) ? orderBy : [orderBy]).map((clause) => {
    if (!('field' in clause)) throw refuse('notSupported', 'a function in ORDER BY of rows')
    const { field, read } = resolvePath(scope, clause.field)
    if (!isSortable(field)) throw complain(scope.text, locateSort(scope.text, clause.field), 'notSortable', field.name)
    const isText = field.type !== 'id' && field.type !== 'reference'
    return {
      read: isText ? foldReader(read) : read,
      compare: valueOrder(clause.order === 'DESC', clause.nulls !== 'LAST'),
    }
  })
  return (a, b) => {
    for (const { read, compare } of keys) {
      const order = compare(read(a), read(b))
      if (order !== 0) return order
    }
    return 0
  }
}

/** Whether the order is that of the Ids. */
export function isIdOrder(scope: Scope, orderBy: OrderByClause | OrderByClause[] | undefined): boolean {
  const [first, ...others] = Array.isArray(orderBy) ? orderBy : [orderBy]
  if (first === undefined || others.length > 0 || !('field' in first) || first.order === 'DESC') return false
  return resolvePath(scope, first.field).path === 'Id'
}

function foldReader(read: ValueReader): ValueReader {
  return (record) => {
    const value = read(record)
    return typeof value === 'string' ? foldText(value) : value
  }
}

/** Nulls come first unless the statement says otherwise, whichever the direction. */
export function valueOrder(descending: boolean, nullsFirst: boolean): (a: Value, b: Value) => number {
  const sign = descending ? -1 : 1
  const nullSign = nullsFirst ? -1 : 1
  return (a, b) => {
    if (a === b) return 0
    if (a === null) return nullSign
    if (b === null) return -nullSign
    if (a < b) return -sign
    return a > b ? sign : 0
  }
}
