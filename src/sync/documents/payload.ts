import { ExactNumber } from '../../exact-json.js'
import type { NestedRows, Row, SObjectDescribe } from '../../terms.js'
import { isChildList } from '../records/child-lists.js'
import { isRecordAttributes } from '../records/record-attributes.js'
import { stampOf } from '../windows/stamps.js'

/**
 * The record as queried, without the `attributes` of records at any depth, as a copy whose bytes don't depend on how it
 * was read: Id first, the other keys in the order of their characters, datetimes in the form REST prints (Bulk prints
 * `Z` where REST prints `+0000`), child lists as complete. Lists may be long: their rows give way to their copies one by
 * one, so that there are never two of each.
 */
export function buildPayload(row: Row, describe: SObjectDescribe): Row {
  const datetimes = new Set(describe.fields.filter((field) => field.type === 'datetime').map((field) => field.name))
  return copyObject(row, (key) => datetimes.has(key), true)
}

function copyObject(row: Row, isDatetime: (key: string) => boolean, isRow: boolean): Row {
  const keys = Object.keys(row)
    .filter((key) => key !== 'Id' && !isRecordAttributes(key, row[key], isRow))
    .toSorted()
  const ordered = Object.hasOwn(row, 'Id') ? ['Id', ...keys] : keys
  return Object.fromEntries(ordered.map((key) => [key, copyValue(row[key], isDatetime(key))]))
}

function copyValue(value: unknown, isDatetime: boolean): unknown {
  if (isChildList(value)) return copyList(value)
  if (value instanceof ExactNumber) return value
  if (Array.isArray(value)) return copyItems(value, (item) => copyValue(item, false))
  if (typeof value === 'object' && value !== null) return copyObject(value as Row, isNestedDatetime, false)
  const stamp = isDatetime ? stampOf(value) : undefined
  return stamp === undefined ? value : stamp.replace('Z', '+0000')
}

function copyList({ records }: NestedRows): NestedRows {
  const copies = copyItems(records, (row) => copyObject(row, isNestedDatetime, true))
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
