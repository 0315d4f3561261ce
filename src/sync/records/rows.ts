/** The rows of an object's windows: read, completed, written, noted. */
import { childSignature } from '../children/child-signature.js'
import { checkpoint } from '../run/checkpoint.js'
import { watchMissing } from '../deletions/missing-rows.js'
import { openLoad } from '../bulk/load.js'
import { announce } from './announce.js'
import { completeRows } from './whole-rows.js'
import { noteReturned } from '../files/returned-records.js'
import { throwIfEnding, type ObjectSync, type ObjectContext } from '../run/object-context.js'
import type { Row } from '../../terms.js'
import { shortVersion, versionOf } from '../windows/version.js'
import type { Scan } from '../windows/window-query.js'
import { endOf } from '../run/run.js'
import { scanWindows, type ScanSource } from '../windows/scan-window.js'
import type { Window } from '../windows/cursor.js'
import { openWindow, type WindowOptions } from '../windows/open-window.js'
import { rowsScan } from './rows-scan.js'
import { batchSizeOf, keepsVersions, logPage, writeRecords, writesTexts } from './write-records.js'

/**
 * Opens the object's next window: from its watermark, or everything on a first load, for `--full`, or after a schema
 * change.
 */
export function openRows(context: ObjectContext, resync: boolean): Window {
  const { options, end } = context.run
  return openWindow(context.state.rows, {
    ...windowOptions(context),
    full: options.full === true || resync,
    end,
    since: options.since,
  })
}

function windowOptions({ run, plan: { watermarkField } }: ObjectContext): WindowOptions {
  const { lookbackMs } = run.datasource
  return watermarkField === undefined ? { lookbackMs, whole: true } : { lookbackMs, watermarkField }
}

/**
 * Writes every version of the open window that is not written yet. A window that an earlier run left open is followed
 * by the one from its end to now.
 */
export async function writeRows(object: ObjectSync): Promise<void> {
  const { run, plan, state, report } = object
  // A plan that was healed may go by another watermark field.
  if (state.rows.open !== undefined) openWindow(state.rows, windowOptions(object))
  const missing = watchMissing(object)
  const load = openLoad(object)
  const source: ScanSource<void> = {
    org: run.org,
    cursor: state.rows,
    options: windowOptions(object),
    open() {
      throwIfEnding(object)
      return load.open()
    },
    versionField: plan.versionField,
    scan: () => rowsScan(object),
    findForgotten: (rows) => object.deletedIds.among(rows.map((row) => String(row['Id']))),
    withoutKnown: (rows, scan) => withoutWritten(object, rows, scan),
    complete: async (rows, scan) => {
      // Of an object that is read whole these are all rows of the page.
      await missing.see(rows, scan.window)
      return completeRows(object, scan, rows, load.selects())
    },
    prepare: async (rows) => {
      await noteReturned(object, rows)
      await announce(object, rows)
    },
    batchSize: batchSizeOf(object),
    passesBatches: writesTexts(object),
    handle: (rows) => writeRecords(object, rows),
    pageDone: async (dropped) => {
      const isLast = load.pass()
      report.pages += 1
      report.dropped += dropped
      await missing.tell()
      logPage(object)
      await checkpoint(object)
      // What is read to its end is closed, so that the next run need not go on with it.
      if (!isLast) throwIfEnding(object)
    },
  }
  // What changed since is read once all ranges are.
  const { range, until } = state.rows.open ?? {}
  await scanWindows(source, () => (range === undefined ? endOf(run) : until))
  await missing.tell(true)
}

/**
 * Rows without those that an earlier run wrote as they are: the system touched them, which moves SystemModstamp
 * alone. A record never written, or told to be deleted and back now, is none of those; nor one that lay in the recycle
 * bin whenever its version could have been read.
 */
export async function withoutWritten(object: ObjectSync, rows: Row[], { window }: Scan): Promise<Row[]> {
  const { plan, ids, deletedIds, versions } = object
  const { mode, from } = window
  if (mode === 'full' || from === undefined) return rows
  if (plan.files) return withoutSameFiles(object, rows)
  if (!keepsVersions(object)) return rows
  const versionIn = (row: Row) => versionOf(row, plan.versionField)
  const old = rows.filter((row) => versionIn(row) < from).map((row) => String(row['Id']))
  const written = await ids.among(old)
  for (const id of await deletedIds.among(written)) written.delete(id)
  const last = await versions.textsOf(written)
  return rows.filter((row) => last.get(String(row['Id'])) !== shortVersion(versionIn(row)))
}

/** A file's SystemModstamp tells of new links too: whether anything has changed its content tells. */
async function withoutSameFiles({ plan, ids, deletedIds, signatures }: ObjectSync, rows: Row[]): Promise<Row[]> {
  const written = await ids.among(rows.map((row) => String(row['Id'])))
  for (const id of await deletedIds.among(written)) written.delete(id)
  const last = await signatures.textsOf(written)
  return rows.filter((row) => last.get(String(row['Id'])) !== childSignature(row, plan))
}
