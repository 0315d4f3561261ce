/**
 * Records to write again though their own stamps stand still: a child changed, or they came back from the recycle bin.
 */
import type { RecordId, Row } from '../../terms.js'
import { checkpoint } from '../run/checkpoint.js'
import { throwIfEnding, type ObjectSync } from '../run/object-context.js'
import { readPages } from '../windows/pages.js'
import { spanQuery, type Scan } from '../windows/window-query.js'
import { and, chunkIn, isIn } from '../../soql/soql.js'
import { batchesOf } from '../windows/scan-window.js'
import { versionOf } from '../windows/version.js'
import { advance, noteWritten } from '../windows/watermark.js'
import { completeRows } from './whole-rows.js'
import { batchSizeOf, logPage, writeRecords } from './write-records.js'

const recordsPerQuery = 500

/**
 * Writes the records noted in the state. Those the run wrote already, since they changed themselves, are no longer
 * noted; those that are gone or outside the user's condition are not answered and are forgotten.
 */
export async function reEmitRecords(object: ObjectSync): Promise<void> {
  const { reEmit } = object.state
  await writeAgain(object, [...reEmit], (id) => reEmit.delete(id))
}

/** Writes the files again whose text earlier runs could not read, as far as it can be read now. */
export async function retryUnreadFiles(object: ObjectSync): Promise<void> {
  const { unread, state } = object
  const due = [...state.unreadFiles].filter((id) => !unread.again.has(id))
  unread.isRetry = true
  await writeAgain(object, due, (id) => unread.again.has(id) || state.unreadFiles.delete(id))
  unread.isRetry = false
}

async function writeAgain(object: ObjectSync, noted: RecordId[], forget: (id: RecordId) => void): Promise<void> {
  for (const ids of chunkIn(noted, (chunk) => fitsWhole(object, chunk), recordsPerQuery)) {
    await writeNoted(object, idsScan(object, ids))
    for (const id of ids) forget(id)
    await checkpoint(object)
    throwIfEnding(object)
  }
}

async function writeNoted(object: ObjectSync, scan: Scan): Promise<void> {
  const { run, plan, state, report } = object
  const { lookbackMs } = run.datasource
  const prepare = (rows: Row[]) => completeRows(object, scan, rows)
  for await (const { read, prepared } of readPages(run.org, scan, prepare)) {
    for (const rows of batchesOf(prepared, batchSizeOf(object))) {
      await writeRecords(object, rows)
      for (const row of rows)
        noteWritten(state.rows, String(row['Id']), versionOf(row, plan.watermarkField), lookbackMs)
    }
    advance(scan.window, read, undefined)
    report.pages += 1
    logPage(object)
  }
}

function idsScan({ plan }: ObjectSync, ids: RecordId[]): Scan {
  const condition = and(plan.condition, isIn('Id', ids))
  return { sobject: plan.object, scope: 'live', window: { mode: 'full' }, select: plan.selects[0]!, condition }
}

/** Whether every statement for these records fits into a request: the longest is that for further fields of a page. */
function fitsWhole(object: ObjectSync, ids: RecordId[]): boolean {
  const { run, plan } = object
  const ends = [ids[0]!, ids.at(-1)!].map((Id) => ({ Id }))
  const scan = idsScan(object, ids)
  return plan.selects.every((select) => run.fits(spanQuery(scan, select, ends).soql))
}
