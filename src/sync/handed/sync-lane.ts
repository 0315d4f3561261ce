import type { Datasource } from '../../config/config-types.js'
import { isExtractError, reportError } from '../../errors/extract-error.js'
import type { Sink } from '../../sinks/sink.js'
import type { ObjectReport, RunReport } from '../../terms.js'
import { watchChild } from '../children/child-polls.js'
import { childSources } from '../children/child-sources.js'
import type { SyncContext, SyncOptions } from '../context.js'
import { openObject } from '../object-sync.js'
import { planObjects } from '../plan/plan-objects.js'
import type { ObjectPlan } from '../plan/object-plan.js'
import { queryTogether, syncObjects } from '../read-objects.js'
import { buildRunReport, unreadReports } from '../run/report.js'
import { eventOf, openRun, type WritingRun } from '../run/run.js'
import { findEnd } from '../run/window-end.js'
import { doneChange } from './handed.js'
import { objectOfLane } from '../ranges/range-lane.js'
import { openRange } from '../ranges/open-range.js'
import type { Lane } from './lane.js'
import { openLaneNotes } from './lane-notes.js'

/**
 * One run over one handed object. Directories, polls of children and objects that were taken out are the datasource's
 * runs' business, and so is what is kept of its last run. That the object is done, or failed by itself, is kept last of
 * all; after any other end it is still handed. Throws as syncDatasource does.
 */
export async function syncLane(
  datasource: Datasource,
  { object, token }: Lane,
  options: SyncOptions,
  context: SyncContext & { sink: Sink },
): Promise<RunReport> {
  const startedMs = context.clock.now()
  const sobject = objectOfLane(object)
  const { state, sink, isRead } = await openRange(datasource.id, object, context)
  const opened = await openRun(datasource, { ...options, objects: [sobject] }, { ...context, state })
  const run: LaneRun = { ...opened, sink, lane: object }
  const plans = planLane(run)
  run.listener.runStarted?.({ ...eventOf(run), objects: plans.map((plan) => plan.object) })
  const isIt = (each: { object: string }) => each.object === sobject
  const objects: ObjectReport[] = []
  let failure: unknown
  try {
    if (!isRead) await readLane(run, plans, objects)
  } catch (error) {
    if (!isExtractError(error)) throw error
    failure = error
  }
  objects.push(...unreadReports(run.catalog).filter(isIt))
  const report = await endLane(run, { startedMs, objects, error: failure, token })
  run.listener.runEnded?.({ ...eventOf(run), report })
  return report
}

type LaneRun = WritingRun & { lane: string }

/** None where the datasource no longer reads the object: whoever takes it back sees to what is written of it. */
function planLane(run: WritingRun): ObjectPlan[] {
  try {
    return planObjects(run)
  } catch (error) {
    if (isExtractError(error, 'OBJECT_UNKNOWN')) return []
    throw error
  }
}

async function readLane(run: LaneRun, plans: ObjectPlan[], reports: ObjectReport[]): Promise<void> {
  const sources = childSources(plans, run)
  run.end = await findEnd(run, plans, sources)
  await openLaneNotes(run.children, run.state, { datasource: run.datasource.id, object: run.lane })
  for (const source of sources) watchChild(source, run)
  const objects = plans.map((plan) => openObject(plan, run))
  reports.push(...objects.map(({ report }) => report))
  queryTogether(run, [], objects)
  await syncObjects(run, objects)
}

interface LaneFacts {
  startedMs: number
  objects: ObjectReport[]
  error: unknown
  token: string
}

async function endLane(run: LaneRun, { startedMs, objects, error, token }: LaneFacts): Promise<RunReport> {
  const { sink, datasource, options, lane } = run
  const report = buildRunReport({ run, startedMs, directories: 0, warnings: [...run.warnings], objects, error })
  if (report.outcome !== 'done' && report.outcome !== 'partial') return report
  try {
    const done = { token, run: options.runId, ended: report.ended, outcome: objects[0]?.outcome }
    await sink.commit(lane, [doneChange(datasource.id, lane, done)])
  } catch (cause) {
    if (!isExtractError(cause)) throw cause
    return { ...report, outcome: 'failed', error: reportError(cause) }
  }
  return report
}
