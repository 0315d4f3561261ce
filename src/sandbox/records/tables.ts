import type { StoredRecord } from '../terms.js'

/** The records of every sObject, by Id and by parent. Records are never changed in place: a change replaces the whole record. */
export interface Tables {
  add(record: StoredRecord): void
  /** Puts the next version in place; where that is hidden for now, the version seen so far stays in view. */
  replace(next: StoredRecord): void
  remove(id: string): void
  /** The version in view now. */
  visible(id: string): StoredRecord | undefined
  /** The newest version, in view or not. */
  newest(id: string): StoredRecord | undefined
  rows(sobject: string): Iterable<StoredRecord>
  /** Versions in view whose `field` holds `parentId`. */
  children(sobject: string, field: string, parentId: string): StoredRecord[]
  /** Newest versions whose `field` holds `parentId`. */
  newestChildren(sobject: string, field: string, parentId: string): StoredRecord[]
}

interface Slot {
  newest: StoredRecord
  /** What is in view until `newest.hiddenUntil` passes. */
  before?: StoredRecord | undefined
}

type Table = Map<string, Slot>
/** Parent Id to the slots that hold it or held it lately. */
type Index = Map<string, Set<Slot>>

/** `tableOf` tells the sObject an Id belongs to; `now` decides what is in view. */
export function openTables(tableOf: (id: string) => string | undefined, now: () => number): Tables {
  const tables = new Map<string, Table>()
  const indexes = new Map<string, Map<string, Index>>()
  const slotOf = (id: string) => tables.get(tableOf(id) ?? '')?.get(id)
  const slots = (sobject: string, field: string, parentId: string) => {
    let byField = indexes.get(sobject)
    if (!byField) indexes.set(sobject, (byField = new Map()))
    let index = byField.get(field)
    if (!index) byField.set(field, (index = buildIndex(tables.get(sobject), field)))
    return index.get(parentId) ?? new Set<Slot>()
  }
  const note = (slot: Slot) => {
    for (const [field, index] of indexes.get(slot.newest.sobject) ?? []) enter(index, field, slot)
  }
  return {
    add: (record) => {
      const slot: Slot = { newest: record }
      const table = tables.get(record.sobject)
      if (table) table.set(record.id, slot)
      else tables.set(record.sobject, new Map([[record.id, slot]]))
      note(slot)
    },
    replace: (next) => {
      const slot = slotOf(next.id)
      if (!slot) throw new Error(`There is no record ${next.id}`)
      slot.before = next.hiddenUntil === undefined ? undefined : inView(slot, now())
      slot.newest = next
      note(slot)
    },
    remove: (id) => {
      const slot = slotOf(id)
      if (!slot) return
      for (const index of indexes.get(slot.newest.sobject)?.values() ?? []) for (const held of index.values()) held.delete(slot)
      tables.get(slot.newest.sobject)?.delete(id)
    },
    visible: (id) => {
      const slot = slotOf(id)
      return slot && inView(slot, now())
    },
    newest: (id) => slotOf(id)?.newest,
    * rows(sobject) {
      const moment = now()
      for (const slot of tables.get(sobject)?.values() ?? []) {
        const record = inView(slot, moment)
        if (record) yield record
      }
    },
    children: (sobject, field, parentId) => {
      const moment = now()
      return [...slots(sobject, field, parentId)].flatMap((slot) => inView(slot, moment) ?? []).filter((record) => record.values[field] === parentId)
    },
    newestChildren: (sobject, field, parentId) =>
      [...slots(sobject, field, parentId)].map(({ newest }) => newest).filter((record) => record.values[field] === parentId),
  }
}

function inView(slot: Slot, moment: number): StoredRecord | undefined {
  return (slot.newest.hiddenUntil ?? 0) <= moment ? slot.newest : slot.before
}

function buildIndex(table: Table | undefined, field: string): Index {
  const index: Index = new Map()
  for (const slot of table?.values() ?? []) enter(index, field, slot)
  return index
}

/** Leaves the entry of an earlier parent: it may still be in view, and who reads the index looks at the value again. */
function enter(index: Index, field: string, slot: Slot): void {
  for (const record of [slot.newest, slot.before]) {
    const parentId = record?.values[field]
    if (typeof parentId !== 'string') continue
    const held = index.get(parentId)
    if (held) held.add(slot)
    else index.set(parentId, new Set([slot]))
  }
}
