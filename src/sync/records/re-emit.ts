/**
 * Records to write again though their own stamps stand still: a child changed, or they came back from the recycle bin.
 */
import type { QueryResult } from '../../org/org.js'
import { findDeletionSource } from '../deletions/deletion-source.js'
import type { RecordId, Row } from '../../terms.js'
import { checkpoint } from '../run/checkpoint.js'
import { throwIfEnding, type ObjectSync } from '../run/object-context.js'
import { endOf } from '../run/run.js'
import { readPages } from '../windows/pages.js'
import { spanQuery, windowQuery, type Scan } from '../windows/window-query.js'
import { childSignature } from '../children/child-signature.js'
import { chunkIn } from '../../soql/chunks.js'
import { and, isIn } from '../../soql/conditions.js'
import { batchesOf } from '../windows/scan-window.js'
import { versionOf } from '../windows/version.js'
import { advance, noteWritten } from '../windows/watermark.js'
import { completeRows } from './whole-rows.js'
import { announce } from './announce.js'
import { restoreKept } from '../files/restore-kept.js'
import { noteReturned } from '../files/returned-records.js'
import { isSplittable } from '../plan/heal.js'
import { batchSizeOf, logPage, writeRecords } from './write-records.js'

/** The most records of a statement that reads records again. */
export const recordsPerQuery = 500

/**
 * Writes the records noted in the state. Those the run wrote already, since they changed themselves, are no longer
 * noted; those that never were written and have no row in the result lie outside the user's condition, and are
 * forgotten.
 */
export async function reEmitRecords(object: ObjectSync): Promise<void> {
  const { reEmit } = object.state
  const isChanged = (rows: Row[]) => withoutUnchanged(object, rows)
  // Read in this run already are records whose child lists came cut, twice, and those a processor could not take.
  const isForNext = (id: RecordId) => object.cut.has(id) || object.enrichment.again.has(id)
  const due = [...reEmit].filter((id) => !isForNext(id))
  await writeAgain(object, due, { keep: isChanged, forget: (id) => isForNext(id) || reEmit.delete(id) })
}

/**
 * Writes those of these files again whose documents say something else than they do now, and fetches those again that
 * are no longer in the user's folder.
 */
export async function reEmitFiles(object: ObjectSync, ids: RecordId[]): Promise<void> {
  const keep = async (rows: Row[]) => {
    await restoreKept(object, rows)
    return withoutUnchanged(object, rows)
  }
  await writeAgain(object, ids, { keep, forget: () => undefined })
}

/** Writes the files again whose text earlier runs could not read, as far as it can be read now. */
export async function retryUnreadFiles(object: ObjectSync): Promise<void> {
  const { unread, state } = object
  const due = [...state.unreadFiles].filter((id) => !unread.again.has(id))
  unread.isRetry = true
  await writeAgain(object, due, {
    keep: async (rows) => rows,
    forget: (id) => unread.again.has(id) || state.unreadFiles.delete(id),
  })
  unread.isRetry = false
}

/** Which of the rows read again are written, and what a record that was dealt with is no longer noted for. */
interface Again {
  keep(rows: Row[]): Promise<Row[]>
  forget(id: RecordId): void
}

/** Records that are still noted after their query. */
type Left = Set<RecordId>

async function writeAgain(object: ObjectSync, noted: RecordId[], again: Again): Promise<void> {
  if (noted.length === 0) return
  const batch = object.run.org.batch()
  const pieces = chunkIn(noted, (ids) => fitsWhole(object, ids), recordsPerQuery).map((ids) => {
    const scan = idsScan(object, ids)
    return { ids, scan, result: batch.query(windowQuery(scan)) }
  })
  for (const { ids, scan, result } of pieces) {
    const left: Left = new Set(await withoutWord(object, ids))
    await writeNoted(object, scan, result, async (rows) => {
      for (const row of rows) left.delete(String(row['Id']))
      return again.keep(await ofThisRun(object, rows, left))
    })
    for (const id of ids) if (!left.has(id)) again.forget(id)
    await checkpoint(object)
    throwIfEnding(object)
  }
}

