import type { QueryResult } from '../../org/org.js'
import type { Page, Query, Row } from '../../terms.js'
import type { ChildPoll } from '../children/child-polls.js'
import { deletionsScan, isScanned } from '../deletions/deletions.js'
import { withoutWritten } from '../records/rows.js'
import { rowsScan } from '../records/rows-scan.js'
import { stampOf } from '../windows/stamps.js'
import { versionOf } from '../windows/version.js'
import { windowQuery, type Scan } from '../windows/window-query.js'
import type { ObjectSync } from './object-context.js'
import type { Peek, Peeks } from './peeks.js'

/**
 * Gives polls and objects the results of their queries where the run's peeks have told them already: that nothing is
 * new, and which records are deleted. The others are left to be queried.
 */
export async function usePeeks(peeks: Peeks, polls: ChildPoll[], objects: ObjectSync[]): Promise<void> {
  for (const poll of polls) {
    const peek = peeks.get(poll.source.child)
    if (peek !== undefined) await usePollPeek(poll, peek)
  }
  for (const object of objects) {
    const peek = peeks.get(object.plan.object)
    // Without its condition the org tells nothing of the object.
    if (peek !== undefined && !object.needsCondition) await useObjectPeek(object, peek)
  }
  peeks.clear()
}

async function usePollPeek(poll: ChildPoll, peek: Peek): Promise<void> {
  const { scan, cursor } = poll
  const page = await readWindow(peek, scan)
  const isKnown = (row: Row) => cursor.overlap.has(String(row['Id']), versionOf(row, scan.watermarkField))
  if (page?.rows.every(isKnown)) poll.result = resultOf(windowQuery(scan), page, [])
}

async function useObjectPeek(object: ObjectSync, peek: Peek): Promise<void> {
  const { results, report, deletions } = object
  const scan = rowsScan(object)
  // A statement with other fields than the last is asked, be it that the org refuses it.
  const isKnown = report.newFields === undefined && report.lostFields === undefined
  const page = isKnown ? await readWindow(peek, scan) : undefined
  const live = page?.rows.filter((row) => !isDeleted(row)) ?? []
  if (page !== undefined && (await isAllWritten(object, live, peek, scan))) {
    results.rows = resultOf(windowQuery(scan), page, [])
    report.dropped += live.length
  }
  if (deletions === undefined || !isScanned(object)) return
  const deletionScan = deletionsScan(object, deletions)
  const touched = await readWindow(peek, deletionScan)
  // Under the user's condition a record may have left it: what was touched counts, deleted or not.
  const rows = object.plan.where === undefined ? touched?.rows.filter(isDeleted) : touched?.rows
  if (touched && rows) results.deletions = resultOf(windowQuery(deletionScan), touched, rows)
}

/** Whether a first look can tell what a scan would read: a window of SystemModstamp at its beginning. */
export function isTold(scan: Scan): boolean {
  const { mode, from, after } = scan.window
  return isPeekable(scan) && mode === 'incremental' && from !== undefined && after === undefined
}

/** Whether a first look can tell it in a run that goes on from a watermark. */
export function isPeekable({ watermarkField }: Pick<Scan, 'watermarkField'>): boolean {
  return watermarkField === 'SystemModstamp'
}

/** The rows of a scan's window; undefined where the peek doesn't tell them. */
async function readWindow(peek: Peek, scan: Scan): Promise<Page | undefined> {
  const { from, until } = scan.window
  const page = isTold(scan) && from! >= peek.from ? await peek.page() : undefined
  if (page === undefined) return undefined
  const isInWindow = (at = '') => at >= from! && (until === undefined || at < until)
  return { ...page, rows: page.rows.filter((row) => isInWindow(stampOf(row['SystemModstamp']))) }
}

/** Whether every row was written as it is now, and none came back from the recycle bin since. */
async function isAllWritten(object: ObjectSync, rows: Row[], { fields }: Peek, scan: Scan): Promise<boolean> {
  const { plan, state, deletedIds } = object
  const { versionField } = plan
  if (rows.length === 0) return true
  if (versionField === undefined || !fields.has(versionField)) return false
  const { overlap } = state.rows
  const unknown = rows.filter((row) => !overlap.has(String(row['Id']), versionOf(row, versionField)))
  if ((await withoutWritten(object, unknown, scan)).length > 0) return false
  return (await deletedIds.among(rows.map((row) => String(row['Id'])))).size === 0
}

function isDeleted(row: Row): boolean {
  return row['IsDeleted'] === true
}

/** The result of a query that need not be made. */
function resultOf(query: Query, page: Page, rows: Row[]): QueryResult {
  return {
    query,
    async *pages() {
      yield { ...page, rows, totalSize: rows.length }
    },
  }
}
