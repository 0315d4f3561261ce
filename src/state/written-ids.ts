import type { RecordId, State, StateChange } from '../terms.js'
import { writtenIdsKey, writtenIndexKey } from './keys.js'
import { isRecordId, renderRecordId } from './record-id.js'

/** The Ids written for an object, in the state; in memory only the buckets that changed since the last `settled`. */
export interface WrittenIds {
  /** Ids that are known already change nothing. */
  add(ids: Iterable<RecordId>): Promise<void>
  remove(ids: Iterable<RecordId>): Promise<void>
  /** What has to be written to the state for the adds and removes since the last `settled`; the same again until then. */
  changes(): Promise<StateChange[]>
  /** The last `changes` are in the state. */
  settled(): void
  /** The names of all buckets, in text order. */
  buckets(): Promise<string[]>
  idsIn(bucket: string): Promise<Set<RecordId>>
}

/**
 * The set of Ids written for an object, kept so that `--reconcile` can tell which of them the org no longer has.
 * Salesforce numbers records in order, so Ids that share all but their last two places are close together: they share a bucket,
 * a text of at most 3,844 pairs. An Id without a right checksum is kept whole, in a bucket of its kind.
 */
export function openWrittenIds(state: State, datasource: string, object: string): WrittenIds {
  const changed = new Map<string, Set<string>>()
  const handedOut = new Set<string>()
  const indexKey = writtenIndexKey(datasource, object)
  let index: Set<string> | undefined
  let indexChanged = false

  const loadIndex = async () => (index ??= new Set((await state.read(indexKey)) as string[] | undefined))
  const loadBucket = async (bucket: string) =>
    changed.get(bucket) ?? parseBucket(await state.read(writtenIdsKey(datasource, object, bucket)))
  const markIndex = (bucket: string, names: Set<string>, isIn: boolean) => {
    if (names.has(bucket) === isIn) return
    if (isIn) names.add(bucket)
    else names.delete(bucket)
    indexChanged = true
    handedOut.delete(indexKey)
  }
  const edit = async (ids: Iterable<RecordId>, change: (entries: Set<string>, entry: string) => void) => {
    const names = await loadIndex()
    for (const [bucket, edits] of groupByBucket(ids)) {
      const entries = await loadBucket(bucket)
      const before = entries.size
      for (const entry of edits) change(entries, entry)
      // Also for a bucket that didn't change: a crash may have come between it and the index.
      markIndex(bucket, names, entries.size > 0)
      if (entries.size === before) continue
      changed.set(bucket, entries)
      handedOut.delete(bucket)
    }
  }

  return {
    add: (ids) => edit(ids, (entries, entry) => entries.add(entry)),
    remove: (ids) => edit(ids, (entries, entry) => entries.delete(entry)),
    changes: async () => {
      const changes = [...changed].map(([bucket, entries]) => {
        handedOut.add(bucket)
        return { key: writtenIdsKey(datasource, object, bucket), value: renderBucket(bucket, entries) }
      })
      if (!indexChanged) return changes
      handedOut.add(indexKey)
      return [...changes, { key: indexKey, value: [...(await loadIndex())].toSorted() }]
    },
    settled: () => {
      for (const bucket of handedOut) changed.delete(bucket)
      if (handedOut.has(indexKey)) indexChanged = false
      handedOut.clear()
    },
    buckets: async () => [...(await loadIndex())].toSorted(),
    idsIn: async (bucket) => new Set([...(await loadBucket(bucket))].map((entry) => renderEntry(bucket, entry))),
  }
}

/** The bucket of an Id: its first 13 characters, which keep their case; marked where the Id is kept whole. */
export function bucketOf(id: RecordId): string {
  return (isRecordId(id) ? '' : wholeMark) + id.slice(0, bucketLength)
}

const bucketLength = 13
const wholeMark = '~'

function groupByBucket(ids: Iterable<RecordId>): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const id of ids) {
    const bucket = bucketOf(id)
    const entry = bucket.startsWith(wholeMark) ? id.slice(bucketLength) : id.slice(bucketLength, 15)
    const group = groups.get(bucket)
    if (group === undefined) groups.set(bucket, [entry])
    else group.push(entry)
  }
  return groups
}

function renderEntry(bucket: string, entry: string): RecordId {
  return bucket.startsWith(wholeMark) ? bucket.slice(1) + entry : renderRecordId(bucket + entry)
}

function parseBucket(value: unknown): Set<string> {
  return new Set(typeof value === 'string' ? (value.match(/../g) ?? []) : (value as string[] | undefined))
}

function renderBucket(bucket: string, entries: Set<string>): unknown {
  if (entries.size === 0) return undefined
  const sorted = [...entries].toSorted()
  return bucket.startsWith(wholeMark) ? sorted : sorted.join('')
}
