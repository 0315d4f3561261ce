/** What the next run would do, for `sf-extract plan`. */
import type { Datasource } from '../../../config/config-types.js'
import type { ExtractError } from '../../../errors/extract-error.js'
import type { ErrorReport } from '../../../terms.js'
import { childQuery, openChildPolls } from '../../children/child-polls.js'
import { childSources } from '../../children/child-sources.js'
import { isListed } from '../../children/touched-records.js'
import type { SyncContext, SyncOptions } from '../../context.js'
import { findDropped } from '../../deletions/dropped-objects.js'
import { openContext } from '../../object-sync.js'
import { openRun, type Run } from '../../run/run.js'
import { findEnd, needsEnd } from '../../run/window-end.js'
import { sumDailyCalls, type DailyCalls } from './daily-calls.js'
import { healing, healSchema } from '../heal.js'
import type { ObjectPlan } from '../object-plan.js'
import { describeNamedParents } from '../catalog/named-parents.js'
import { noteFailed, planObjects } from '../plan-objects.js'
import { countObject, previewObject } from './preview-object.js'
import type { CallCounts, CountedObject, PlannedObject, PreviewedObject } from './preview-object.js'

export interface PlanOptions extends SyncOptions {
  /** Asks for the calls of a day with a run at every interval. */
  intervalMs?: number
}

export interface RunPlan {
  datasource: string
  objects: PlannedObject[]
  /** The statements that look for changed children. */
  children: string[]
  skipped: { object: string; reason: string }[]
  /** Objects that were taken out of the datasource since they were read. */
  dropped: string[]
  /** Objects whose describe the org would not give, or whose statements it refuses. */
  failed: { object: string; error: ErrorReport }[]
  /** API calls of the whole run, conditional describes included; logins are none. */
  calls: number
  daily?: DailyCalls
}

/**
 * What `sync` would do now. Reads describes and state, counts rows (a call an object), reads none but an Id where the
 * org won't count, and changes nothing but the field cache. An object that the org refuses is planned as failed.
 */
export async function planDatasource(
  datasource: Datasource,
  options: PlanOptions,
  context: SyncContext,
): Promise<RunPlan> {
  const run = await openRun(datasource, options, context)
  const described = 1 + run.catalog.describes.size
  await describeNamedParents(
    run,
    run.catalog.objects.map(({ name }) => name),
  )
  const plans = planObjects(run)
  const sources = childSources(plans, run)
  run.end = await findEnd(run, plans, sources)
  const polls = openChildPolls(sources, run)
  const children = polls.map((poll) => childQuery(poll).soql)
  const listCalls = polls.filter(({ source, isBaseline }) => isListed(source) && !isBaseline).length
  const previews = await previewObjects(plans, run)
  // What was described just now is still fresh for a sync that trusts the field cache: it fetches the time at most.
  const checks = run.org.batchCalls({ queries: 0, describes: described })
  const describes = datasource.cacheMaxAgeMs > 0 ? Number(needsEnd(run, plans, sources)) : checks
  const callsOf = (counts: CallCounts[]) =>
    run.org.batchCalls({ queries: sum([polls.length, ...counts.map(({ shared }) => shared)]), describes: 0 }) +
    sum([listCalls, ...counts.map(({ own }) => own)])
  const { intervalMs } = options
  return {
    datasource: datasource.id,
    objects: previews.map(({ planned }) => planned),
    children,
    skipped: run.catalog.skipped,
    dropped: await findDropped(run),
    failed: run.catalog.failed,
    calls: describes + callsOf(previews.map(({ next }) => next)),
    daily:
      intervalMs === undefined
        ? undefined
        : sumDailyCalls(
            { describes: checks, queries: callsOf(previews.map(({ idle }) => idle)) },
            intervalMs,
            datasource,
            run.org.quota(),
          ),
  }
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

/** The objects' counts travel together; one that the org refuses fails alone. */
async function previewObjects(plans: ObjectPlan[], run: Run): Promise<PreviewedObject[]> {
  const batch = run.org.batch()
  const counted = plans.map((plan) => countObject(openContext(plan, run), batch))
  const objects: PreviewedObject[] = []
  for (const object of counted) {
    try {
      objects.push(await previewHealing(object))
    } catch (error) {
      noteFailed(object.context.plan.object, run, error)
    }
  }
  return objects
}

/** What `sync` heals on its way is healed here too: a field that is gone, a stamp that nobody may filter by. */
async function previewHealing(counted: CountedObject): Promise<PreviewedObject> {
  let object = counted
  let previewed: PreviewedObject | undefined
  const heal = async (error: ExtractError) => {
    const { context } = object
    if (!(await healSchema(context, error))) return false
    object = countObject(openContext(context.plan, context.run), context.run.org.batch())
    return true
  }
  await healing(async () => {
    previewed = await previewObject(object)
  }, heal)
  return previewed!
}
