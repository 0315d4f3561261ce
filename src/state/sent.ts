/** What tells which documents have gone out: it stays when it is forgotten how far an object has been read. */
import { isObject, isTextMap } from './shapes.js'
import { mergeBuckets, mergeIndexes } from './written-ids.js'

/**
 * The state under a key after what was pending for it is dropped. The documents have gone out all the same, so the Ids
 * written stay known, and so does what was deleted: a record that comes back is to be written again, and one that is
 * gone needs its tombstone.
 */
export function keepSent(key: string, kept: unknown, pending: unknown): unknown {
  if (key.startsWith('written:')) return mergeBuckets(kept, pending)
  if (key.startsWith('written-index:')) return mergeIndexes(kept, pending)
  if (key.startsWith('object:')) return mergeObjects(kept, pending)
  return kept
}

/** Of an object that is to be read anew: where its deletions stand, and what may come back from the recycle bin. */
export function sentOf(object: unknown): unknown {
  const { deletions, recycleBin } = (isObject(object) ? object : {}) as SentObject
  if (!isStamp(deletions?.watermark)) return undefined
  const { watermark, overlap } = deletions
  return {
    deletions: { watermark, ...(isTextMap(overlap) ? { overlap } : {}) },
    ...(isTextMap(recycleBin) ? { recycleBin } : {}),
  }
}

/** These two of the state of an object, as `sync` keeps it. */
interface SentObject {
  deletions?: { watermark?: string; overlap?: Record<string, string> }
  recycleBin?: Record<string, string>
}

function mergeObjects(kept: unknown, pending: unknown): unknown {
  const sent = sentOf(pending) as SentObject | undefined
  if (sent === undefined) return kept
  const object = (isObject(kept) ? kept : {}) as SentObject
  const deletions = object.deletions?.watermark === undefined ? sent.deletions : object.deletions
  return { ...object, deletions, recycleBin: { ...sent.recycleBin, ...object.recycleBin } }
}

function isStamp(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)
}
