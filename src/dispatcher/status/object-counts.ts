import type { ObjectReport } from '../../terms.js'
import type { ObjectCounts } from './snapshot.js'

/** How far an object has come in a run. */
export type Progress = Pick<ObjectCounts, 'written' | 'deleted' | 'bytes' | 'calls'>

/** The counts of a datasource's objects since the dispatcher began. */
export interface DatasourceCounts {
  /** Of the object, or of no object in particular. */
  of(object?: string): ObjectCounts
  list(): ObjectCounts[]
}

export function openCounts(datasource: string): DatasourceCounts {
  const byObject = new Map<string, ObjectCounts>()
  return {
    of(object = '') {
      const counts = byObject.get(object) ?? { datasource, object, ...noProgress, failures: {}, retries: {} }
      byObject.set(object, counts)
      return counts
    },
    list: () => [...byObject.values()],
  }
}

export const noProgress: Progress = { written: 0, deleted: 0, bytes: 0, calls: 0 }

export function progressOf({ written, deleted, bytes, calls }: Partial<ObjectReport>): Progress {
  return { written: written ?? 0, deleted: deleted ?? 0, bytes: bytes ?? 0, calls: calls ?? 0 }
}

/** What came on top of `before`. */
export function progressSince(before: Progress, now: Progress): Progress {
  const since = (key: keyof Progress) => Math.max(0, now[key] - before[key])
  return { written: since('written'), deleted: since('deleted'), bytes: since('bytes'), calls: since('calls') }
}

/** Adds to counts in place. */
export function addProgress(counts: ObjectCounts, { written, deleted, bytes, calls }: Progress): void {
  counts.written += written
  counts.deleted += deleted
  counts.bytes += bytes
  counts.calls += calls
}

/** One more of a code. */
export function countCode(codes: Record<string, number>, code: string): void {
  codes[code] = (codes[code] ?? 0) + 1
}
