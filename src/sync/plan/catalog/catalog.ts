/** What the org lets the run-as user see of a datasource. */
import pLimit from 'p-limit'
import { findObjectName } from '../../../config/values/find-object-name.js'
import { endsRun, isExtractError, reportError, type ExtractError } from '../../../errors/extract-error.js'
import type { Batch } from '../../../org/org.js'
import type { Datasource } from '../../../config/config-types.js'
import type { ErrorReport, SObjectDescribe, SObjectSummary } from '../../../terms.js'
import type { SyncContext } from '../../context.js'
import { chooseObjects, describedObjects, validateKnown, type CatalogObject } from './choose-objects.js'
import { configuredChildren } from './list-describes.js'
import { settleVanished } from './vanished.js'
import { buildTrustedDescribe } from '../trusted-describe.js'
import { openFieldCache, type CachedDescribe, type FieldCache } from './field-cache.js'

/** What the org lets the run-as user see, from the field cache where it still holds. */
export interface Catalog {
  summaries: SObjectSummary[]
  /** Describes of the datasource's objects and of their children, by sObject name. */
  describes: Map<string, SObjectDescribe>
  /** By sObject, in lower case: fields, parents and child lists that the org refused in this run. */
  refused: Map<string, Set<string>>
  /** Last-Modified of the summaries, where the org gave one. */
  lastModified?: string
  /** They are revalidated before the describes. */
  listFirst: boolean
  /** Objects the datasource has and the org lets us query, in order, standard ones first. */
  wanted: CatalogObject[]
  /** Those of them that can be read: the org gave their describe. */
  objects: CatalogObject[]
  /** Objects the configuration wants and a run leaves out, with the cause. */
  skipped: { object: string; reason: string }[]
  /** Objects that can't be read though earlier runs have read them, or whose describe the org would not give. */
  failed: { object: string; error: ErrorReport }[]
  /** The sObjects whose rows stand in configured child lists. */
  inLists: Set<string>
  /** Objects that earlier runs have read and the org doesn't let us query now, asked for in this run or not. */
  vanished: string[]
  /** Children whose describe the org would not give; kept ones are known from an earlier run. */
  childFailures: { child: string; error: ExtractError; isKept: boolean }[]
}

export type CatalogContext = Pick<SyncContext, 'org' | 'state' | 'clock' | 'settings' | 'findRead'>

export interface ReadOptions {
  /** Describes are read of these objects alone. */
  only?: string[] | undefined
  /** Told of the kept describes before the first call, to add to its batch what may travel with it. */
  alongside?: (kept: SObjectDescribe[], batch: Batch) => Promise<void>
}

/**
 * Revalidates the field cache and picks the datasource's objects. Describes that the kept list of sObjects leads to may
 * travel with the new one.
 * Throws OBJECT_UNKNOWN, with suggestions, for an object the configuration names, the org lacks and no run has read.
 */
export async function readCatalog(
  datasource: Datasource,
  context: CatalogContext,
  { only, alongside }: ReadOptions = {},
): Promise<Catalog> {
  const cache = await openFieldCache(datasource, context)
  const batch = context.org.batch()
  // Describes that wait for the list are in a batch that is never sent.
  const [listBatch, describeBatch] = cache.listFirst ? [context.org.batch(), context.org.batch()] : [batch, batch]
  const list = cache.describeGlobal(listBatch)
  const needed = (summaries: SObjectSummary[]) =>
    describedObjects(chooseObjects(datasource, summaries), summaries, datasource, only)
  const expected = await readExpected(list.kept ?? [], needed, { cache, batch: describeBatch, datasource, context })
  await alongside?.(
    [...expected.values()].flatMap(({ kept }) => kept ?? []),
    batch,
  )
  const { body: summaries, lastModified } = await list.result()
  const chosen = chooseObjects(datasource, summaries)
  const { unknown, vanished, ...choice } = await settleVanished(chosen, datasource, context)
  validateKnown(unknown, summaries)
  const names = [...needed(summaries)]
  const known: Describes = cache.listFirst ? new Map() : expected
  const further = names.filter((name) => !known.has(name))
  const describes = new Map([...known, ...(await readKept(further, cache, context.org.batch(), context))])
  const none = { describes: new Map(), refused: new Map(), objects: [], childFailures: [], inLists: new Set<string>() }
  const isAsked = (object: string) => only === undefined || only.some((name) => findObjectName(name, [object]))
  const failed = vanished.filter(({ object }) => isAsked(object))
  const lost = vanished.map(({ object }) => object)
  const catalog: Catalog = {
    ...none,
    ...choice,
    failed,
    vanished: lost,
    summaries,
    lastModified,
    listFirst: cache.listFirst,
  }
  await describeAll(catalog, names, describes, context)
  await describeLists(catalog, describes, datasource, context)
  catalog.objects = catalog.wanted.filter(({ name }) => catalog.describes.has(name))
  return catalog
}

interface Expecting {
  cache: FieldCache
  batch: Batch
  datasource: Datasource
  context: CatalogContext
}

