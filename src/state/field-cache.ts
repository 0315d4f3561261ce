import { fieldCachePrefix, objectList } from './keys.js'
import type { State } from './state.js'
import type { SObjectSummary, Stamp } from '../terms.js'

/** One describe in the field cache. */
export interface CachedDescribe {
  instanceUrl: string
  apiVersion: string
  user: string
  /** The sObject; absent for the list of all of them. */
  object?: string
  /** Fields of the sObject, or objects in the list. */
  entries: number
  /** When the org last confirmed it, by this machine's clock. */
  checked: Stamp
}

/** Everything in the field cache, by org, user and object. */
export async function readFieldCache(state: State): Promise<CachedDescribe[]> {
  const cached: CachedDescribe[] = []
  for (const key of (await state.keys(fieldCachePrefix)).toSorted()) {
    const entry = (await state.read(key)) as Entry | undefined
    // Damaged: it is read anew by the next run.
    if (entry === undefined) continue
    const { body, checkedAt } = entry
    const [instanceUrl = '', apiVersion = '', user = '', object = ''] = parseParts(key)
    const isList = Array.isArray(body)
    const entries = isList ? body.length : (body.fields?.length ?? 0)
    cached.push({
      instanceUrl,
      apiVersion,
      user,
      ...(isList ? {} : { object }),
      entries,
      checked: new Date(checkedAt).toISOString(),
    })
  }
  return cached
}

/** The lists of objects in the field cache, by org. */
export async function readObjectLists(state: State): Promise<{ instanceUrl: string; objects: SObjectSummary[] }[]> {
  const lists = []
  for (const key of await state.keys(fieldCachePrefix)) {
    const [instanceUrl = '', , , object = ''] = parseParts(key)
    const entry = object === objectList ? ((await state.read(key)) as Entry | undefined) : undefined
    if (Array.isArray(entry?.body)) lists.push({ instanceUrl, objects: entry.body as SObjectSummary[] })
  }
  return lists
}

/** Removes every describe and gives their number. */
export async function clearFieldCache(state: State): Promise<number> {
  const keys = await state.keys(fieldCachePrefix)
  await state.write(keys.map((key) => ({ key, value: undefined })))
  return keys.length
}

interface Entry {
  body: unknown[] | { fields?: unknown[] }
  checkedAt: number
}

function parseParts(key: string): string[] {
  return key.slice(fieldCachePrefix.length).split(':').map(decodeURIComponent)
}
