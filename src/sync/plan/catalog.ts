/** The field cache: what the org lets the run-as user see, kept between runs and revalidated with If-Modified-Since. */
import pLimit from 'p-limit'
import { closestName } from '../../config/values/closest-name.js'
import { endsRun, ExtractError, isExtractError, reportError } from '../../errors/extract-error.js'
import type { Revalidated } from '../../org/org.js'
import { fieldCacheKey } from '../../state/keys.js'
import type { State } from '../../state/state.js'
import type { Datasource, ErrorReport, SObjectDescribe, SObjectSummary } from '../../terms.js'
import { childObjectsOf, isStandardObject } from './standard-objects.js'
import type { SyncContext } from '../context.js'
import { fileObject } from './field-tables.js'

/** What the org lets the run-as user see, from the field cache where it still holds. */
export interface Catalog {
  summaries: SObjectSummary[]
  /** Describes of the datasource's objects and of their children, by sObject name. */
  describes: Map<string, SObjectDescribe>
  /** By sObject, in lower case: fields, parents and child lists that the org refused in this run. */
  refused: Map<string, Set<string>>
  /** Last-Modified of the summaries, where the org gave one. */
  lastModified?: string
  /** Objects the datasource has and the org lets us query, in order, standard ones first. */
  wanted: CatalogObject[]
  /** Those of them that can be read: the org gave their describe. */
  objects: CatalogObject[]
  /** Objects the configuration wants and a run leaves out, with the cause. */
  skipped: { object: string; reason: string }[]
  /** Objects whose describe the org would not give. */
  failed: { object: string; error: ErrorReport }[]
  /** Children whose describe the org would not give. */
  childFailures: { child: string; error: ExtractError }[]
}

export interface CatalogObject {
  name: string
  isStandard: boolean
}

type CatalogContext = Pick<SyncContext, 'org' | 'state' | 'clock' | 'settings'>

/**
 * Revalidates the field cache and picks the datasource's objects; describes are read of those in `only`, where it is
 * given.
 * Throws OBJECT_UNKNOWN, with suggestions, for an object the configuration names and the org lacks.
 */
export async function readCatalog(datasource: Datasource, context: CatalogContext, only?: string[]): Promise<Catalog> {
  const cache = await openFieldCache(datasource, context)
  const { body: summaries, lastModified } = await cache.summaries()
  const { picked, lacking } = pickObjects(datasource, summaries)
  const queryable = new Set(summaries.filter((summary) => summary.queryable).map((summary) => summary.name))
  const wanted = picked.filter((object) => queryable.has(object.name))
  const left = [...picked.map(({ name }) => name), ...fileObjects(datasource)].filter((name) => !queryable.has(name))
  const catalog: Catalog = {
    summaries,
    ...(lastModified === undefined ? {} : { lastModified }),
    describes: new Map(),
    refused: new Map(),
    wanted,
    objects: [],
    skipped: [
      ...lacking.map((object) => ({ object, reason: 'The org does not have it, or does not show it to this user.' })),
      ...left.map((object) => ({ object, reason: 'The org does not let this user query it.' })),
    ],
    failed: [],
    childFailures: [],
  }
  await describeAll(catalog, neededDescribes(catalog, queryable, datasource, only), cache, context)
  catalog.objects = wanted.filter(({ name }) => catalog.describes.has(name))
  return catalog
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
  const cache = await openFieldCache(datasource, context)
  for (const name of missing) {
    const describe = await tryDescribe(name, cache)
    if (!isExtractError(describe)) catalog.describes.set(name, describe)
  }
}

/** One object's describe, read past the cache and kept in it: after the org refused a field. */
export async function fetchDescribe(
  object: string,
  context: CatalogContext & { datasource: Datasource },
): Promise<SObjectDescribe> {
  const cache = await openFieldCache(context.datasource, context)
  return (await cache.describe(object, { anew: true })).body
}

interface Cached<T> {
  body: T
  lastModified?: string
  /** This machine's clock, for `cache_max_age` alone. */
  checkedAt: number
}

async function openFieldCache(datasource: Datasource, { org, state, clock }: CatalogContext) {
  const { instanceUrl, apiVersion, userId: user } = await org.session()
  const key = (part: string) => fieldCacheKey({ instanceUrl, apiVersion, user }, part)
  const through = async <T>(part: string, anew: boolean, fetch: (since?: string) => Promise<Revalidated<T>>) => {
    const kept = anew ? undefined : await state.read(key(part))
    const cached = isCached<T>(kept, part) ? kept : undefined
    if (cached && clock.now() - cached.checkedAt < datasource.cacheMaxAgeMs) return cached
    const answer = await fetch(cached?.lastModified)
    const body = answer.body ?? cached?.body
    if (body === undefined) {
      throw new ExtractError('BAD_ANSWER', `The org says that ${part} is unchanged, but there is none in the cache.`)
    }
    const lastModified = answer.lastModified ?? (answer.body === undefined ? cached?.lastModified : undefined)
    const fresh = { body, ...(lastModified === undefined ? {} : { lastModified }), checkedAt: clock.now() }
    await keep(state, key(part), fresh, cached, datasource)
    return fresh
  }
  return {
    summaries: () => through('*', false, (since) => org.describeGlobal(since)),
    describe: (object: string, { anew = false } = {}) => through(object, anew, (since) => org.describe(object, since)),
  }
}

