/** The rows of an object's windows: read, completed, written, noted. */
import type { Row } from '../../terms.js'
import { checkpoint } from '../run/checkpoint.js'
import { completeRows } from './whole-rows.js'
import { throwIfEnding, type ObjectRun, type ObjectWork } from '../run/object-context.js'
import { readPages } from '../windows/pages.js'
import type { Reading } from '../windows/window-query.js'
import { endOf } from '../run/run.js'
import { versionOf } from '../windows/version.js'
import { advance, isBehind, openWindow, settle, type Window, type WindowWishes } from '../windows/watermark.js'
import { tellPage, writeRecords } from './write-records.js'

/**
 * Opens the object's next window: from its watermark, or everything on a first load, for `--full`, or after a schema
 * change.
 */
export function openRows(work: ObjectWork, resync: boolean): Window {
  const { wishes, end } = work.run
  return openWindow(work.state.rows, {
    ...usualWishes(work),
    full: wishes.full === true || resync,
    ...(end === undefined ? {} : { end }),
    ...(wishes.since === undefined ? {} : { since: wishes.since }),
  })
}

function usualWishes({ run, plan: { watermarkField } }: ObjectWork): WindowWishes {
  const { lookbackMs } = run.datasource
  return watermarkField === undefined ? { lookbackMs, whole: true } : { lookbackMs, watermarkField }
}

/** The reading of the object's open window. */
export function rowsReading({ plan, state }: ObjectWork): Reading {
  return {
    sobject: plan.object,
    scope: 'live',
    window: state.rows.open!,
    select: plan.selects[0]!,
    ...(plan.watermarkField === undefined ? {} : { watermarkField: plan.watermarkField }),
    ...(plan.condition === undefined ? {} : { condition: plan.condition }),
  }
}

/**
 * Writes every version of the open window that is not written yet. A window that an earlier run left open is followed
 * by the one from its end to now.
 */
export async function writeRows(object: ObjectRun): Promise<void> {
  const { run, state } = object
  for (;;) {
    await writeWindow(object)
    const end = endOf(run)
    if (!isBehind(state.rows, end)) return
    openWindow(state.rows, { ...usualWishes(object), end: end! })
    delete object.results.rows
  }
}

async function writeWindow(object: ObjectRun): Promise<void> {
  const { run, plan, state, report } = object
  if (state.rows.open === undefined) return
  // A plan that was healed may go by another stamp field.
  openWindow(state.rows, usualWishes(object))
  const reading = rowsReading(object)
  let known = 0
  const prepare = async (rows: Row[]) => {
    const prepared = await prepareRows(object, reading, rows)
    known = prepared.known
    return prepared.fresh
  }
  for await (const { read, rows } of readPages(run.org, reading, prepare, object.results.rows)) {
    await writeRecords(object, rows)
    advance(reading.window, read, plan.watermarkField)
    report.pages += 1
    report.dropped += known
    tellPage(object)
    await checkpoint(object)
    throwIfEnding(object)
  }
  settle(state.rows, run.datasource.lookbackMs)
}

/**
 * The rows of a page that are new, whole, and how many were written before with the same version. Without stamps a row
 * has to be whole before its version can be told.
 */
async function prepareRows(object: ObjectRun, reading: Reading, rows: Row[]): Promise<{ fresh: Row[]; known: number }> {
  const { plan, state } = object
  const inWindow = (row: Row) => isBefore(versionOf(row, plan.watermarkField), reading)
  const isNew = (row: Row) => !state.rows.overlap.has(String(row['Id']), versionOf(row, plan.watermarkField))
  const candidates =
    plan.watermarkField === undefined ? await completeRows(object, reading, rows) : rows.filter(inWindow)
  const fresh = candidates.filter(isNew)
  const known = candidates.length - fresh.length
  if (plan.watermarkField === undefined) return { fresh, known }
  const whole = await completeRows(object, reading, fresh)
  return { fresh: whole.filter(inWindow), known }
}

/** A row that changed after the run began belongs to the next window. */
function isBefore(version: string, { window: { until }, watermarkField }: Reading): boolean {
  return watermarkField === undefined || until === undefined || version < until
}
