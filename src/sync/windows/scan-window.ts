/** One scan for all that is read by windows: an object's rows, its deletions, its children. */
import type { Org, QueryResult } from '../../org/org.js'
import type { RecordId, Row, Stamp } from '../../terms.js'
import { readPages } from './pages.js'
import { versionOf } from './version.js'
import type { Cursor } from './cursor.js'
import { openWindow, type WindowOptions } from './open-window.js'
import { advance, closeWindow, isBehind, noteWritten } from './watermark.js'
import type { Scan } from './window-query.js'

/** What is scanned, and what becomes of its rows. */
export interface ScanSource<Prepared = undefined> {
  org: Org
  cursor: Cursor
  /** What is read in the cursor's open window. */
  scan(): Scan
  /** How a window is opened after one that an earlier run left open. */
  options: WindowOptions
  /** The open window's query, where it travels with the others of the run. */
  result?: QueryResult | undefined
  /** The query of what is left of the open window; its own statement by REST where absent. */
  open?(): QueryResult
  /** The field whose stamps tell versions apart; that of the window where absent. */
  versionField?: string | undefined
  /** Ids that are to be handled though the overlap has them. */
  findForgotten?(rows: Row[]): Promise<Set<RecordId>>
  /** Takes out of rows that are not in the overlap what needs no handling. */
  withoutKnown?(rows: Row[], scan: Scan): Promise<Row[]>
  /** Reads what the statement left out of the rows. */
  complete?(rows: Row[], scan: Scan): Promise<Row[]>
  /** Looks up what handling the new rows of a page needs; a session that dies meanwhile reopens the window. */
  prepare?(rows: Row[]): Promise<Prepared>
  /** Rows handled at once, and noted as written after it; a page where absent. */
  batchSize?: number
  /** Each batch is passed by itself: a run that ends within a page has got on. */
  passesBatches?: boolean
  handle(rows: Row[], prepared: Prepared | undefined): Promise<void>
  /** False for a handled row that `withoutKnown` takes out by itself: the overlap need not have it. */
  isRemembered?(row: Row): boolean
  /** After each page; `dropped` of its rows were written before with the same version. */
  pageDone?(dropped: number): Promise<void>
}

/** Scans the open window and, where an earlier run left it open, the one from its end to `end`. */
export async function scanWindows<Prepared>(source: ScanSource<Prepared>, end: () => Stamp | undefined): Promise<void> {
  const { cursor, options } = source
  for (let { result } = source; ; result = undefined) {
    await scanWindow({ ...source, result })
    const until = end()
    if (!isBehind(cursor, until)) return
    openWindow(cursor, { ...options, end: until! })
  }
}

/** Scans the open window to its end: each page without what is known already, handled, noted, and then passed. */
export async function scanWindow<Prepared>(source: ScanSource<Prepared>): Promise<void> {
  const { org, cursor, options, isRemembered = () => true } = source
  if (cursor.open === undefined) return
  const scan = source.scan()
  const version = versionIn(source, scan)
  for await (const { read, prepared } of readPages(org, scan, (rows) => preparePage(source, scan, rows), source)) {
    for (const rows of batchesOf(prepared.rows, source.batchSize)) {
      // Handling may rearrange a row.
      const versions = new Map(rows.filter(isRemembered).map((row) => [String(row['Id']), version(row)]))
      await source.handle(rows, prepared.found)
      noteWritten(cursor, versions, options.lookbackMs)
      if (source.passesBatches) advance(scan, rows)
    }
    advance(scan, read)
    await source.pageDone?.(prepared.dropped)
  }
  closeWindow(cursor, options.lookbackMs)
}

/** Rows in batches of at most `size`, in their order. */
export function* batchesOf(rows: Row[], size = Infinity): Generator<Row[]> {
  for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size)
}

interface PreparedRows<Prepared> {
  rows: Row[]
  found: Prepared | undefined
  dropped: number
}

/** The rows of a page that are new, whole. Without stamps a row has to be whole before its version is known. */
async function preparePage<Prepared>(
  source: ScanSource<Prepared>,
  scan: Scan,
  page: Row[],
): Promise<PreparedRows<Prepared>> {
  const { cursor, complete = async (rows) => rows, withoutKnown = async (rows) => rows } = source
  const version = versionIn(source, scan)
  const forgotten = (await source.findForgotten?.(page)) ?? new Set()
  const isNew = (row: Row) => forgotten.has(String(row['Id'])) || !cursor.overlap.has(String(row['Id']), version(row))
  const inWindow = (row: Row) => isBefore(versionOf(row, scan.watermarkField), scan)
  const isStampless = scan.watermarkField === undefined
  const candidates = isStampless ? await complete(page, scan) : page.filter(inWindow)
  const fresh = await withoutKnown(candidates.filter(isNew), scan)
  const rows = isStampless ? fresh : (await complete(fresh, scan)).filter(inWindow)
  return { rows, found: await source.prepare?.(rows), dropped: candidates.length - fresh.length }
}

/** What tells the versions of the scan's rows apart. */
function versionIn<Prepared>({ versionField }: ScanSource<Prepared>, { watermarkField }: Scan): (row: Row) => string {
  return (row) => versionOf(row, watermarkField && (versionField ?? watermarkField))
}

/**
 * A row that changed after the run began belongs to the next window; one that has a stamp was read before those
 * without.
 */
function isBefore(version: string, { window: { until, stampless }, watermarkField }: Scan): boolean {
  if (stampless) return version === ''
  return watermarkField === undefined || until === undefined || version < until
}