/** Whether what was kept can be used: what can't is read anew, as if nothing had been kept. */
function isCached<T>(kept: unknown, part: string): kept is Cached<T> {
  const { body, checkedAt } = (kept ?? {}) as { body?: unknown; checkedAt?: unknown }
  const entries = part === '*' ? body : (body as { fields?: unknown } | null | undefined)?.fields
  return typeof checkedAt === 'number' && Array.isArray(entries) && entries.length > 0 && entries.every(isNamed)
}

function isNamed(entry: unknown): boolean {
  return typeof (entry as { name?: unknown } | null)?.name === 'string'
}

/** Spares the store a write where nothing but the time of the check changed and no `cache_max_age` needs it. */
async function keep<T>(
  state: State,
  key: string,
  fresh: Cached<T>,
  cached: Cached<T> | undefined,
  datasource: Datasource,
) {
  if (cached && fresh.body === cached.body && datasource.cacheMaxAgeMs === 0) return
  await state.write([{ key, value: fresh }])
}

interface Picked {
  picked: CatalogObject[]
  /** Standard objects of the default list that the org lacks. */
  lacking: string[]
}

function pickObjects(datasource: Datasource, summaries: SObjectSummary[]): Picked {
  const byLowerName = new Map(summaries.map((summary) => [summary.name.toLowerCase(), summary]))
  const everyCustom = summaries
    .filter((summary) => summary.queryable && summary.name.endsWith('__c'))
    .map((summary) => summary.name)
  const custom = datasource.customObjects.includes('*') ? everyCustom.toSorted() : datasource.customObjects
  const names = [
    ...new Set([...datasource.standardObjects, ...datasource.customObjects.filter((name) => name !== '*'), ...custom]),
  ]
  const unknown = names.filter((name) => !byLowerName.has(name.toLowerCase()))
  const lacking = datasource.namesStandardObjects
    ? []
    : unknown.filter((name) => datasource.standardObjects.includes(name))
  if (unknown.length > lacking.length)
    throw unknownObjects(
      unknown.filter((name) => !lacking.includes(name)),
      summaries,
    )
  const found = new Set(names.flatMap((name) => byLowerName.get(name.toLowerCase())?.name ?? []))
  const picked = [...found]
    .map((name) => ({ name, isStandard: isStandardObject(name) }))
    .toSorted((a, b) => Number(b.isStandard) - Number(a.isStandard))
  return { picked, lacking }
}

function unknownObjects(unknown: string[], summaries: SObjectSummary[]): ExtractError {
  const names = summaries.map((summary) => summary.name)
  const problems = unknown.map((name) => {
    const near = closestName(name, names)
    return `The org has no sObject "${name}" this user can see${near === undefined ? '' : `; did you mean "${near}"?`}`
  })
  return new ExtractError('OBJECT_UNKNOWN', problems.join('\n'), {
    hint: 'Correct the name in the configuration, or give the run-as user access: Setup > Users > Permission Sets > Object Settings. `sf-extract describe` lists what the user sees.',
    details: { object: unknown[0]!, problems },
  })
}

type FieldCache = Awaited<ReturnType<typeof openFieldCache>>

/** Files, where they are documents of their own. */
function fileObjects({ files }: Datasource): string[] {
  return files === 'links' ? [] : [fileObject]
}

/** The objects to read and, where the datasource wants them, files and the objects' children, each once. */
function neededDescribes(
  { wanted }: Catalog,
  queryable: Set<string>,
  datasource: Datasource,
  only: string[] | undefined,
): Set<string> {
  const names = [...wanted.map(({ name }) => name), ...fileObjects(datasource)]
  const chosen = only?.map((name) => name.toLowerCase())
  const read = chosen === undefined ? names : names.filter((name) => chosen.includes(name.toLowerCase()))
  const childObjects = datasource.children ? read.flatMap(childObjectsOf) : []
  return new Set([...read, ...childObjects].filter((name) => queryable.has(name)))
}

/** An error that ends the run is thrown when the calls on their way are answered; no further ones are made. */
async function describeAll(
  catalog: Catalog,
  names: Set<string>,
  cache: FieldCache,
  { settings }: CatalogContext,
): Promise<void> {
  const limit = pLimit(settings.concurrency)
  const errors: unknown[] = []
  const describe = async (name: string) => {
    if (errors.length === 0) await describeOne(catalog, name, cache).catch((error: unknown) => errors.push(error))
  }
  await Promise.all([...names].map((name) => limit(describe, name)))
  if (errors.length > 0) throw errors[0]
}

async function describeOne(catalog: Catalog, name: string, cache: FieldCache): Promise<void> {
  const describe = await tryDescribe(name, cache)
  if (!isExtractError(describe)) catalog.describes.set(name, describe)
  else if (catalog.wanted.some((object) => object.name === name))
    catalog.failed.push({ object: name, error: reportError(describe) })
  else catalog.childFailures.push({ child: name, error: describe })
}

/** A describe, or why the org would not give it. Throws what ends the run. */
async function tryDescribe(name: string, cache: FieldCache): Promise<SObjectDescribe | ExtractError> {
  try {
    return (await cache.describe(name)).body
  } catch (error) {
    if (endsRun(error) || !isExtractError(error)) throw error
    return error
  }
}
