/** The field cache: describes kept between runs, and revalidated with If-Modified-Since. */
import { isDeepStrictEqual } from 'node:util'
import { ExtractError } from '../../../errors/extract-error.js'
import type { Batch, Pending, Revalidated } from '../../../org/org.js'
import { fieldCacheKey, objectList } from '../../../state/keys.js'
import type { Datasource } from '../../../config/config-types.js'
import type { SObjectDescribe, SObjectSummary } from '../../../terms.js'
import type { SyncContext } from '../../context.js'

export interface FieldCache {
  /**
   * Whether the list of sObjects is to be revalidated by itself, before the describes: composite calls of this org were
   * seen to ignore conditions. Where no sObject changed the list says so (REST API Developer Guide, "Describe Global").
   */
  listFirst: boolean
  /** The list of the org's sObjects. */
  describeGlobal(batch: Batch): CachedDescribe<SObjectSummary[]>
  /** One sObject; with `anew` past what is kept. */
  describe(object: string, batch: Batch, options?: { anew?: boolean }): Promise<CachedDescribe<SObjectDescribe>>
}

/** A describe as it was kept, and what revalidating it will give. */
export interface CachedDescribe<T> {
  kept: T | undefined
  /** Throws what the describe by itself would throw, and BAD_ANSWER for an unchanged one that isn't kept. */
  result(): Promise<Kept<T>>
}

export interface Kept<T> {
  body: T
  lastModified?: string
  /** This machine's clock, for `cache_max_age` alone. */
  checkedAt: number
  /** Of a describe: the Last-Modified of the list of sObjects when it was right, where the list comes first. */
  under?: string | undefined
  /** Of the list: composite calls were seen to ignore the conditions of describes. */
  listFirst?: boolean | undefined
}

/** What a run knows of the list of sObjects once it was revalidated. */
export interface KnownList {
  listFirst: boolean
  lastModified?: string | undefined
}

export type CacheContext = Pick<SyncContext, 'org' | 'state' | 'clock'>

/**
 * Opens the field cache of the session's org, API version and user. What is older than `cache_max_age` is revalidated
 * by a conditional describe in the batch it is read with, and kept. `known`: what the run has found out of the list of
 * sObjects already, which is long to read.
 */
export async function openFieldCache(
  datasource: Datasource,
  context: CacheContext,
  known?: KnownList,
): Promise<FieldCache> {
  const { instanceUrl, apiVersion, userId: user } = await context.org.session()
  const keyOf = (part: string) => fieldCacheKey({ instanceUrl, apiVersion, user }, part)
  const readKept = async <T>(part: string) => (await context.state.read(keyOf(part))) as Kept<T> | undefined
  const keptList = known === undefined ? await readKept<SObjectSummary[]>(objectList) : undefined
  const { listFirst = keptList?.listFirst ?? false, lastModified: under } = known ?? {}
  const cache: Cache = { ...context, maxAgeMs: datasource.cacheMaxAgeMs, keyOf, listFirst, under }
  const open = <T>(part: string, kept: Kept<T> | undefined, fetch: Fetch<T>): CachedDescribe<T> => {
    if (kept && isFresh(part, kept, cache)) return { kept: kept.body, result: async () => kept }
    const pending = fetch(kept?.lastModified)
    return { kept: kept?.body, result: async () => keep(part, kept, await pending.result(), cache) }
  }
  return {
    listFirst,
    describeGlobal(batch) {
      const { kept, result } = open(objectList, keptList, (since) => batch.describeGlobal(since))
      const revalidate = async () => {
        const entry = await result()
        cache.under = entry.lastModified
        return entry
      }
      return { kept, result: revalidate }
    },
    async describe(object, batch, { anew } = {}) {
      const kept = anew ? undefined : await readKept<SObjectDescribe>(object)
      return open(object, kept, (since) => batch.describe(object, since))
    },
  }
}

type Fetch<T> = (since: string | undefined) => Pending<Revalidated<T>>

interface Cache extends CacheContext {
  maxAgeMs: number
  keyOf(part: string): string
  listFirst: boolean
  /** The Last-Modified of the list of sObjects, as soon as it was revalidated. */
  under: string | undefined
}

function isFresh(part: string, kept: Kept<unknown>, { clock, maxAgeMs, listFirst, under }: Cache): boolean {
  if (clock.now() - kept.checkedAt < maxAgeMs) return true
  return listFirst && part !== objectList && under !== undefined && kept.under === under
}

/** Spares the store a write where nothing but the time of the check changed and no `cache_max_age` needs it. */
async function keep<T>(
  part: string,
  kept: Kept<T> | undefined,
  revalidated: Revalidated<T>,
  cache: Cache,
): Promise<Kept<T>> {
  const isIgnored = revalidated.body !== undefined && isDeepStrictEqual(revalidated.body, kept?.body)
  const body = isIgnored ? kept?.body : (revalidated.body ?? kept?.body)
  if (body === undefined) {
    const message = `The org says the describe of ${part} is unchanged, but there is none in the cache.`
    throw new ExtractError('BAD_ANSWER', message)
  }
  const lastModified =
    revalidated.body === undefined ? (kept?.lastModified ?? revalidated.lastModified) : revalidated.lastModified
  const fresh: Kept<T> = { body, lastModified, checkedAt: cache.clock.now(), ...marksOf(part, kept, cache) }
  const isNew = body !== kept?.body || fresh.under !== kept?.under || lastModified !== kept?.lastModified
  if (isNew || cache.maxAgeMs > 0) await cache.state.write([{ key: cache.keyOf(part), value: fresh }])
  if (part !== objectList && kept !== undefined) await noteConditions(isIgnored, revalidated.body === undefined, cache)
  return fresh
}

function marksOf(part: string, kept: Kept<unknown> | undefined, { listFirst, under }: Cache) {
  if (part === objectList) return kept?.listFirst ? { listFirst: true } : {}
  return listFirst && under !== undefined ? { under } : {}
}

/** Notes for the next run what a conditional describe tells of the org: ignored where it came whole and unchanged. */
async function noteConditions(isIgnored: boolean, isHeeded: boolean, cache: Cache): Promise<void> {
  if (cache.listFirst ? !isHeeded : !isIgnored) return
  const key = cache.keyOf(objectList)
  const kept = (await cache.state.read(key)) as Kept<SObjectSummary[]> | undefined
  if (kept === undefined || (kept.listFirst ?? false) !== cache.listFirst) return
  const { listFirst: _, ...others } = kept
  await cache.state.write([{ key, value: cache.listFirst ? others : { ...others, listFirst: true } }])
}
