/** One object's journey through a run. */
import { endsRun, forbidsKeeping, reportError } from '../errors/extract-error.js'
import type { Batch } from '../org/org.js'
import { openWrittenIds } from '../state/written-ids.js'
import type { ObjectReport, Query } from '../terms.js'
import { boundOverlaps, checkpoint } from './run/checkpoint.js'
import { deletionsScan, openDeletions, readBaseline, syncDeletions } from './deletions/deletions.js'
import type { ObjectPlan } from './plan/object-plan.js'
import type { ObjectSync, ObjectContext } from './run/object-context.js'
import { windowQuery } from './windows/window-query.js'
import { reconcile } from './deletions/reconcile.js'
import { openObjectReport } from './run/report.js'
import { reEmitRecords, retryUnreadFiles } from './records/re-emit.js'
import { openUnreadFiles, unreadWarnings } from './files/unread-files.js'
import { openRows, rowsScan, writeRows } from './records/rows.js'
import { eventOf, type Run, type WritingRun } from './run/run.js'
import { healing, healSchema, noteSchema } from './plan/heal.js'
import { settingsOf } from './plan/settings-of.js'

/** Opens the windows of an object: what its questions ask. */
export function openContext(plan: ObjectPlan, run: Run): ObjectContext {
  const context: ObjectContext = {
    run,
    plan,
    state: run.states.get(plan.object)!,
    report: openObjectReport(plan.object, 'incremental'),
  }
  const resyncs = noteSchema(context) && run.datasource.schema === 'resync'
  const window = openRows(context, resyncs)
  // Kept with the window, so that a run that doesn't end is gone on with instead of begun anew.
  if (resyncs) context.state.fields = plan.selection.fields
  noteWatermarkField(context)
  context.report.mode = run.options.reconcile ? 'reconcile' : window.mode
  if (window.from !== undefined) context.report.since = window.from
  const deletions = openDeletions(context)
  return { ...context, ...(deletions === undefined ? {} : { deletions }) }
}

/** Says so where the object can't go by the field the user chose for it. */
function noteWatermarkField({ run, plan, report }: ObjectContext): void {
  const wanted = settingsOf(plan.object, run.datasource)?.watermarkField
  if (wanted === undefined || wanted.toLowerCase() === plan.watermarkField?.toLowerCase()) return
  const instead =
    plan.watermarkField === undefined ? 'it is read whole in every run' : `${plan.watermarkField} is used instead`
  report.warnings = [`The org can't filter and sort ${plan.object} by ${wanted}: ${instead}.`]
}

/** Opens an object that will be read and written. */
export function openObject(plan: ObjectPlan, run: WritingRun): ObjectSync {
  const startedMs = run.clock.now()
  const ids = openWrittenIds(run.state, run.datasource.id, plan.object)
  const context = openContext(plan, run)
  Object.assign(context.report, { outcome: 'stopped', reason: 'The run ended before it was read.' })
  return {
    ...context,
    run,
    ids,
    results: {},
    unsaved: { documents: 0, sinceMs: startedMs },
    forgotten: 0,
    cutLists: 0,
    unread: openUnreadFiles(),
    startedMs,
  }
}

/** Puts the queries of the object's rows and deletions into the batch. */
export function queryObject(object: ObjectSync, batch: Batch): void {
  const { deletions, results } = object
  results.rows = batch.query(windowQuery(rowsScan(object)))
  if (deletions !== undefined) results.deletions = batch.query(windowQuery(deletionsScan(object, deletions)))
}

/** The object's queries as `plan` shows them: its rows, then its deletions. */
export function objectQueries(object: ObjectContext): Query[] {
  const { deletions } = object
  const rows = windowQuery(rowsScan(object))
  return deletions === undefined ? [rows] : [rows, windowQuery(deletionsScan(object, deletions))]
}

/**
 * Reads one object and writes what is new. What it throws ends the run; anything else that goes wrong is its own: the
 * report has the cause, and its watermark stands.
 */
export async function syncObject(object: ObjectSync): Promise<ObjectReport> {
  const { run, report, plan } = object
  delete report.reason
  object.startedMs = run.clock.now()
  object.unsaved.sinceMs = object.startedMs
  run.listener.objectStarted?.({ ...eventOf(run), object: plan.object, mode: report.mode })
  try {
    await syncStep(object, readBaseline)
    await syncStep(object, writeRows)
    await syncStep(object, syncDeletions)
    if (run.options.reconcile) await syncStep(object, reconcile)
    await syncStep(object, reEmitRecords)
    await syncStep(object, retryUnreadFiles)
    await close(object)
  } catch (error) {
    await fail(object, error)
    if (endsRun(error)) throw error
  } finally {
    run.listener.objectEnded?.({ ...eventOf(run), report })
  }
  return report
}

/** Runs a step, and again with a fresh describe where the org no longer knows a field that was asked for. */
async function syncStep(object: ObjectSync, step: (object: ObjectSync) => Promise<void>): Promise<void> {
  await healing(
    () => step(object),
    async (error) => {
      if (!(await healSchema(object, error))) return false
      object.results = {}
      object.isHealed = true
      return true
    },
  )
}

async function close(object: ObjectSync): Promise<void> {
  const { run, state, plan, report } = object
  // Fields that went while the object was read change it for the next run, which reads it again.
  if (!(object.isHealed && run.datasource.schema === 'resync')) state.fields = plan.selection.fields
  report.outcome = 'done'
  await finish(object)
}

/** Keeps what was written so far, where it may be kept. */
async function fail(object: ObjectSync, error: unknown): Promise<void> {
  const { report } = object
  if (endsRun(error)) {
    report.outcome = 'stopped'
    report.reason = error instanceof Error ? error.message : String(error)
  } else {
    report.outcome = 'failed'
    report.error = { object: report.object, ...reportError(error) }
  }
  if (forbidsKeeping(error)) finishReport(object)
  else await finish(object)
}

/** The last checkpoint, with the report in it. */
async function finish(object: ObjectSync): Promise<void> {
  boundOverlaps(object)
  noteShortcomings(object)
  finishReport(object)
  await checkpoint(object, { now: true })
}

/** Says so where the overlap got too large to be kept whole, and where the org answered less than it announced. */
function noteShortcomings({ report, run, forgotten, cutLists, unread }: ObjectSync): void {
  const limit = run.settings.overlapLimit
  const repeats = `${forgotten} rows of the lookback are not remembered (overlap_limit is ${limit}): they may be written again in the next run.`
  const cuts = `${cutLists} child lists came with fewer rows than the org announced for them, so their records may lack children.`
  const warnings = [
    ...(report.warnings ?? []),
    ...(forgotten === 0 ? [] : [repeats]),
    ...(cutLists === 0 ? [] : [cuts]),
    ...unreadWarnings(unread),
  ]
  if (warnings.length > 0) report.warnings = warnings
}

function finishReport({ run, state, report, startedMs }: ObjectSync): void {
  const nowMs = run.clock.now()
  report.seconds = (nowMs - startedMs) / 1000
  report.calls = run.org.calls(report.object)
  if (state.rows.watermark !== undefined) report.watermark = state.rows.watermark
  state.last = report
  state.lastEnded = new Date(nowMs).toISOString()
}
