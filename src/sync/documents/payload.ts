import { ExactNumber } from '../../exact-json.js'
import type { NestedRows, Row, SObjectDescribe } from '../../terms.js'
import { isChildList } from '../records/child-lists.js'
import { isRecordAttributes } from '../records/record-attributes.js'
import { printStamp } from '../windows/stamps.js'

/**
 * The record as queried, without the `attributes` of records at any depth, as a copy whose bytes don't depend on how it
 * was read: Id first, the other keys in the order of their characters, datetimes in the form REST prints (Bulk prints
 * `Z` where REST prints `+0000`), child lists as complete. Lists may be long: their rows give way to their copies one by
 * one, so that there are never two of each.
 */
export function buildPayload(row: Row, describe: SObjectDescribe): Row {
  return copyObject(row, layoutOf(describe), true)
}

/** What the objects in one place of a record have in common as a rule: worked out once, not by the row. */
interface Layout {
  isDatetime(key: string): boolean
  /** The keys of the object that came last, without and in their order. */
  keys: string[]
  ordered: string[]
  /** The ordered keys without values: a copy of it keeps its shape, where keys added one by one would cost it. */
  empty: Row
  /** By key, what stands below. */
  below: Map<string, Layout>
}

const layouts = new WeakMap<SObjectDescribe, Layout>()

function layoutOf(describe: SObjectDescribe): Layout {
  const known = layouts.get(describe)
  if (known !== undefined) return known
  const datetimes = new Set(describe.fields.filter((field) => field.type === 'datetime').map((field) => field.name))
  const layout = openLayout((key) => datetimes.has(key))
  layouts.set(describe, layout)
  return layout
}

function openLayout(isDatetime: (key: string) => boolean): Layout {
  return { isDatetime, keys: [], ordered: [], empty: {}, below: new Map() }
}

function copyObject(row: Row, layout: Layout, isRow: boolean): Row {
  const keys = Object.keys(row)
  // What it is named by is no part of a record.
  if (Object.hasOwn(row, 'attributes') && isRecordAttributes('attributes', row['attributes'], isRow)) {
    keys.splice(keys.indexOf('attributes'), 1)
  }
  if (!isSame(keys, layout.keys)) arrange(keys, layout)
  const copy = { ...layout.empty }
  for (const key of layout.ordered) {
    const value = row[key]
    copy[key] =
      typeof value === 'object' && value !== null ? copyInner(value, key, layout) : copyPlain(value, key, layout)
  }
  return copy
}

function isSame(keys: string[], known: string[]): boolean {
  if (keys.length !== known.length) return false
  for (let at = 0; at < keys.length; at += 1) if (keys[at] !== known[at]) return false
  return true
}

function arrange(keys: string[], layout: Layout): void {
  const others = keys.filter((key) => key !== 'Id').toSorted()
  layout.keys = keys
  layout.ordered = others.length < keys.length ? ['Id', ...others] : others
  // A key of this name is one like others only where it is defined, not where it is assigned.
  layout.empty = Object.fromEntries(layout.ordered.map((key) => [key, undefined]))
}

function copyPlain(value: unknown, key: string, { isDatetime }: Layout): unknown {
  return typeof value === 'string' && isDatetime(key) ? (printStamp(value) ?? value) : value
}

function copyInner(value: object, key: string, layout: Layout): unknown {
  if (value instanceof ExactNumber) return value
  let below = layout.below.get(key)
  if (below === undefined) layout.below.set(key, (below = openLayout(isNestedDatetime)))
  return copyValue(value, below)
}

function copyValue(value: unknown, layout: Layout): unknown {
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return value
  if (isChildList(value)) return copyList(value, layout)
  if (Array.isArray(value)) return copyItems(value, (item) => copyValue(item, layout))
  return copyObject(value as Row, layout, false)
}

function copyList({ records }: NestedRows, layout: Layout): NestedRows {
  const copies = copyItems(records, (row) => copyObject(row, layout, true))
  return { totalSize: records.length, done: true, records: copies }
}

function copyItems<Item>(items: Item[], copy: (item: Item) => unknown): Item[] {
  for (const [at, item] of items.entries()) items[at] = copy(item) as Item
  return items
}

/** Parents and children come without their describe at hand; the names of their datetimes tell. */
function isNestedDatetime(key: string): boolean {
  return /(?:Date|DateTime|Modstamp)$/.test(key)
}
