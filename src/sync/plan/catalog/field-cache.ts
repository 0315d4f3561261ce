/** The field cache: describes kept between runs, and revalidated with If-Modified-Since. */
import { ExtractError } from '../../../errors/extract-error.js'
import type { Batch, Pending, Revalidated } from '../../../org/org.js'
import { fieldCacheKey } from '../../../state/keys.js'
import type { Datasource } from '../../../config/config-types.js'
import type { SObjectDescribe, SObjectSummary } from '../../../terms.js'
import type { SyncContext } from '../../context.js'

export interface FieldCache {
  /** The list of the org's sObjects. */
  describeGlobal(batch: Batch): Promise<CachedDescribe<SObjectSummary[]>>
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
}

export type CacheContext = Pick<SyncContext, 'org' | 'state' | 'clock'>

/**
 * Opens the field cache of the session's org, API version and user. What is older than `cache_max_age` is revalidated
 * by a conditional describe in the batch it is read with, and kept.
 */
export async function openFieldCache(datasource: Datasource, context: CacheContext): Promise<FieldCache> {
  const { instanceUrl, apiVersion, userId: user } = await context.org.session()
  const keyOf = (part: string) => fieldCacheKey({ instanceUrl, apiVersion, user }, part)
  const read = async <T>(part: string, fetch: Fetch<T>, anew = false): Promise<CachedDescribe<T>> => {
    const entry = { part, key: keyOf(part), maxAgeMs: datasource.cacheMaxAgeMs }
    const kept = anew ? undefined : ((await context.state.read(entry.key)) as Kept<T> | undefined)
    if (kept && context.clock.now() - kept.checkedAt < entry.maxAgeMs)
      return { kept: kept.body, result: async () => kept }
    const pending = fetch(kept?.lastModified)
    return { kept: kept?.body, result: async () => keep(entry, kept, await pending.result(), context) }
  }
  return {
    describeGlobal: (batch) => read('*', (since) => batch.describeGlobal(since)),
    describe: (object, batch, { anew } = {}) => read(object, (since) => batch.describe(object, since), anew),
  }
}

type Fetch<T> = (since: string | undefined) => Pending<Revalidated<T>>

interface Entry {
  /** The sObject, or `*` for the list of all. */
  part: string
  key: string
  maxAgeMs: number
}

/** Spares the store a write where nothing but the time of the check changed and no `cache_max_age` needs it. */
async function keep<T>(
  { part, key, maxAgeMs }: Entry,
  kept: Kept<T> | undefined,
  revalidated: Revalidated<T>,
  { state, clock }: CacheContext,
): Promise<Kept<T>> {
  const body = revalidated.body ?? kept?.body
  if (body === undefined) {
    const message = `The org says the describe of ${part} is unchanged, but there is none in the cache.`
    throw new ExtractError('BAD_ANSWER', message)
  }
  const lastModified = revalidated.lastModified ?? (revalidated.body === undefined ? kept?.lastModified : undefined)
  const fresh: Kept<T> = { body, lastModified, checkedAt: clock.now() }
  if (body !== kept?.body || maxAgeMs > 0) await state.write([{ key, value: fresh }])
  return fresh
}
