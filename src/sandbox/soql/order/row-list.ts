import type { StoredRecord } from '../../terms.js'
import type { Value } from '../conditions/values.js'
import type { OrderKey } from './order.js'

/** The rows of a result in its order. They are those of the moment of the query; what they hold may change. */
export interface RowList {
  readonly length: number
  /** The first of them: a page is found without sorting a million rows. */
  first(count: number): StoredRecord[]
  all(): StoredRecord[]
}

/** Rows that are in order already. */
export function listRows(records: StoredRecord[]): RowList {
  return { length: records.length, first: (count) => records.slice(0, count), all: () => records }
}

/** Rows to be put in order when they are asked for, by the values they have now. Equal ones stay in their order. */
export function sortRows(records: StoredRecord[], keys: readonly OrderKey[]): RowList {
  const columns = keys.map((key) => ({ valueAt: columnOf(records, key), compare: key.compare }))
  const compare = (a: number, b: number): number => {
    for (const { valueAt, compare: compareValues } of columns) {
      const order = compareValues(valueAt(a), valueAt(b))
      if (order !== 0) return order
    }
    return a - b
  }
  let sorted: StoredRecord[] | undefined
  const all = () => {
    sorted ??= Array.from(Uint32Array.from(records.keys()).toSorted(compare), (at) => records[at]!)
    return sorted
  }
  return {
    length: records.length,
    first: (count) => {
      if (sorted || count * FEW > records.length) return all().slice(0, count)
      return leastOf(records.length, count, compare).map((at) => records[at]!)
    },
    all,
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

/** Below such a share of the rows it is quicker to pick them than to sort all. */
const FEW = 8

/** The `count` least of the numbers below `length`, in order: a heap holds the least so far, the greatest on top. */
function leastOf(length: number, count: number, compare: (a: number, b: number) => number): number[] {
  if (count <= 0) return []
  const heap = Array.from({ length: Math.min(count, length) }, (_, at) => at).toSorted((a, b) => compare(b, a))
  for (let at = heap.length; at < length; at++) {
    if (compare(at, heap[0]!) >= 0) continue
    heap[0] = at
    sink(heap, compare)
  }
  return heap.toSorted(compare)
}

function sink(heap: number[], compare: (a: number, b: number) => number): void {
  for (let parent = 0; ;) {
    const left = 2 * parent + 1
    if (left >= heap.length) return
    const right = left + 1
    const child = right < heap.length && compare(heap[right]!, heap[left]!) > 0 ? right : left
    if (compare(heap[child]!, heap[parent]!) <= 0) return
    const held = heap[parent]!
    heap[parent] = heap[child]!
    heap[child] = held
    parent = child
  }
}