/** What is kept of the describes that the kept list of sObjects leads to, and of those that they lead to themselves. */
async function readExpected(
  summaries: SObjectSummary[],
  needed: (summaries: SObjectSummary[]) => Iterable<string>,
  { cache, batch, datasource, context }: Expecting,
): Promise<Describes> {
  if (summaries.length === 0) return new Map()
  const expected = await readKept(needed(summaries), cache, batch, context)
  const kept = [...expected.values()].flatMap((describe) => describe.kept ?? [])
  const inLists = configuredChildren(kept, summaries, datasource)
  const further = [...inLists].filter((name) => !expected.has(name))
  return new Map([...expected, ...(await readKept(further, cache, batch, context))])
}

/** Describes the children of configured lists, where the describes of their records have just told which they are. */
async function describeLists(
  catalog: Catalog,
  describes: Describes,
  datasource: Datasource,
  context: CatalogContext,
): Promise<void> {
  catalog.inLists = configuredChildren(catalog.describes.values(), catalog.summaries, datasource)
  const names = [...catalog.inLists].filter((name) => !catalog.describes.has(name))
  const missing = names.filter((name) => !describes.has(name))
  if (names.length === 0) return
  const cache = await openFieldCache(datasource, context, catalog)
  const read = await readKept(missing, cache, context.org.batch(), context)
  await describeAll(catalog, names, new Map([...describes, ...read]), context)
}

/** Reads further describes, such as those of parents. One the org doesn't give stays unknown. */
export async function addDescribes(
  catalog: Catalog,
  names: string[],
  datasource: Datasource,
  context: CatalogContext,
): Promise<void> {
  const missing = new Set(names.filter((name) => !catalog.describes.has(name)))
  if (missing.size === 0) return
  const cache = await openFieldCache(datasource, context, catalog)
  for (const [name, pending] of await readKept(missing, cache, context.org.batch(), context)) {
    const describe = await tryDescribe(pending)
    if (!isExtractError(describe)) catalog.describes.set(name, describe)
  }
}

/** One object's describe, read past the cache and kept in it: after the org refused a field. */
export async function fetchDescribe(
  object: string,
  context: CatalogContext & { datasource: Datasource },
): Promise<SObjectDescribe> {
  const cache = await openFieldCache(context.datasource, context)
  const { result } = await cache.describe(object, context.org.batch(), { anew: true })
  return (await result()).body
}

type Describes = Map<string, CachedDescribe<SObjectDescribe>>

/** What is kept of the describes of these names, in their order; what has to be revalidated joins the batch. */
async function readKept(
  names: Iterable<string>,
  cache: FieldCache,
  batch: Batch,
  { settings }: CatalogContext,
): Promise<Describes> {
  const limit = pLimit(settings.concurrency)
  const read = async (name: string) => [name, await cache.describe(name, batch)] as const
  return new Map(await Promise.all([...names].map((name) => limit(read, name))))
}

/** An error that ends the run is thrown when the calls on their way have ended; no further ones are made. */
async function describeAll(
  catalog: Catalog,
  names: string[],
  describes: Describes,
  { settings }: CatalogContext,
): Promise<void> {
  const limit = pLimit(settings.concurrency)
  const errors: unknown[] = []
  const describe = async (name: string) => {
    if (errors.length > 0) return
    await describeOne(catalog, name, describes.get(name)!).catch((error: unknown) => errors.push(error))
  }
  await Promise.all(names.map((name) => limit(describe, name)))
  if (errors.length > 0) throw errors[0]
}

async function describeOne(catalog: Catalog, name: string, pending: CachedDescribe<SObjectDescribe>): Promise<void> {
  const describe = await tryDescribe(pending)
  if (!isExtractError(describe)) catalog.describes.set(name, describe)
  else if (catalog.wanted.some((object) => object.name === name))
    catalog.failed.push({ object: name, error: reportError(describe) })
  else noteChildFailure(catalog, name, describe, pending.kept)
}

/**
 * A child that was there in an earlier run is not believed gone for one failure: what is kept of it holds, or what is
 * known of it anyway. Only a refusal that the org gives a code for leaves it out.
 */
function noteChildFailure(
  catalog: Catalog,
  child: string,
  error: ExtractError,
  kept: SObjectDescribe | undefined,
): void {
  const isDefinite = isExtractError(error, 'OBJECT_NOT_FOUND', 'ACCESS_DENIED') && error.details.salesforceCode
  const stand = isDefinite ? undefined : (kept ?? buildTrustedDescribe(child))
  if (stand !== undefined) catalog.describes.set(child, stand)
  catalog.childFailures.push({ child, error, isKept: stand !== undefined && stand === kept })
}

/** A describe, or why the org would not give it. Throws what ends the run. */
async function tryDescribe({ result }: CachedDescribe<SObjectDescribe>): Promise<SObjectDescribe | ExtractError> {
  try {
    return (await result()).body
  } catch (error) {
    if (endsRun(error) || !isExtractError(error)) throw error
    return error
  }
}
