/** The sync of one object within a run. */
import { endsRun, forbidsKeeping } from '../errors/extract-error.js'
import type { Batch } from '../org/org.js'
import {
  openDeletedIds,
  openEmitted,
  openListed,
  openSignatures,
  openVersions,
  openWrittenIds,
} from '../state/id-sets.js'
import type { ObjectReport, Query } from '../terms.js'
import { beginsByBulk } from './bulk/load.js'
import { signatureLength } from './children/child-signature.js'
import { boundOverlaps, checkpoint } from './run/checkpoint.js'
import { deletionsScan, isScanned, openDeletions, syncDeletions, watchDeletions } from './deletions/deletions.js'
import { openEnrichmentFailures } from './enriched/enrichment-failures.js'
import type { ObjectPlan } from './plan/object-plan.js'
import { throwIfEnding, type ObjectSync, type ObjectContext } from './run/object-context.js'
import { hasRead } from './windows/cursor.js'
import { isTooComplicated } from './windows/slices.js'
import { shortVersionLength } from './windows/version.js'
import { windowQuery } from './windows/window-query.js'
import { reconcile } from './deletions/reconcile.js'
import { buildFailure, finishReport, noteShortcomings, openObjectReport } from './run/object-report.js'
import { reEmitRecords, retryUnreadFiles } from './records/re-emit.js'
import { sweepLinks } from './files/sweep-links.js'
import { noteStrayFiles, removeStaleFiles } from './files/stale-files.js'
import { noteReturnedFiles } from './files/returned-records.js'
import { openUnreadFiles } from './files/unread-files.js'
import { openRows, writeRows } from './records/rows.js'
import { compareIds, forgetRefusals } from './run/object-state.js'
import { rowsScan } from './records/rows-scan.js'
import { eventOf, type Run, type WritingRun } from './run/run.js'
import { healing, healSchema } from './plan/heal.js'
import {
  noteArchived,
  noteLists,
  noteSchema,
  noteWatermarkField,
  noteWholeReading,
  unfinishedNotes,
} from './plan/note-plan.js'
import { noteScope } from './plan/scope.js'

/** Opens the windows of an object, which its queries cover. */
export function openContext(plan: ObjectPlan, run: Run): ObjectContext {
  const context: ObjectContext = {
    run,
    plan,
    state: run.states.get(plan.object)!,
    report: openObjectReport(plan.object, 'incremental'),
  }
  const unfinished = unfinishedNotes(context)
  const isRescoped = noteScope(context)
  const hasOtherFields = noteSchema(context)
  if (run.options.full || hasOtherFields) forgetRefusals(context.state)
  context.needsCondition = context.state.needsCondition
  const resyncs = (hasOtherFields && run.datasource.schema === 'resync') || isRescoped
  if (run.options.reconcile) compareIds(context.state)
  const window = openRows(context, resyncs)
  // Kept with the window, so that the next run goes on with it, should this one not end.
  if (resyncs) context.state.fields = plan.selection.fields
  noteWatermarkField(context)
  noteWholeReading(context)
  noteArchived(context)
  noteLists(context)
  if (unfinished.length > 0) context.report.notes = [...unfinished, ...(context.report.notes ?? [])]
  context.report.mode = context.state.comparesIds ? 'reconcile' : window.mode
  if (window.from !== undefined) context.report.since = window.from
  return { ...context, isRescoped, isRange: window.range !== undefined, deletions: openDeletions(context) }
}

/** Opens an object that will be read and written. */
export function openObject(plan: ObjectPlan, run: WritingRun): ObjectSync {
  const startedMs = run.clock.now()
  const context = openContext(plan, run)
  Object.assign(context.report, { outcome: 'stopped', reason: 'The run ended before it was read.' })
  return {
    ...context,
    run,
    ids: openWrittenIds(run.state, run.datasource.id, plan.object),
    deletedIds: openDeletedIds(run.state, run.datasource.id, plan.object),
    signatures: openSignatures(run.state, run.datasource.id, plan.object, signatureLength),
    listed: openListed(run.state, run.datasource.id, plan.object),
    versions: openVersions(run.state, run.datasource.id, plan.object, shortVersionLength),
    emitted: openEmitted(run.state, run.datasource.id, plan.object),
    results: {},
    unsaved: { documents: 0, sinceMs: startedMs },
    forgotten: 0,
    cut: new Map(),
    unread: openUnreadFiles(),
    enrichment: openEnrichmentFailures(),
    startedMs,
  }
}

