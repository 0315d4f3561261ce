/** Pages of a window, in key order, whatever happens to sessions, locators and time limits on the way. */
import { isExtractError } from '../../errors/extract-error.js'
import type { Org, QueryResult } from '../../org/org.js'
import type { Page, Row, Stamp } from '../../terms.js'
import { reopenedPages } from './reopened-pages.js'
import { isRestOfSecond, moveOn, sliceQuery, windowQuery, type Scan } from './window-query.js'
import type { Window } from './cursor.js'
import { noProgress } from './no-progress.js'
import { validateKeys } from './row-keys.js'
import { inSlices, isLastSlice, isTooComplicated, isTooMuch } from './slices.js'
import { addMs } from './stamps.js'

/** The rows of one page as they were read, and what `prepare` made of those that are wanted. */
export interface PreparedPage<Prepared> {
  read: Row[]
  prepared: Prepared
}

/** How a window's rows are queried. */
export interface WindowQueries {
  /** The query of what is left of the window; its own statement by REST where absent. */
  open?: (() => QueryResult) | undefined
  /** Its first query, where that travels with the others of the run. */
  result?: QueryResult | undefined
}

/** Makes of a page's rows what its reader needs, by further calls where need be. */
export type Prepare<Prepared> = (rows: Row[]) => Promise<Prepared>

/**
 * Yields the pages of what is left of a scan's window. The consumer writes a page and then moves `scan.window` on
 * with `advance`: from there the statement is opened again where a locator or a session dies, in this run or the next.
 * A window without an end gets the org's time as the run's first response told it: where that is its own page, the
 * page's.
 * Throws what neither reopening nor splitting mends, and what splitting the select list may mend.
 */
export async function* readPages<Prepared>(
  org: Org,
  scan: Scan,
  prepare: Prepare<Prepared>,
  { open = () => org.query(windowQuery(scan)), result = open() }: WindowQueries = {},
): AsyncGenerator<PreparedPage<Prepared>, void, undefined> {
  const began = org.startTime()
  let isRest = isRestOfSecond(scan)
  const guard = guardProgress(scan)
  const reopen = () => {
    guard()
    isRest = isRestOfSecond(scan)
    return open()
  }
  try {
    yield* reopenedPages(result, reopen, (page) => preparePage(scan, prepare, page, began))
    while (moveOn(scan, isRest)) {
      yield* reopenedPages(reopen(), reopen, (page) => preparePage(scan, prepare, page, began))
    }
  } catch (error) {
    // Which rows are missing is not known: the next run reads the window from its beginning.
    if (isExtractError(error) && error.details.size === 'short') delete scan.window.after
    if (!isTooMuch(error) || (scan.isSplittable && isTooComplicated(error))) throw error
    yield* readParts(org, scan, prepare, error)
  }
}

async function preparePage<Prepared>(
  { window, sobject, dropsDeleted }: Scan,
  prepare: Prepare<Prepared>,
  { rows, orgTime }: Page,
  end: Stamp = orgTime,
): Promise<PreparedPage<Prepared>> {
  validateKeys(sobject, rows)
  window.until ??= end
  const wanted = dropsDeleted ? rows.filter((row) => row['IsDeleted'] !== true) : rows
  return { read: rows, prepared: await prepare(wanted) }
}

/**
 * Halves the window in time down to a second, then goes by Id in slices: the two ways to make a statement cheaper.
 * Parts need an end, and it has to be the window's: what came after it is left to the next one.
 */
async function* readParts<Prepared>(
  org: Org,
  scan: Scan,
  prepare: Prepare<Prepared>,
  cause: Error,
): AsyncGenerator<PreparedPage<Prepared>, void, undefined> {
  const end = org.startTime()
  if (end !== undefined) scan.window.until ??= end
  const parts = halve(scan)
  if (parts === undefined) return yield* readSlices(org, scan, prepare, cause)
  for (const part of parts) yield* readPages(org, { ...scan, part }, prepare)
}

/** Two spans that meet at a whole second; undefined for a full window, which goes by Id, and for a single second. */
function halve(scan: Scan): { from: Stamp; until: Stamp }[] | undefined {
  const { from: start, until: end } = scan.part ?? scan.window
  const reached = scan.window.after?.stamp
  const from = reached !== undefined && (start === undefined || reached > start) ? reached : start
  if (scan.window.mode === 'full' || from === undefined || end === undefined || addMs(from, 1000) >= end)
    return undefined
  const middle = middleOf(from, end)
  return [
    { from, until: middle },
    { from: middle, until: end },
  ]
}

async function* readSlices<Prepared>(
  org: Org,
  scan: Scan,
  prepare: Prepare<Prepared>,
  cause: Error,
): AsyncGenerator<PreparedPage<Prepared>, void, undefined> {
  const guard = guardProgress(scan)
  const next = async function* (mostRows: number) {
    const isLast = yield* readSlice(org, scan, prepare, mostRows)
    if (!isLast) guard()
    return isLast
  }
  yield* inSlices(next, cause)
}

async function* readSlice<Prepared>(
  org: Org,
  scan: Scan,
  prepare: Prepare<Prepared>,
  mostRows: number,
): AsyncGenerator<PreparedPage<Prepared>, boolean, undefined> {
  let pages: number[] = []
  let isRest = false
  const open = () => {
    pages = []
    isRest = isRestOfSecond(scan)
    return org.query(sliceQuery(scan, mostRows))
  }
  const read = (page: Page) => {
    pages.push(page.rows.length)
    return preparePage(scan, prepare, page)
  }
  yield* reopenedPages(open(), open, read)
  return isLastSlice(pages, mostRows) && !moveOn(scan, isRest)
}

/**
 * Throws BAD_ANSWER when a scan is opened again and stands where it stood before, though rows were read since: the org
 * ignores the resume point, and it would go on like that for ever.
 */
function guardProgress({ window, sobject }: Scan): () => void {
  let last = window.after
  const places = new Set(last && [placeOf(last)])
  return () => {
    const { after } = window
    if (after === undefined || after === last) return
    if (places.has(placeOf(after))) throw noProgress(sobject, after.id)
    places.add(placeOf(after))
    last = after
  }
}

function placeOf({ id, stamp, isWhole }: NonNullable<Window['after']>): string {
  return `${stamp ?? ''} ${id}${isWhole ? ' whole' : ''}`
}

/** The whole second in the middle of two stamps, above the first where they are more than a second apart. */
export function middleOf(from: Stamp, until: Stamp): Stamp {
  const halfMs = Math.ceil((Date.parse(until) - Date.parse(from)) / 2000) * 1000
  const middleMs = Date.parse(from) + halfMs
  return new Date(middleMs - (middleMs % 1000)).toISOString()
}
