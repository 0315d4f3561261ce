import type { RecordId } from '../../terms.js'

/**
 * The rows of the last `lookback` that are already written, as Id and version (a stamp; a content hash where an
 * object has none). What a window reads again and finds here with the same version is dropped.
 *
 * Ids are kept as their 15 case-sensitive characters. Not above `limit` entries: the oldest versions go first, and
 * what went is counted, since those rows may be written again.
 */
export interface Overlap {
  has(id: RecordId, version: string): boolean
  add(id: RecordId, version: string): void
  /** Forgets an Id: it is to be written again whatever its version. */
  remove(id: RecordId): void
  /** Adds what another has, but where an Id is known with a later version. */
  merge(other: OverlapJson): void
  /** Forgets versions below `version`. */
  prune(version: string): void
  /** Forgets versions from `version` on, contents too; everything where none is given. */
  clear(version?: string): void
  /** Keeps `limit` entries at most; returns how many had to go. */
  bound(limit: number): number
  size(): number
  toJSON(): OverlapJson
}

/** Version → the Ids of that version, 15 characters each, one after the other. */
export type OverlapJson = Record<string, string>

export function openOverlap(json: OverlapJson = {}): Overlap {
  const versions = new Map<string, string>(entriesOf(json))
  return {
    has: (id, version) => versions.get(short(id)) === version,
    add: (id, version) => void versions.set(short(id), version),
    remove: (id) => void versions.delete(short(id)),
    merge: (other) => {
      for (const [id, version] of entriesOf(other)) {
        if ((versions.get(id) ?? '') < version) versions.set(id, version)
      }
    },
    prune: (floor) => {
      for (const [id, version] of versions) if (version < floor) versions.delete(id)
    },
    clear: (floor = '') => {
      for (const [id, version] of versions) if (version >= floor) versions.delete(id)
    },
    bound: (limit) => dropOldest(versions, limit),
    size: () => versions.size,
    toJSON: () => groupByVersion(versions),
  }
}

function* entriesOf(json: OverlapJson): Generator<[string, string]> {
  for (const [version, ids] of Object.entries(json)) {
    for (let at = 0; at < ids.length; at += 15) yield [ids.slice(at, at + 15), version]
  }
}

function short(id: RecordId): string {
  return id.slice(0, 15)
}

function dropOldest(versions: Map<string, string>, limit: number): number {
  const excess = versions.size - limit
  if (excess <= 0) return 0
  const oldestFirst = [...versions].toSorted(([, a], [, b]) => (a < b ? -1 : a > b ? 1 : 0))
  for (const [id] of oldestFirst.slice(0, excess)) versions.delete(id)
  return excess
}

function groupByVersion(versions: Map<string, string>): OverlapJson {
  const groups = new Map<string, string[]>()
  for (const [id, version] of versions) {
    const group = groups.get(version)
    if (group) group.push(id)
    else groups.set(version, [id])
  }
  return Object.fromEntries([...groups].map(([version, ids]) => [version, ids.join('')]))
}