/** Puts the queries of the object's rows and deletions into the batch, but for what is known. */
export function queryObject(object: ObjectSync, batch: Batch): void {
  const { deletions, results } = object
  if (!beginsByBulk(object)) results.rows ??= batch.query(windowQuery(rowsScan(object)))
  if (deletions !== undefined && isScanned(object)) {
    results.deletions ??= batch.query(windowQuery(deletionsScan(object, deletions)))
  }
}

/** The object's queries as `plan` shows them: its rows, then its deletions. */
export function objectQueries(object: ObjectContext): Query[] {
  const { deletions } = object
  const rows = windowQuery(rowsScan(object))
  return deletions === undefined || !isScanned(object) ? [rows] : [rows, windowQuery(deletionsScan(object, deletions))]
}

/**
 * Reads one object and writes what is new; of files also what the records tell of them, `recordsRead`. What it throws
 * ends the run; anything else that goes wrong is its own: the report has the cause, and its watermark stands.
 */
export async function syncObject(object: ObjectSync, recordsRead?: Promise<ObjectSync[]>): Promise<ObjectReport> {
  const { run, report, plan } = object
  delete report.reason
  object.startedMs = run.clock.now()
  object.unsaved.sinceMs = object.startedMs
  run.listener.objectStarted?.({ ...eventOf(run), object: plan.object, mode: report.mode })
  try {
    if (plan.files) await removeStaleFiles(object)
    await noteLostState(object)
    await keepScope(object)
    await watchDeletions(object)
    await syncStep(object, writeRows)
    await syncStep(object, syncDeletions)
    if (!object.isRange) await compareAll(object)
    if (recordsRead !== undefined) await noteReturnedFiles(object, recordsRead)
    await syncStep(object, reEmitRecords)
    await syncStep(object, sweepLinks)
    await syncStep(object, retryUnreadFiles)
    await noteStrayFiles(object)
    await close(object)
  } catch (error) {
    await fail(object, error)
    if (endsRun(error)) throw error
  } finally {
    run.listener.objectEnded?.({ ...eventOf(run), report })
  }
  return report
}

/**
 * What was written before the object's state was lost, reset or rolled back, or was another org's, may be gone since, or
 * be out of a scope that nothing is known of any more: no window of deletions tells that, so all Ids are compared once
 * the object has been read.
 */
async function noteLostState({ run, state, ids }: ObjectSync): Promise<void> {
  const isFirst = !hasRead(state.rows) && state.last === undefined
  if (!isFirst || !run.datasource.deletes) return
  if ((await ids.buckets()).length > 0) compareIds(state)
}

/**
 * Keeps new settings before the first document of theirs is out: should the run die and the settings be as before next
 * time, it is known that a reader has some of others.
 */
async function keepScope(object: ObjectSync): Promise<void> {
  if (object.isRescoped && object.run.sink.sendsAtOnce) await checkpoint(object, { now: true })
}

/** What of a range there is to compare waits until the object is whole again: its Ids are some of the org's. */
async function compareAll(object: ObjectSync): Promise<void> {
  if (object.state.comparesIds) await syncStep(object, reconcile)
  delete object.state.comparesIds
  delete object.state.compared
}

/** Runs a step, and again with a fresh describe where the org no longer knows a field that was queried. */
async function syncStep(object: ObjectSync, step: (object: ObjectSync) => Promise<void>): Promise<void> {
  throwIfEnding(object)
  await healing(
    () => {
      object.run.sink.expectFields?.(object.plan.object, fieldsAtTop(object.plan))
      return step(object)
    },
    async (error) => {
      if (!(await healSchema(object, error))) return false
      object.results = {}
      object.isHealed = true
      return true
    },
  )
}

/** What the object's records have, without what is below: of a parent its name alone. */
function fieldsAtTop({ selection: { fields, children }, feeds }: ObjectPlan): string[] {
  const names = [...fields.map((path) => path.split('.')[0]!), ...children.map(({ relationship }) => relationship)]
  return [...new Set([...names, ...(feeds === undefined ? [] : ['Feeds'])])]
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
  // Short select lists have not helped.
  if (isTooComplicated(error)) delete object.state.mostItems
  if (endsRun(error)) {
    report.outcome = 'stopped'
    report.reason = error instanceof Error ? error.message : String(error)
  } else {
    report.outcome = 'failed'
    report.error = buildFailure(object, error)
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