/**
 * Which of the records stay noted where the org doesn't show them, since they were written and no tombstone has told
 * that they are gone: the user may not see them for the time being. Where deletions aren't told, none.
 */
async function withoutWord({ ids, deletedIds, deletions, plan, needsCondition }: ObjectSync, noted: RecordId[]) {
  if (deletions === undefined || needsCondition || findDeletionSource(plan.describe) === undefined) return []
  const written = await ids.among(noted)
  for (const id of await deletedIds.among(noted)) written.delete(id)
  return written
}

async function writeNoted(object: ObjectSync, scan: Scan, result: QueryResult, keep: Again['keep']): Promise<void> {
  const { run, plan, state, report } = object
  const { lookbackMs } = run.datasource
  const prepare = (rows: Row[]) => completeRows(object, scan, rows)
  for await (const { read, prepared } of readPages(run.org, scan, prepare, { result })) {
    const kept = await keep(prepared)
    await noteReturned(object, kept)
    await announce(object, kept)
    for (const rows of batchesOf(kept, batchSizeOf(object))) {
      const versions = new Map(rows.map((row) => [String(row['Id']), versionOf(row, plan.versionField)]))
      await writeRecords(object, rows)
      noteWritten(state.rows, versions, lookbackMs)
    }
    advance({ window: scan.window }, read)
    report.pages += 1
    logPage(object)
  }
}

function idsScan({ plan }: ObjectSync, ids: RecordId[]): Scan {
  return {
    sobject: plan.object,
    scope: plan.scope,
    window: { mode: 'full' },
    select: plan.selects[0]!,
    isSplittable: isSplittable(plan),
    condition: and(plan.condition, isIn('Id', ids)),
    dropsDeleted: plan.dropsDeleted,
  }
}

/** Whether every statement for these records fits into a request: the longest is that for further fields of a page. */
function fitsWhole(object: ObjectSync, ids: RecordId[]): boolean {
  const { run, plan } = object
  const ends = [ids[0]!, ids.at(-1)!].map((Id) => ({ Id }))
  const scan = idsScan(object, ids)
  return plan.selects.every((select) => run.fits(spanQuery(scan, select, ends).soql))
}

/**
 * Rows without those that changed since the run began: these are for its next window, as all others are. What was read
 * in the very second it carries may get a further version with the same stamp, which would pass for the one read. Those
 * written before stay noted until they are written.
 */
async function ofThisRun({ run, plan, ids }: ObjectSync, rows: Row[], left: Left): Promise<Row[]> {
  const end = endOf(run)
  const isLater = (row: Row) =>
    plan.watermarkField !== undefined && end !== undefined && versionOf(row, plan.watermarkField) >= end
  for (const id of await ids.among(rows.filter(isLater).map((row) => String(row['Id'])))) left.add(id)
  return rows.filter((row) => !isLater(row))
}

/**
 * Rows without those whose document says the same already: a child came and went between two polls, or it went after
 * its poll and before its record was read.
 */
async function withoutUnchanged({ plan, state, ids, deletedIds, signatures }: ObjectSync, rows: Row[]): Promise<Row[]> {
  const { watermark, overlap } = state.rows
  const all = rows.map((row) => String(row['Id']))
  const written = await ids.among(all)
  const deleted = await deletedIds.among(all)
  const known = await signatures.textsOf(all)
  const isWritten = (id: string, version: string) =>
    written.has(id) && !deleted.has(id) && (overlap.has(id, version) || version < (watermark ?? ''))
  return rows.filter((row, at) => {
    const isSame = (known.get(all[at]!) ?? '') === childSignature(row, plan)
    return !isSame || !isWritten(all[at]!, versionOf(row, plan.versionField))
  })
}
