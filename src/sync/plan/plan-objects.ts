/**
 * What a run will ask: objects in their order, each with its fields and statements; and `sf-extract plan`, which only
 * tells it.
 */
import { closestName } from '../../config/values/closest-name.js'
import { endsRun, ExtractError, isExtractError, reportError } from '../../errors/extract-error.js'
import type { Datasource, ErrorReport, ObjectMode, Stamp } from '../../terms.js'
import type { CatalogObject } from './catalog.js'
import { childSources } from '../children/child-sources.js'
import { childQuery, openChildPolls } from '../children/child-polls.js'
import { findEnd, needsEnd } from '../run/window-end.js'
import { planFiles } from '../files/file-documents.js'
import { planObject, type ObjectPlan } from './object-plan.js'
import { objectQueries, openContext } from '../object-sync.js'
import type { ObjectContext } from '../run/object-context.js'
import { countQuery } from '../windows/window-query.js'
import { rowsScan } from '../records/rows.js'
import { openRun, type Run } from '../run/run.js'
import type { SyncContext, SyncOptions } from '../context.js'

/**
 * The objects this run reads. One that can't be planned is left out and joins the catalog's failed ones.
 * Throws OBJECT_UNKNOWN where `--object` names one that is not the datasource's.
 */
export function planObjects(run: Run): ObjectPlan[] {
  const { catalog, datasource, options } = run
  const files = planFiles(catalog, datasource)
  const names = [...catalog.wanted.map(({ name }) => name), ...(files === undefined ? [] : [files.object])]
  const chosen = options.objects && chosenNames(options.objects, names, run)
  const isRead = (name: string) => chosen?.has(name) ?? true
  const plans = catalog.objects
    .filter(({ name }) => isRead(name) && name !== files?.object)
    .flatMap((object) => tryPlan(object, run))
  return files !== undefined && isRead(files.object) ? [...plans, files] : plans
}

/** What the next run would do for one object. */
export interface PlannedObject {
  object: string
  mode: ObjectMode
  since?: Stamp
  /** The statement of the object's rows; the further ones (field parts, deletions) in `others`. */
  soql: string
  others: string[]
  /** Rows in the window, as the org counts them. */
  rows: number
  /** API calls expected for the object's own statements. */
  calls: number
  missingFields: string[]
}

export interface RunPlan {
  datasource: string
  objects: PlannedObject[]
  /** The statements that look for changed children, one call each. */
  children: string[]
  skipped: { object: string; reason: string }[]
  /** Objects whose describe the org would not give, or whose statements can't be sent. */
  failed: { object: string; error: ErrorReport }[]
  /** API calls of the whole run, conditional describes included; logins are none. */
  calls: number
}

/**
 * What `sync` would do now. Reads describes and state, counts rows (a call an object), reads none, and changes nothing
 * but the field cache.
 */
export async function planDatasource(
  datasource: Datasource,
  options: SyncOptions,
  context: SyncContext,
): Promise<RunPlan> {
  const run = await openRun(datasource, options, context)
  const plans = planObjects(run)
  const sources = childSources(plans, run.catalog)
  run.end = await findEnd(run, plans, sources)
  const children = openChildPolls(sources, run).map((poll) => childQuery(poll).soql)
  const objects: PlannedObject[] = []
  for (const plan of plans) {
    try {
      objects.push(await previewObject(openContext(plan, run)))
    } catch (error) {
      noteFailed(plan.object, run, error)
    }
  }
  // What was described just now is still fresh for a sync that trusts the field cache: it asks for the time at most.
  const described = 1 + run.catalog.describes.size
  const describes = datasource.cacheMaxAgeMs > 0 ? Number(needsEnd(run, plans, sources)) : described
  return {
    datasource: datasource.id,
    objects,
    children,
    skipped: run.catalog.skipped,
    failed: run.catalog.failed,
    calls: objects.reduce((calls, object) => calls + object.calls, describes + children.length),
  }
}

async function previewObject(context: ObjectContext): Promise<PlannedObject> {
  const { run, plan, report } = context
  const [first, ...others] = objectQueries(context).map((question) => question.soql)
  const parts = plan.selects.slice(1).map((select) => select.text())
  const rows = await countRows(context)
  return {
    object: plan.object,
    mode: report.mode,
    ...(report.since === undefined ? {} : { since: report.since }),
    soql: first!,
    others: [...parts, ...others],
    rows,
    calls: expectedCalls(rows, plan, run.settings.pageSize) + others.length,
    missingFields: plan.selection.missing,
  }
}

async function countRows(context: ObjectContext): Promise<number> {
  const result = context.run.org.query(countQuery(rowsScan(context)))
  for await (const page of result.pages()) return page.totalSize
  return 0
}

/**
 * A call for every page of rows, at least one; for rows in parts, one for each part of a page; for cases, their feeds.
 */
function expectedCalls(rows: number, { selects, feedSelect }: ObjectPlan, pageSize: number): number {
  const pages = Math.ceil(rows / pageSize)
  const feedCalls = feedSelect === undefined ? 0 : Math.ceil(rows / casesPerFeedCall)
  return Math.max(1, pages) + pages * (selects.length - 1) + feedCalls
}

/** A feed query asks for up to 800 cases, but 500 or so fit into an address. */
const casesPerFeedCall = 500

function tryPlan(object: CatalogObject, run: Run): ObjectPlan[] {
  try {
    return [planObject(object, run)]
  } catch (error) {
    noteFailed(object.name, run, error)
    return []
  }
}

/** An error of one object joins the catalog's failed ones. Throws what ends the run. */
function noteFailed(object: string, { catalog }: Run, error: unknown): void {
  if (!isExtractError(error) || endsRun(error)) throw error
  catalog.failed.push({ object, error: { object, ...reportError(error) } })
}

function chosenNames(options: string[], names: string[], { catalog, datasource }: Run): Set<string> {
  return new Set(
    options.map((wanted) => {
      const isChosen = (name: string) => name.toLowerCase() === wanted.toLowerCase()
      const found = names.find(isChosen)
      if (found !== undefined) return found
      const near = closestName(wanted, names)
      const reason = catalog.skipped.some(({ object }) => isChosen(object))
        ? 'the org does not let this user query it'
        : 'it is not among its objects'
      throw new ExtractError(
        'OBJECT_UNKNOWN',
        `The datasource "${datasource.id}" does not read ${wanted}: ${reason}.`,
        {
          hint: `${near === undefined ? '' : `Did you mean "${near}"? `}It reads ${names.join(', ')}.`,
          details: { object: wanted },
        },
      )
    }),
  )
}
