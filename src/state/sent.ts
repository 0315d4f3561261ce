/** What tells which documents have gone out: it stays when it is forgotten how far an object has been read. */
import { compareBuckets, listMissing } from './id-buckets.js'
import { objectKey, parseKey } from './keys.js'
import { isObject, isTextMap } from './shapes.js'
import type { State, StateChange } from './state.js'

/**
 * What becomes of the state under a key when what was pending for it is dropped. The documents have gone out all the
 * same, so the Ids written stay known, and those that went out as deleted. An Id that the dropped run wrote or deleted
 * is in both sets from now on: whether it is gone or lives, it is told again.
 */
export async function keepSent(state: State, key: string, pending: unknown): Promise<StateChange[]> {
  const kept = await state.read(key)
  if (key.startsWith('written:')) {
    return [...(await keepWritten(state, key, kept, pending)), ...(await readDeletedAgain(state, key, kept, pending))]
  }
  if (key.startsWith('deleted:')) return [{ key, value: compareBuckets(kept, pending).both }]
  if (key.startsWith('emitted:')) return [{ key, value: mergeEmitted(kept, pending) }]
  if (/^(?:written|deleted|emitted)-index:/.test(key)) return [{ key, value: mergeIndexes(kept, pending) }]
  if (key.startsWith('object:')) return [{ key, value: mergeObjects(kept, pending) }]
  if (key.startsWith('directories:')) return [{ key, value: mergeDirectories(kept, pending) }]
  return []
}

/** Of an object that is to be read anew: where its deletions stand. */
export function sentOf(object: unknown): unknown {
  const { deletions, watchedSince } = (isObject(object) ? object : {}) as SentObject
  if (!isStamp(deletions?.watermark)) return undefined
  const { watermark, overlap } = deletions
  return {
    deletions: { watermark, overlap: isTextMap(overlap) ? overlap : undefined },
    watchedSince: isStamp(watchedSince) ? watchedSince : undefined,
  }
}

/** Of the directories written: which they are, and that each is to be written again. */
export function forgetHashes(directories: unknown): unknown {
  const known = (directories ?? {}) as Directories
  return Object.fromEntries(Object.entries(known).map(([id, directory]) => [id, { ...directory, hash: '' }]))
}

/** The directories written, by Id, as `sync` keeps them. */
type Directories = Record<string, { hash: string }>

/** These three of the state of an object, as `sync` keeps it. */
interface SentObject {
  scope?: { selection?: string }
  deletions?: { watermark?: string; overlap?: Record<string, string> }
  watchedSince?: string
}

async function keepWritten(state: State, key: string, kept: unknown, pending: unknown): Promise<StateChange[]> {
  const { both, different } = compareBuckets(kept, pending)
  if (different === undefined) return []
  const deletedKey = key.replace('written:', 'deleted:')
  const indexKey = deletedKey.replace('deleted:', 'deleted-index:').replace(/:[^:]*$/, '')
  return [
    { key, value: both },
    { key: deletedKey, value: compareBuckets(await state.read(deletedKey), different).both },
    { key: indexKey, value: mergeIndexes(await state.read(indexKey), [parseKey(key).parts[2]!]) },
  ]
}

/**
 * A record that went out as deleted since the settings left it out may live: no window shows it when they take it in
 * again. Of many records all Ids are compared instead.
 */
async function readDeletedAgain(state: State, key: string, kept: unknown, pending: unknown): Promise<StateChange[]> {
  const [datasource, object, bucket] = parseKey(key).parts as [string, string, string]
  const deleted = listMissing(bucket, kept, pending)
  const stateKey = objectKey(datasource, object)
  const before = await state.read(stateKey)
  if (deleted.length === 0 || !isObject(before)) return []
  const reEmit = [...new Set([...((before['reEmit'] ?? []) as string[]), ...deleted])]
  const again = reEmit.length > mostReadAgain ? { comparesIds: true, compared: undefined } : { reEmit }
  return [{ key: stateKey, value: { ...before, ...again } }]
}

const mostReadAgain = 5000

function mergeIndexes(one: unknown, other: unknown): string[] {
  return [...new Set([...((one ?? []) as string[]), ...((other ?? []) as string[])])].toSorted()
}

function mergeObjects(kept: unknown, pending: unknown): unknown {
  const sent = sentOf(pending) as SentObject | undefined
  const object = withDoubt((isObject(kept) ? kept : {}) as SentObject, pending)
  if (sent === undefined || object.deletions?.watermark !== undefined) return kept === undefined ? kept : object
  return { ...object, ...sent }
}

/** Documents of other settings have gone out: what the settings are next time, every record is read again. */
function withDoubt(object: SentObject, pending: unknown): SentObject {
  const { scope } = (isObject(pending) ? pending : {}) as SentObject
  if (object.scope === undefined || scope === undefined || scope.selection === object.scope.selection) return object
  return { ...object, scope: { ...object.scope, selection: '' } }
}

/**
 * Of a record's documents all that may have gone out, before or in the dropped run: `sync` keeps them as lists, and none
 * where that is the document of the record's own Id, which an empty entry stands for.
 */
function mergeEmitted(kept: unknown, pending: unknown): Record<string, string> {
  const [before, after] = [(kept ?? {}) as Record<string, string>, (pending ?? {}) as Record<string, string>]
  const merged = Object.keys({ ...before, ...after }).map((entry) => {
    const all = new Set([...emittedIn(before[entry]), ...emittedIn(after[entry])])
    return [entry, JSON.stringify([...all])]
  })
  return Object.fromEntries(merged) as Record<string, string>
}

function emittedIn(text: string | undefined): unknown[] {
  return text === undefined ? [''] : (JSON.parse(text) as unknown[])
}

/** Those that the dropped run wrote, or wrote tombstones of, are told again. */
function mergeDirectories(kept: unknown, pending: unknown): unknown {
  const [before, after] = [(kept ?? {}) as Directories, (pending ?? {}) as Directories]
  const merged = Object.entries({ ...after, ...before }).map(([id, directory]) => {
    const isSame = before[id]?.hash === after[id]?.hash
    return [id, isSame ? directory : { ...directory, hash: '' }]
  })
  return Object.fromEntries(merged)
}

function isStamp(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)
}
