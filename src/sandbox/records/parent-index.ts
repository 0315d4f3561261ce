import type { StoredRecord } from '../terms.js'

/** Finds records by the parent in one of their reference fields, without looking at all of them. */
export interface ParentIndex {
  /** Takes up a new version of a record. */
  note(record: StoredRecord): void
  /** The Ids of the records that hold `parentId` or did once: who asks looks at the record again. */
  ids(sobject: string, field: string, parentId: string): Iterable<string>
}

/** The index of a field is built from `versions` of its sObject when it is first asked for, then kept up by `note`. */
export function openParentIndex(versions: (sobject: string) => Iterable<StoredRecord>): ParentIndex {
  const indexes = new Map<string, Map<string, IdsByParent>>()
  return {
    note: (record) => {
      for (const [field, index] of indexes.get(record.sobject) ?? []) enter(index, field, record)
    },
    ids: (sobject, field, parentId) => {
      const byField = getOrPut(indexes, sobject, () => new Map<string, IdsByParent>())
      const index = getOrPut(byField, field, () => buildIndex(versions(sobject), field))
      return index.get(parentId) ?? []
    },
  }
}

type IdsByParent = Map<string, Set<string>>

function buildIndex(versions: Iterable<StoredRecord>, field: string): IdsByParent {
  const index: IdsByParent = new Map()
  for (const record of versions) enter(index, field, record)
  return index
}

function enter(index: IdsByParent, field: string, record: StoredRecord): void {
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
