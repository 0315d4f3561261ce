/** One object's journey through a run. */
import { isExtractError, reportError } from '../errors/extract-error.js'
import { openWrittenIds } from '../state/written-ids.js'
import type { ObjectReport, Question } from '../terms.js'
import { checkpoint } from './checkpoint.js'
import { openDeletions, primeDeletions, writeTombstones } from './deletions.js'
import type { ObjectPlan } from './object-plan.js'
import type { ObjectRun, ObjectWork } from './object-work.js'
import { windowQuestion } from './reading.js'
import { reconcile } from './reconcile.js'
import { openObjectReport } from './report.js'
import { writeAgain } from './rewrites.js'
import { openRows, rowsReading, writeRows } from './rows.js'
import { endsRun } from './run-ending.js'
import type { Run, WritingRun } from './run.js'
import { healSchema, noteSchema } from './schema.js'

/** Opens the windows of an object: what its questions ask. */
export function openWork(plan: ObjectPlan, run: Run): ObjectWork {
  const work: ObjectWork = { run, plan, state: run.states.get(plan.object)!, report: openObjectReport(plan.object, 'incremental') }
  const isChanged = noteSchema(work)
  const window = openRows(work, isChanged && run.datasource.schema === 'resync')
  work.report.mode = run.wishes.reconcile ? 'reconcile' : window.mode
  if (window.from !== undefined) work.report.since = window.from
  const deletions = openDeletions(work)
  return { ...work, ...(deletions === undefined ? {} : { deletions }) }
}

/** Opens an object that will be read and written. */
export function openObject(plan: ObjectPlan, run: WritingRun): ObjectRun {
  const startedMs = run.clock.now()
  const ids = openWrittenIds(run.state, run.datasource.id, plan.object)
  return { ...openWork(plan, run), run, ids, answers: {}, unsaved: { documents: 0, sinceMs: startedMs }, startedMs }
}

/** The object's questions, to be asked together with those of the others: its rows, then its deletions. */
export function objectQuestions(object: ObjectWork): Question[] {
  const { deletions } = object
  return [windowQuestion(rowsReading(object)), ...(deletions === undefined ? [] : [windowQuestion(deletions.reading)])]
}

/**
 * Reads one object and writes what is new. What it throws ends the run; anything else that goes wrong is its own: the report
 * has the cause, and its watermark stands.
 */
export async function syncObject(object: ObjectRun): Promise<ObjectReport> {
  const { run, report, plan } = object
  run.listener.objectStarted(plan.object, report.mode)
  try {
    await healing(object, primeDeletions)
    await healing(object, writeRows)
    await healing(object, writeTombstones)
    if (run.wishes.reconcile) await reconcile(object)
    await healing(object, writeAgain)
    await close(object)
  } catch (error) {
    await fail(object, error)
    if (endsRun(error)) throw error
  }
  run.listener.objectEnded(report)
  return report
}

/** Runs a step again with a fresh describe where the org no longer knows a field that was asked for. */
async function healing(object: ObjectRun, step: (object: ObjectRun) => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await step(object)
    } catch (error) {
      if (!isExtractError(error, 'FIELD_UNKNOWN') || !(await healSchema(object, error))) throw error
      object.answers = {}
    }
  }
}

async function close(object: ObjectRun): Promise<void> {
  const { state, plan } = object
  state.fields = plan.selection.fields
  finishReport(object)
  await checkpoint(object, { now: true })
}

/** Keeps what was written so far, unless the sink or the state is what failed. */
async function fail(object: ObjectRun, error: unknown): Promise<void> {
  const { report } = object
  report.outcome = endsRun(error) ? 'stopped' : 'failed'
  report.error = reportError(error)
  if (report.outcome === 'failed' && report.error.object === undefined) report.error.object = report.object
  finishReport(object)
  if (!isExtractError(error, 'SINK_CLOSED', 'OUTPUT_FAILED', 'STATE_BROKEN')) await checkpoint(object, { now: true })
}

function finishReport({ run, state, report, startedMs }: ObjectRun): void {
  const nowMs = run.clock.now()
  report.seconds = (nowMs - startedMs) / 1000
  report.calls = run.org.calls(report.object)
  if (state.rows.watermark !== undefined) report.watermark = state.rows.watermark
  state.last = report
  state.lastEnded = new Date(nowMs).toISOString()
}
