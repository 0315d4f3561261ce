import type { State, StateChange } from './state.js'
import type { RecordId } from '../terms.js'
import { writtenIdsKey, writtenIndexKey } from './keys.js'
import { isRecordId, renderRecordId } from './record-id.js'

/** The Ids written for an object, in the state; in memory only the buckets that changed since the last `saved`. */
export interface WrittenIds {
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
}

/**
 * The set of Ids written for an object, kept so that `--reconcile` can tell which of them the org no longer has.
 * Salesforce numbers records in order, so Ids that share all but their last two places are close together: they share
 * a bucket, a text of at most 3,844 pairs. An Id without a right checksum is kept whole, in a bucket of its kind.
 */
export function openWrittenIds(state: State, datasource: string, object: string): WrittenIds {
  return new WrittenIdSet(state, datasource, object)
}

class WrittenIdSet implements WrittenIds {
  private readonly changed = new Map<string, Set<string>>()
  /** What the last `changes` had, as long as it didn't change again. */
  private readonly handedOut = new Set<string>()
  private readonly indexKey: string
  private index: Set<string> | undefined
  private indexChanged = false

  constructor(
    private readonly state: State,
    private readonly datasource: string,
    private readonly object: string,
  ) {
    this.indexKey = writtenIndexKey(datasource, object)
  }

  add(ids: Iterable<RecordId>): Promise<void> {
    return this.edit(ids, (entries, entry) => entries.add(entry))
  }

  remove(ids: Iterable<RecordId>): Promise<void> {
    return this.edit(ids, (entries, entry) => entries.delete(entry))
  }

  async changes(): Promise<StateChange[]> {
    const changes: StateChange[] = []
    for (const [bucket, entries] of this.changed) {
      changes.push({ key: writtenIdsKey(this.datasource, this.object, bucket), value: renderBucket(bucket, entries) })
      this.handedOut.add(bucket)
    }
    if (this.indexChanged) {
      changes.push({ key: this.indexKey, value: await this.buckets() })
      this.handedOut.add(this.indexKey)
    }
    return changes
  }

  saved(): void {
    for (const bucket of this.handedOut) this.changed.delete(bucket)
    if (this.handedOut.has(this.indexKey)) this.indexChanged = false
    this.handedOut.clear()
  }

  async buckets(): Promise<string[]> {
    return [...(await this.loadIndex())].toSorted()
  }

  async idsIn(bucket: string): Promise<Set<RecordId>> {
    return new Set([...(await this.loadBucket(bucket))].map((entry) => renderEntry(bucket, entry)))
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
    this.handedOut.delete(this.indexKey)
  }

  private async loadIndex(): Promise<Set<string>> {
    this.index ??= new Set((await this.state.read(this.indexKey)) as string[] | undefined)
    return this.index
  }

  private async loadBucket(bucket: string): Promise<Set<string>> {
    const key = writtenIdsKey(this.datasource, this.object, bucket)
    return this.changed.get(bucket) ?? parseBucket(await this.state.read(key))
  }
}

/** The bucket of an Id: its first 13 characters, which keep their case; marked where the Id is kept whole. */
export function bucketOf(id: RecordId): string {
  return (isRecordId(id) ? '' : wholeMark) + id.slice(0, bucketLength)
}

/** The Ids of two values of one bucket; undefined for none. */
export function mergeBuckets(one: unknown, other: unknown): unknown {
  const isWhole = Array.isArray(one) || Array.isArray(other)
  const entries = new Set([...parseBucket(one), ...parseBucket(other)])
  return renderBucket(isWhole ? wholeMark : '', entries)
}

/** The buckets of two lists of them. */
export function mergeIndexes(one: unknown, other: unknown): string[] {
  return [...new Set([...((one ?? []) as string[]), ...((other ?? []) as string[])])].toSorted()
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
