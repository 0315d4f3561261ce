import type { SandboxClock, StoredRecord } from '../terms.js'
import { recordId } from '../record-ids.js'
import type { Registry } from '../schema/registry.js'
import type { Tables } from './tables.js'

/** All that the org holds: what the functions of this folder work on. */
export interface Org {
  clock: SandboxClock
  registry: Registry
  tables: Tables
  /** The bytes of ContentVersions and Attachments by Id. */
  blobs: Map<string, Buffer>
  /** What a delete took along, by the Id of the record deleted: an undelete brings the same back. */
  cascades: Map<string, string[]>
  /** How many Ids and autonumbers have been given out, by key prefix and by sObject. */
  counters: Map<string, number>
}

/** The first user: who writes where nobody else is named. */
export const RUN_AS_USER_ID = recordId('005', 1)

/** The next number of a counter, from 1. */
export function nextNumber(org: Org, counter: string): number {
  const number = (org.counters.get(counter) ?? 0) + 1
  org.counters.set(counter, number)
  return number
}

/** The newest version of a record; throws where there is none. */
export function getRecord(org: Org, id: string): StoredRecord {
  const record = org.tables.newest(id)
  if (!record) throw new Error(`There is no record ${id}`)
  return record
}

/** Stamps of the org have whole seconds. */
export function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1000) * 1000
}
