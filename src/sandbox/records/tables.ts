import type { StoredRecord } from '../terms.js'

/**
 * The records of every sObject, by Id and by parent. Records are never changed in place: a change replaces the whole
 * record.
 */
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

type Table = Map<string, StoredRecord>
/** Parent Id to the Ids of the records that hold it or held it lately. */
type Index = Map<string, Set<string>>

/** `tableOf` tells the sObject an Id belongs to; `now` decides what is in view. */
export function openTables(tableOf: (id: string) => string | undefined, now: () => number): Tables {
  const tables = new Map<string, Table>()
  /** By Id, what is in view until the `hiddenUntil` of the newest version passes. */
  const earlier: Table = new Map()
  /** By sObject, then by reference field; built when first asked for. */
  const indexes = new Map<string, Map<string, Index>>()
  const newest = (id: string) => tables.get(tableOf(id) ?? '')?.get(id)
  const inView = (record: StoredRecord, moment: number) => (isHidden(record, moment) ? earlier.get(record.id) : record)
  const note = (record: StoredRecord) => {
    for (const [field, index] of indexes.get(record.sobject) ?? []) enter(index, field, record)
  }
  const held = (sobject: string, field: string, parentId: string) => {
    const byField = getOrPut(indexes, sobject, () => new Map<string, Index>())
    const index = getOrPut(byField, field, () =>
      buildIndex([...(tables.get(sobject)?.values() ?? []), ...earlier.values()], sobject, field),
    )
    return [...(index.get(parentId) ?? [])].flatMap((id) => newest(id) ?? [])
  }
  return {
    add: (record) => {
      getOrPut(tables, record.sobject, () => new Map<string, StoredRecord>()).set(record.id, record)
      note(record)
    },
    replace: (next) => {
      const moment = now()
      const last = newest(next.id)
      if (!last) throw new Error(`There is no record ${next.id}`)
      const seen = inView(last, moment)
      if (seen && isHidden(next, moment)) earlier.set(next.id, seen)
      else earlier.delete(next.id)
      tables.get(next.sobject)?.set(next.id, next)
      note(next)
    },
    remove: (id) => {
      tables.get(tableOf(id) ?? '')?.delete(id)
      earlier.delete(id)
    },
    visible: (id) => {
      const record = newest(id)
      return record && inView(record, now())
    },
    newest,
    *rows(sobject) {
      const moment = now()
      for (const last of tables.get(sobject)?.values() ?? []) {
        const record = inView(last, moment)
        if (record) yield record
      }
    },
    children: (sobject, field, parentId) => {
      const moment = now()
      return held(sobject, field, parentId)
        .flatMap((record) => inView(record, moment) ?? [])
        .filter((record) => record.values[field] === parentId)
    },
    newestChildren: (sobject, field, parentId) =>
      held(sobject, field, parentId).filter((record) => record.values[field] === parentId),
  }
}

function isHidden(record: StoredRecord, moment: number): boolean {
  return record.hiddenUntil !== undefined && record.hiddenUntil > moment
}

function buildIndex(records: StoredRecord[], sobject: string, field: string): Index {
  const index: Index = new Map()
  for (const record of records) if (record.sobject === sobject) enter(index, field, record)
  return index
}

/** Entries of earlier parents and of removed records stay: who reads the index looks at the record again. */
function enter(index: Index, field: string, record: StoredRecord): void {
  const parentId = record.values[field]
  if (typeof parentId === 'string') getOrPut(index, parentId, () => new Set<string>()).add(record.id)
}

function getOrPut<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
