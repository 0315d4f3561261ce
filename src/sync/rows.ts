/** The rows of an object's windows: read, completed, written, noted. */
import type { Row } from '../terms.js'
import { buildDocuments } from './build-documents.js'
import { checkpoint, writeRecords } from './checkpoint.js'
import { completeRows } from './whole-rows.js'
import { throwIfEnding, type ObjectRun, type ObjectWork } from './object-work.js'
import { readPages } from './pages.js'
import type { Reading } from './reading.js'
import { versionOf } from './version.js'
import { advance, isBehind, openWindow, settle, type Window } from './watermark.js'

/** Opens the object's next window: from its watermark, or everything on a first load, for `--full`, or after a schema change. */
export function openRows({ run, plan, state }: ObjectWork, resync: boolean): Window {
  const { datasource, wishes, end } = run
  return openWindow(state.rows, {
    lookbackMs: datasource.lookbackMs,
    whole: plan.stampField === undefined,
    full: wishes.full === true || resync,
    ...(end === undefined ? {} : { end }),
    ...(wishes.since === undefined ? {} : { since: wishes.since }),
  })
}

/** The reading of the object's open window. */
export function rowsReading({ plan, state }: ObjectWork): Reading {
  return {
    sobject: plan.object,
    scope: 'live',
    window: state.rows.open!,
    select: plan.selects[0]!,
    ...(plan.stampField === undefined ? {} : { stampField: plan.stampField }),
    ...(plan.condition === undefined ? {} : { condition: plan.condition }),
  }
}

/**
 * Writes every version of the open window that is not written yet. A window that an earlier run left open is followed by the
 * one from its end to now.
 */
export async function writeRows(object: ObjectRun): Promise<void> {
  const { run, state } = object
  for (;;) {
    await writeWindow(object)
    if (!isBehind(state.rows, run.end)) return
    openWindow(state.rows, { lookbackMs: run.datasource.lookbackMs, end: run.end!, whole: object.plan.stampField === undefined })
    delete object.answers.rows
  }
}

async function writeWindow(object: ObjectRun): Promise<void> {
  const { run, plan, state, report } = object
  if (state.rows.open === undefined) return
  const reading = rowsReading(object)
  const prepare = (rows: Row[]) => prepareRows(object, reading, rows)
  for await (const { read, rows } of readPages(run.org, reading, prepare, object.answers.rows)) {
    await writeRecords(object, rows, await buildDocuments(rows, object))
    advance(reading.window, read, plan.stampField)
    report.pages += 1
    run.listener.pageDone(plan.object, { written: report.written, pages: report.pages, deleted: report.deleted })
    await checkpoint(object)
    throwIfEnding(object)
  }
  noteForgotten(object, settle(state.rows, { lookbackMs: run.datasource.lookbackMs, overlapLimit: run.settings.overlapLimit }))
}

/** The rows of a page that are new, whole. Without stamps a row has to be whole before its version can be told. */
async function prepareRows(object: ObjectRun, reading: Reading, rows: Row[]): Promise<Row[]> {
  const { plan, state, report } = object
  const inWindow = (row: Row) => isBefore(versionOf(row, plan.stampField), reading)
  const isNew = (row: Row) => !state.rows.overlap.has(String(row['Id']), versionOf(row, plan.stampField))
  const keepNew = (candidates: Row[]) => {
    const fresh = candidates.filter(isNew)
    report.dropped += candidates.length - fresh.length
    return fresh
  }
  if (plan.stampField === undefined) return keepNew(await completeRows(object, reading, rows))
  const whole = await completeRows(object, reading, keepNew(rows.filter(inWindow)))
  return whole.filter(inWindow)
}

/** A row that changed after the run began belongs to the next window. */
function isBefore(version: string, { window: { until }, stampField }: Reading): boolean {
  return stampField === undefined || until === undefined || version < until
}

/** Says so where the overlap got too large to be kept whole: rows may then be written again. */
export function noteForgotten({ report, run }: ObjectWork, forgotten: number): void {
  if (forgotten === 0) return
  const limit = run.settings.overlapLimit
  report.warnings = [
    ...(report.warnings ?? []),
    `${forgotten} rows of the lookback are not remembered (overlap_limit is ${limit}): they may be written again in the next run.`,
  ]
}
