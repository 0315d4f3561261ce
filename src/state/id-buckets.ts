import type { RecordId } from '../terms.js'
import { isRecordId, renderRecordId } from './record-id.js'

/** What a bucket holds: by the end of an Id its text, or an empty one in a set. */
export type Entries = Map<string, string>

/** The bucket of an Id: its first 13 characters, which keep their case; marked where the Id is kept whole. */
export function bucketOf(id: RecordId): string {
  return (isRecordId(id) ? '' : wholeMark) + id.slice(0, bucketLength)
}

const bucketLength = 13
/** What is left of the 15 places of an Id that tell it apart. */
const entryLength = 2
/** In front of the bucket of Ids that are kept whole. */
export const wholeMark = '~'

/** The values of buckets of one name in two sets: the Ids of both, and those of one alone. */
export function compareBuckets(one: unknown, other: unknown): { both: unknown; different: unknown } {
  const [first, second] = [parseBucket(one, 0), parseBucket(other, 0)]
  const isWhole = [one, other].some((value) => typeof value === 'object' && value !== null)
  const all = new Map([...first, ...second])
  const different = new Map([...all].filter(([entry]) => first.has(entry) !== second.has(entry)))
  return { both: renderBucket(all, isWhole), different: renderBucket(different, isWhole) }
}

/** The Ids of a bucket that are in one set and not in the other. */
export function listMissing(bucket: string, one: unknown, other: unknown): RecordId[] {
  const there = parseBucket(other, 0)
  return [...parseBucket(one, 0).keys()].filter((entry) => !there.has(entry)).map((entry) => renderEntry(bucket, entry))
}

/** By bucket, the entries of Ids in it with the Ids themselves. */
export function groupByBucket(ids: Iterable<RecordId>): Map<string, Map<string, RecordId>> {
  const groups = new Map<string, Map<string, RecordId>>()
  for (const id of ids) {
    const bucket = bucketOf(id)
    const entry = bucket.startsWith(wholeMark) ? id.slice(bucketLength) : id.slice(bucketLength, 15)
    const group = groups.get(bucket)
    if (group === undefined) groups.set(bucket, new Map([[entry, id]]))
    else group.set(entry, id)
  }
  return groups
}

/** The Id of an entry in a bucket. */
export function renderEntry(bucket: string, entry: string): RecordId {
  return bucket.startsWith(wholeMark) ? bucket.slice(1) + entry : renderRecordId(bucket + entry)
}

/** A bucket as the state has it, with texts of one length; a map where they differ. */
export function parseBucket(value: unknown, textLength: number): Entries {
  if (typeof value !== 'string') return new Map(Object.entries((value ?? {}) as Record<string, string>))
  const entries: Entries = new Map()
  const length = entryLength + textLength
  for (let at = 0; at < value.length; at += length)
    entries.set(value.slice(at, at + entryLength), value.slice(at + entryLength, at + length))
  return entries
}

/** A bucket as the state keeps it, in order; undefined where nothing is in it. */
export function renderBucket(entries: Entries, isMap: boolean): unknown {
  if (entries.size === 0) return undefined
  const sorted = isSorted(entries) ? entries : new Map([...entries].toSorted(([a], [b]) => (a < b ? -1 : 1)))
  if (isMap) return Object.fromEntries(sorted)
  const texts: string[] = []
  for (const [entry, text] of sorted) texts.push(entry, text)
  return texts.join('')
}

/** On a first load the Ids come in their order. */
function isSorted(entries: Entries): boolean {
  let last = ''
  for (const entry of entries.keys()) {
    if (entry < last) return false
    last = entry
  }
  return true
}
