import type { State, StateChange } from './state.js'
import type { RecordId } from '../terms.js'
import { deletedIdsKey, deletedIndexKey, writtenIdsKey, writtenIndexKey } from './keys.js'
import { isRecordId, renderRecordId } from './record-id.js'

/** A set of an object's Ids, in the state; in memory only the buckets that changed since the last `saved`. */
export interface IdSet {
  /** Ids that are known already change nothing. */
  add(ids: Iterable<RecordId>): Promise<void>
  remove(ids: Iterable<RecordId>): Promise<void>
  /** What the adds and removes since the last `saved` mean for the state; the same again until then. */
  changes(): Promise<StateChange[]>
  /** The last `changes` are in the state. */
  saved(): void
  /** The names of all buckets, in text order. */
  buckets(): Promise<string[]>
  idsIn(bucket: string): Promise<Set<RecordId>>
  /** Those of the Ids that are in the set. */
  among(ids: Iterable<RecordId>): Promise<Set<RecordId>>
}

/**
 * The Ids written for an object and not deleted since: `--reconcile` tells by them what the org no longer has, and a
 * run what it never wrote.
 */
export function openWrittenIds(state: State, datasource: string, object: string): IdSet {
  return new BucketedIds(state, {
    index: writtenIndexKey(datasource, object),
    bucket: (name) => writtenIdsKey(datasource, object, name),
  })
}

/** The Ids that went out with a tombstone and were not written since. */
export function openDeletedIds(state: State, datasource: string, object: string): IdSet {
  return new BucketedIds(state, {
    index: deletedIndexKey(datasource, object),
    bucket: (name) => deletedIdsKey(datasource, object, name),
  })
}

interface IdKeys {
  index: string
  bucket(name: string): string
}

/**
 * Salesforce numbers records in order, so Ids that share all but their last two places are close together: they share
 * a bucket, a text of at most 3,844 pairs. An Id without a right checksum is kept whole, in a bucket of its kind.
 */
class BucketedIds implements IdSet {
  private readonly changed = new Map<string, Set<string>>()
  /** What the last `changes` had, as long as it didn't change again. */
  private readonly handedOut = new Set<string>()
  private index: Set<string> | undefined
  private indexChanged = false

  constructor(
    private readonly state: State,
    private readonly keys: IdKeys,
  ) {}

  add(ids: Iterable<RecordId>): Promise<void> {
    return this.edit(ids, (entries, entry) => entries.add(entry))
  }

  remove(ids: Iterable<RecordId>): Promise<void> {
    return this.edit(ids, (entries, entry) => entries.delete(entry))
  }

  async changes(): Promise<StateChange[]> {
    const changes: StateChange[] = []
    for (const [bucket, entries] of this.changed) {
      changes.push({ key: this.keys.bucket(bucket), value: renderBucket(bucket, entries) })
      this.handedOut.add(bucket)
    }
    if (this.indexChanged) {
      changes.push({ key: this.keys.index, value: await this.buckets() })
      this.handedOut.add(this.keys.index)
    }
    return changes
  }

  saved(): void {
    for (const bucket of this.handedOut) this.changed.delete(bucket)
    if (this.handedOut.has(this.keys.index)) this.indexChanged = false
    this.handedOut.clear()
  }

  async buckets(): Promise<string[]> {
    return [...(await this.loadIndex())].toSorted()
  }

  async idsIn(bucket: string): Promise<Set<RecordId>> {
    return new Set([...(await this.loadBucket(bucket))].map((entry) => renderEntry(bucket, entry)))
  }

  async among(ids: Iterable<RecordId>): Promise<Set<RecordId>> {
    const found = new Set<RecordId>()
    for (const [bucket, asked] of groupByBucket(ids)) {
      const entries = await this.loadBucket(bucket)
      for (const entry of asked) if (entries.has(entry)) found.add(renderEntry(bucket, entry))
    }
    return found
  }

  private async edit(ids: Iterable<RecordId>, change: (entries: Set<string>, entry: string) => void): Promise<void> {
    for (const [bucket, edited] of groupByBucket(ids)) {
      const entries = await this.loadBucket(bucket)
      const sizeBefore = entries.size
      for (const entry of edited) change(entries, entry)
      // Also for a bucket that didn't change: a crash may have come between it and the index.
      await this.list(bucket, entries.size > 0)
      if (entries.size === sizeBefore) continue
      this.changed.set(bucket, entries)
      this.handedOut.delete(bucket)
    }
  }

  private async list(bucket: string, isFilled: boolean): Promise<void> {
    const index = await this.loadIndex()
    if (index.has(bucket) === isFilled) return
    if (isFilled) index.add(bucket)
    else index.delete(bucket)
    this.indexChanged = true
    this.handedOut.delete(this.keys.index)
  }

  private async loadIndex(): Promise<Set<string>> {
    this.index ??= new Set((await this.state.read(this.keys.index)) as string[] | undefined)
    return this.index
  }

  private async loadBucket(bucket: string): Promise<Set<string>> {
    return this.changed.get(bucket) ?? parseBucket(await this.state.read(this.keys.bucket(bucket)))
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
