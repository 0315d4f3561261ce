import type { State, StateChange } from './state.js'
import type { RecordId } from '../terms.js'
import { idsIndexKey, idsKey, type IdKind } from './keys.js'
import {
  bucketOf,
  groupByBucket,
  parseBucket,
  renderBucket,
  renderEntry,
  wholeMark,
  type Entries,
} from './id-buckets.js'

/** What the state keeps by an object's Ids; in memory only the buckets that changed since the last `saved`. */
export interface KeptIds {
  remove(ids: Iterable<RecordId>): Promise<void>
  /** What the adds and removes since the last `saved` mean for the state; the same again until then. */
  changes(): Promise<StateChange[]>
  /** The last `changes` are in the state. */
  saved(): void
  /** The names of all buckets, in text order. */
  buckets(): Promise<string[]>
  idsIn(bucket: string): Promise<Set<RecordId>>
}

export interface IdSet extends KeptIds {
  /** Ids that are known already change nothing. */
  add(ids: Iterable<RecordId>): Promise<void>
  /** Those of the Ids that are in the set. */
  among(ids: Iterable<RecordId>): Promise<Set<RecordId>>
}

/** A short text by Id. */
export interface IdTexts extends KeptIds {
  /** An empty text takes the Id out. */
  put(texts: Map<RecordId, string>): Promise<void>
  /** The texts of those of the Ids that have one. */
  textsOf(ids: Iterable<RecordId>): Promise<Map<RecordId, string>>
  /** The texts of a bucket. */
  textsIn(bucket: string): Promise<Map<RecordId, string>>
}

/**
 * The Ids written for an object and not deleted since: `--reconcile` tells by them what the org no longer has, and a
 * run what it never wrote.
 */
export function openWrittenIds(state: State, datasource: string, object: string): IdSet {
  return new BucketedIds(state, keysOf('written', datasource, object))
}

/** The Ids that went out with a tombstone and were not written since. */
export function openDeletedIds(state: State, datasource: string, object: string): IdSet {
  return new BucketedIds(state, keysOf('deleted', datasource, object))
}

/** By Id, what the children in its document looked like, `length` characters each; none where it has no children. */
export function openSignatures(state: State, datasource: string, object: string, length: number): IdTexts {
  return new BucketedIds(state, keysOf('signatures', datasource, object), length)
}

/** By Id, hashes of the children in the lists of its document; none where it has no children. */
export function openListed(state: State, datasource: string, object: string): IdTexts {
  return new BucketedIds(state, keysOf('listed', datasource, object), anyLength)
}

/** By Id, the version written last, `length` characters each. */
export function openVersions(state: State, datasource: string, object: string, length: number): IdTexts {
  return new BucketedIds(state, keysOf('versions', datasource, object), length)
}

/** By Id, which documents went out for the record; none where that is the one of its own Id alone. */
export function openEmitted(state: State, datasource: string, object: string): IdTexts {
  return new BucketedIds(state, keysOf('emitted', datasource, object), anyLength)
}

/** Of texts that differ in length: a bucket of them is kept as a map. */
const anyLength = Infinity

function keysOf(kind: IdKind, datasource: string, object: string) {
  const bucket = (name: string) => idsKey(kind, datasource, object, name)
  return { index: idsIndexKey(kind, datasource, object), bucket }
}

/**
 * Salesforce numbers records in order, so Ids that share all but their last two places are close together: they share
 * a bucket, a text of at most 3,844 entries of one length. An Id without a right checksum is kept whole, in a bucket of
 * its kind.
 */
class BucketedIds implements IdSet, IdTexts {
  private readonly changed = new Map<string, Entries>()
  /** What the last `changes` had, as long as it didn't change again. */
  private readonly handedOut = new Set<string>()
  /** The last buckets that were read: the Ids of a page are close together, and the next one goes on from there. */
  private readonly recent = new Map<string, Entries>()
  private index: Set<string> | undefined
  private indexChanged = false

  constructor(
    private readonly state: State,
    private readonly keys: ReturnType<typeof keysOf>,
    private readonly textLength = 0,
  ) {}

  add(ids: Iterable<RecordId>): Promise<void> {
    return this.edit(ids, (entries, entry) => !entries.has(entry) && entries.set(entry, '').has(entry))
  }

  remove(ids: Iterable<RecordId>): Promise<void> {
    return this.edit(ids, (entries, entry) => entries.delete(entry))
  }

  async put(texts: Map<RecordId, string>): Promise<void> {
    const index = await this.loadIndex()
    const ids = [...texts].filter(([id, text]) => text !== '' || index.has(bucketOf(id))).map(([id]) => id)
    await this.edit(ids, (entries, entry, id) => {
      const text = texts.get(id)!
      if (text === '') return entries.delete(entry)
      return entries.get(entry) !== text && entries.set(entry, text).has(entry)
    })
  }

  async changes(): Promise<StateChange[]> {
    const changes: StateChange[] = []
    for (const [bucket, entries] of this.changed) {
      changes.push({ key: this.keys.bucket(bucket), value: renderBucket(entries, this.isMap(bucket)) })
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
    return new Set((await this.textsIn(bucket)).keys())
  }

  async textsIn(bucket: string): Promise<Map<RecordId, string>> {
    const entries = await this.loadBucket(bucket)
    return new Map([...entries].map(([entry, text]) => [renderEntry(bucket, entry), text]))
  }

  async among(ids: Iterable<RecordId>): Promise<Set<RecordId>> {
    return new Set((await this.textsOf(ids)).keys())
  }

  async textsOf(ids: Iterable<RecordId>): Promise<Map<RecordId, string>> {
    const found = new Map<RecordId, string>()
    const index = await this.loadIndex()
    for (const [bucket, asked] of groupByBucket(ids)) {
      if (!index.has(bucket)) continue
      const entries = await this.loadBucket(bucket)
      for (const [entry, id] of asked) {
        const text = entries.get(entry)
        if (text !== undefined) found.set(id, text)
      }
    }
    return found
  }

  /** `change` says whether it changed anything. */
  private async edit(
    ids: Iterable<RecordId>,
    change: (entries: Entries, entry: string, id: RecordId) => boolean,
  ): Promise<void> {
    for (const [bucket, edited] of groupByBucket(ids)) {
      const entries = await this.loadBucket(bucket)
      let isChanged = false
      for (const [entry, id] of edited) if (change(entries, entry, id)) isChanged = true
      // Also for a bucket that didn't change: a crash may have come between it and the index.
      await this.list(bucket, entries.size > 0)
      if (!isChanged) continue
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

  private isMap(bucket: string): boolean {
    return this.textLength === anyLength || bucket.startsWith(wholeMark)
  }

  private async loadIndex(): Promise<Set<string>> {
    this.index ??= new Set((await this.state.read(this.keys.index)) as string[] | undefined)
    return this.index
  }

  private async loadBucket(bucket: string): Promise<Entries> {
    const known = this.changed.get(bucket) ?? this.recent.get(bucket)
    if (known !== undefined) return known
    const entries = parseBucket(await this.state.read(this.keys.bucket(bucket)), this.textLength)
    this.recent.set(bucket, entries)
    const [oldest] = this.recent.keys()
    if (this.recent.size > mostRecent) this.recent.delete(oldest!)
    return entries
  }
}

const mostRecent = 3
