import type { StoredRecord } from '../terms.js'
import { openParentIndex } from './parent-index.js'

/** The records of every sObject, by Id and by parent. A change replaces a record, it never changes one in place. */
export interface Tables {
  add(record: StoredRecord): void
  /** Puts the next version in place; where that is hidden for now, the version seen so far stays in view. */
  replace(next: StoredRecord): void
  remove(id: string): void
  /** The version in view now. */
  visible(id: string): StoredRecord | undefined
  /** The newest version, in view or not. */
  newest(id: string): StoredRecord | undefined
  /** Versions in view, in insertion order. */
  rows(sobject: string): Iterable<StoredRecord>
  /** Versions in view whose `field` holds `parentId`. */
  children(sobject: string, field: string, parentId: string): StoredRecord[]
  /** Newest versions whose `field` holds `parentId`. */
  newestChildren(sobject: string, field: string, parentId: string): StoredRecord[]
}

/** `sobjectsOf` tells the sObjects an Id can belong to; `now` decides what is in view. */
export function openTables(sobjectsOf: (id: string) => readonly string[], now: () => number): Tables {
  const tables = new Map<string, Map<string, StoredRecord>>()
  /** By Id, what is in view until the `hiddenUntil` of the newest version passes. */
  const earlier = new Map<string, StoredRecord>()
  /** When the last hidden version comes into view. */
  let hiddenUntil = -Infinity
  const index = openParentIndex((sobject) => [
    ...(tables.get(sobject)?.values() ?? []),
    ...[...earlier.values()].filter((record) => record.sobject === sobject),
  ])
  const newest = (id: string) => findIn(tables, sobjectsOf(id), id)
  const inView = (record: StoredRecord, moment: number) => (isHidden(record, moment) ? earlier.get(record.id) : record)
  const put = (record: StoredRecord) => {
    const table = tables.get(record.sobject)
    if (table) table.set(record.id, record)
    else tables.set(record.sobject, new Map([[record.id, record]]))
    if (record.hiddenUntil !== undefined) hiddenUntil = Math.max(hiddenUntil, record.hiddenUntil)
    index.note(record)
  }
  const visible = (id: string) => {
    const record = newest(id)
    return record && inView(record, now())
  }
  const held = (sobject: string, field: string, parentId: string, version: typeof newest) =>
    [...index.ids(sobject, field, parentId)]
      .flatMap((id) => version(id) ?? [])
      .filter((record) => record.values[field] === parentId)
  return {
    add: put,
    replace: (next) => {
      const seen = visible(next.id)
      if (seen && isHidden(next, now())) earlier.set(next.id, seen)
      else earlier.delete(next.id)
      put(next)
    },
    remove: (id) => {
      for (const sobject of sobjectsOf(id)) tables.get(sobject)?.delete(id)
      earlier.delete(id)
    },
    visible,
    newest,
    rows: (sobject) => {
      const moment = now()
      const records = tables.get(sobject)?.values() ?? []
      return hiddenUntil <= moment ? records : rowsInView(records, (record) => inView(record, moment))
    },
    children: (sobject, field, parentId) => held(sobject, field, parentId, visible),
    newestChildren: (sobject, field, parentId) => held(sobject, field, parentId, newest),
  }
}

function findIn(
  tables: Map<string, Map<string, StoredRecord>>,
  sobjects: readonly string[],
  id: string,
): StoredRecord | undefined {
  for (const sobject of sobjects) {
    const record = tables.get(sobject)?.get(id)
    if (record) return record
  }
  return undefined
}

function isHidden(record: StoredRecord, moment: number): boolean {
  return record.hiddenUntil !== undefined && record.hiddenUntil > moment
}

function* rowsInView(
  records: Iterable<StoredRecord>,
  version: (record: StoredRecord) => StoredRecord | undefined,
): Iterable<StoredRecord> {
  for (const newest of records) {
    const record = version(newest)
    if (record) yield record
  }
}
