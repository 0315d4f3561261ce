import type { StoredRecord } from '../terms.js'
import type { Org } from './org.js'

/** Puts a finished version in place. A write that isn't late itself brings an earlier late one into view with it. */
export function replaceRecord(org: Org, next: StoredRecord, hiddenUntil?: number): StoredRecord {
  const { hiddenUntil: _earlier, ...rest } = next
  const record = hiddenUntil === undefined ? rest : { ...rest, hiddenUntil }
  org.tables.replace(record)
  return record
}

/** A change that follows from another shows when the later of the two does. */
export function laterOf(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other)
}
