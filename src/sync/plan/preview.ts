/** What the next run would do, for `sf-extract plan`. */
import type { QueryResult } from '../../org/org.js'
import type { Datasource } from '../../config/config-types.js'
import type { ErrorReport, ObjectMode, Stamp } from '../../terms.js'
import { childQuery, openChildPolls } from '../children/child-polls.js'
import { childSources } from '../children/child-sources.js'
import type { SyncContext, SyncOptions } from '../context.js'
import { objectQueries, openContext } from '../object-sync.js'
import { rowsScan } from '../records/rows.js'
import type { ObjectContext } from '../run/object-context.js'
import { openRun, type Run } from '../run/run.js'
import { findEnd, needsEnd } from '../run/window-end.js'
import { countQuery } from '../windows/window-query.js'
import type { ObjectPlan } from './object-plan.js'
import { noteFailed, planObjects } from './plan-objects.js'

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
  const objects = await previewObjects(plans, run)
  // What was described just now is still fresh for a sync that trusts the field cache: it fetches the time at most.
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

/** The objects' counts travel together; one that the org doesn't count fails alone. */
async function previewObjects(plans: ObjectPlan[], run: Run): Promise<PlannedObject[]> {
  const batch = run.org.batch()
  const counts = plans.map((plan) => {
    const context = openContext(plan, run)
    return { context, result: batch.query(countQuery(rowsScan(context))) }
  })
  const objects: PlannedObject[] = []
  for (const { context, result } of counts) {
    try {
      objects.push(previewObject(context, await fetchTotal(result)))
    } catch (error) {
      noteFailed(context.plan.object, run, error)
    }
  }
  return objects
}

async function fetchTotal(result: QueryResult): Promise<number> {
  for await (const page of result.pages()) return page.totalSize
  return 0
}

function previewObject(context: ObjectContext, rows: number): PlannedObject {
  const { run, plan, report } = context
  const [first, ...others] = objectQueries(context).map(({ soql }) => soql)
  const parts = plan.selects.slice(1).map((select) => select.text())
  return {
    object: plan.object,
    mode: report.mode,
    since: report.since,
    soql: first!,
    others: [...parts, ...others],
    rows,
    calls: expectedCalls(rows, plan, run.settings.pageSize) + others.length,
    missingFields: plan.selection.missing,
  }
}

/**
 * A call for every page of rows, at least one; for rows in parts, one for each part of a page; for cases, their feeds.
 */
function expectedCalls(rows: number, { selects, feedSelect }: ObjectPlan, pageSize: number): number {
  const pages = Math.ceil(rows / pageSize)
  const feedCalls = feedSelect === undefined ? 0 : Math.ceil(rows / casesPerFeedCall)
  return Math.max(1, pages) + pages * (selects.length - 1) + feedCalls
}

/** A feed query names up to 800 cases, but 500 or so fit into an address. */
const casesPerFeedCall = 500
