import type { StoredRecord } from '../../terms.js'
import type { Value } from '../conditions/values.js'
import type { OrderKey } from './order.js'
import { openSorting } from './sorting.js'

/** The rows of a result in its order. They are those of the moment of the query; what they hold may change. */
export interface RowList {
  readonly length: number
  /** The first of them: a page is found without sorting a million rows. */
  first(count: number): StoredRecord[]
  /** The row at a place of the order, counted from 0. */
  at(place: number): StoredRecord | undefined
  all(): StoredRecord[]
}

/** Rows that are in order already. */
export function listRows(records: StoredRecord[]): RowList {
  return {
    length: records.length,
    first: (count) => records.slice(0, count),
    at: (place) => records[place],
    all: () => records,
  }
}

/** Rows to be put in order as far as they are asked for, by the values they have now. Equal ones keep their order. */
export function sortRows(records: StoredRecord[], keys: readonly OrderKey[]): RowList {
  const columns = keys.map((key) => ({ valueAt: columnOf(records, key), compare: key.compare }))
  const compare = (a: number, b: number): number => {
    for (const { valueAt, compare: compareValues } of columns) {
      const order = compareValues(valueAt(a), valueAt(b))
      if (order !== 0) return order
    }
    return a - b
  }
  const sorting = openSorting(records.length, compare)
  const first = (count: number) => Array.from(sorting.first(count), (at) => records[at]!)
  return {
    length: records.length,
    first,
    at: (place) => records[sorting.first(place + 1)[place] ?? -1],
    all: () => first(records.length),
  }
}

/** A record is never changed in place, so its own values can wait until they are compared. */
function columnOf(records: StoredRecord[], { read, ofParent }: OrderKey): (at: number) => Value {
  if (ofParent) {
    const values = records.map(read)
    return (at) => values[at]!
  }
  const values: (Value | undefined)[] = Array.from({ length: records.length })
  return (at) => {
    const known = values[at]
    if (known !== undefined) return known
    const value = read(records[at]!)
    values[at] = value
    return value
  }
}
