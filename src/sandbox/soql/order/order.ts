import type { OrderByClause, OrderByFnClause } from '@jetstreamapp/soql-parser-js'
import { isSortable } from '../../describes/field-facts.js'
import { foldText } from '../conditions/comparers.js'
import { complain, locateSort } from '../complaint.js'
import { bindCall, nameOf, pathOf } from '../functions/calls.js'
import { resolvePath, type Scope } from '../references.js'
import type { FieldSchema, StoredRecord } from '../../terms.js'
import type { Value, ValueReader } from '../conditions/values.js'

/** One column of an ORDER BY. */
export interface OrderKey {
  read: ValueReader
  compare: (a: Value, b: Value) => number
  /** Whether the value is a parent's, which may be another when it is read later. */
  ofParent: boolean
}

/** The order of rows. */
export interface RowOrder {
  keys: readonly OrderKey[]
  /** Compares two rows as Array.sort takes it. */
  compare: (a: StoredRecord, b: StoredRecord) => number
}

/** The order of an ORDER BY over rows; throws for fields the org can't sort by. */
export function buildOrder(scope: Scope, orderBy: OrderByClause | OrderByClause[] | undefined): RowOrder | undefined {
  if (orderBy === undefined) return undefined
  const keys = (Array.isArray(orderBy) ? orderBy : [orderBy]).map((clause) => {
    const compare = valueOrder(clause.order === 'DESC', clause.nulls !== 'LAST')
    if (!('field' in clause)) return { read: bindDistance(scope, clause.fn), compare, ofParent: true }
    const { field, read, hops } = resolvePath(scope, clause.field)
    if (!isSortable(field)) throw complain(scope.text, locateSort(scope.text, clause.field), 'notSortable', field.name)
    return { read: sortReader(field, read), compare, ofParent: hops.length > 0 }
  })
  const compare = (a: StoredRecord, b: StoredRecord): number => {
    for (const key of keys) {
      const order = key.compare(key.read(a), key.read(b))
      if (order !== 0) return order
    }
    return 0
  }
  return { keys, compare }
}

/** Whether the order is that of the Ids. */
export function isIdOrder(scope: Scope, orderBy: OrderByClause | OrderByClause[] | undefined): boolean {
  const [first, ...others] = Array.isArray(orderBy) ? orderBy : [orderBy]
  if (first === undefined || others.length > 0 || !('field' in first) || first.order === 'DESC') return false
  return resolvePath(scope, first.field).path === 'Id'
}

/** Rows have no other function to be sorted by. */
function bindDistance(scope: Scope, call: OrderByFnClause['fn']): ValueReader {
  if (nameOf(call) !== 'DISTANCE') {
    throw complain(scope.text, locateSort(scope.text, pathOf(call)), 'ungroupedOrder', pathOf(call))
  }
  return bindCall(scope, call).read
}

/** What tells where a row comes: text without regard to case, a picklist's value by its place in Setup. */
function sortReader(field: FieldSchema, read: ValueReader): ValueReader {
  const sortValue = sortValueOf(field)
  return sortValue === undefined ? read : (record) => sortValue(read(record))
}

/** What a value of a field is sorted by; undefined where it is sorted by itself. */
export function sortValueOf(field: FieldSchema): ((value: Value) => Value) | undefined {
  if (field.type === 'id' || field.type === 'reference') return undefined
  if (field.type !== 'picklist' || !field.picklist?.length) {
    return (value) => (typeof value === 'string' ? foldText(value) : value)
  }
  const places = new Map(field.picklist.map((choice, place) => [choice, place]))
  // A value that is no longer among them comes after them.
  return (value) => (typeof value === 'string' ? (places.get(value) ?? places.size) : value)
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
