/** What the next run would do, for `sf-extract plan`. */
import type { Datasource } from '../../../config/config-types.js'
import type { ExtractError } from '../../../errors/extract-error.js'
import type { ErrorReport } from '../../../terms.js'
import { childQuery, openChildPolls, type ChildPoll } from '../../children/child-polls.js'
import { childSources, isPolled } from '../../children/child-sources.js'
import { isListed } from '../../children/touched-records.js'
import type { SyncContext, SyncOptions } from '../../context.js'
import { findDropped } from '../../deletions/dropped-objects.js'
import { openContext } from '../../object-sync.js'
import { openRun, type Run } from '../../run/run.js'
import { isPeekable, isTold } from '../../run/use-peeks.js'
import { findEnd, needsEnd } from '../../run/window-end.js'
import { sumDailyCalls, type DailyCalls } from './daily-calls.js'
import { healing, healSchema } from '../heal.js'
import type { ObjectPlan } from '../object-plan.js'
import { describeNamedParents } from '../catalog/parents.js'
import { noteFailed, planObjects } from '../plan-objects.js'
import { countObject, previewObject } from './preview-object.js'
import type { CountedObject, PlannedObject, PreviewedObject } from './preview-object.js'
import { sumCalls, type CallCounts } from './run-calls.js'

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
  /** They are the least, as those of an object are. */
  atLeast: boolean
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
  const previews = await previewObjects(plans, run)
  const next = [
    ...polls.map((poll) => countPoll(poll, !poll.isBaseline && isTold(poll.scan))),
    ...previews.map((each) => each.next),
  ]
  const idle = [...polls.map((poll) => countPoll(poll, isPeekable(poll.scan))), ...previews.map((each) => each.idle)]
  // What was described just now is still fresh for a sync that trusts the field cache: it fetches the time at most.
  const isFresh = datasource.cacheMaxAgeMs > 0
  const needsTime = isFresh && next.every(({ peeks }) => peeks === 0) && needsEnd(run, plans, sources)
  const queries = sumCalls(idle, 0, run.org)
  const { intervalMs } = options
  return {
    datasource: datasource.id,
    objects: previews.map(({ planned }) => planned),
    children,
    skipped: run.catalog.skipped,
    dropped: await findDropped(run),
    failed: run.catalog.failed,
    calls: sumCalls(next, isFresh ? 0 : described, run.org) + Number(needsTime),
    atLeast: previews.some(({ planned }) => planned.atLeast) && !previews.some(({ isRough }) => isRough),
    daily:
      intervalMs === undefined
        ? undefined
        : sumDailyCalls(
            { describes: sumCalls(idle, described, run.org) - queries, queries },
            intervalMs,
            datasource,
            run.org.quota(),
          ),
  }
}

/** A poll that finds nothing changed; lists of deletions come by themselves. */
function countPoll({ source, isBaseline }: ChildPoll, isPeeked: boolean): CallCounts {
  const isTrusted = isPolled(source.child) && isPeeked
  return { peeks: Number(isTrusted), shared: Number(!isTrusted), own: Number(isListed(source) && !isBaseline) }
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
