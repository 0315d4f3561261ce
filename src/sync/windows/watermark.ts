/** Windows and watermarks: which span of stamps a run reads, and when the watermark may move. Pure. */
import type { RecordId, Row, Stamp } from '../../terms.js'
import { openOverlap, type Overlap, type OverlapJson } from './overlap.js'
import { addMs, stampOf } from './stamps.js'

/**
 * A reading that has begun: `full` goes by Id below `until`, `incremental` by (stamp, Id) within [from, until).
 * Thousands of rows share one second, so the resume point `after` is always a stamp with an Id.
 */
export interface Window {
  mode: 'full' | 'incremental'
  from?: Stamp
  /** The org's clock at the start; absent until the first answer tells it. */
  until?: Stamp
  after?: { stamp?: Stamp; id: RecordId }
  /** The field whose stamps it goes by, where the sObject's windows may go by several. */
  watermarkField?: string
}

/** How far a reading has come: what a run needs to go on where the last one ended. */
export interface Cursor {
  /** Every version stamped below it has been written. */
  watermark?: Stamp
  /** The window of a run that did not end. */
  open?: Window
  overlap: Overlap
}

export interface CursorJson {
  watermark?: Stamp
  open?: Window
  overlap?: OverlapJson
}

export interface WindowWishes {
  /** The org's clock at the start of the run, where it is known already. */
  end?: Stamp
  lookbackMs: number
  full?: boolean
  since?: Stamp
  /** The object has no stamps: every window is full, and the overlap tells what changed. */
  whole?: boolean
  watermarkField?: string
}

/**
 * Opens the next window of a cursor: the one left open, or [watermark − lookback, end); everything where there is no
 * watermark yet.
 * A wish for `full` or `since` forgets the overlap from there on: what is read then is to be written again. A `since`
 * leaves no gap: the earliest of it, what was reached and what an open window wanted counts, and a full reading that is
 * not finished goes on.
 */
export function openWindow(
  cursor: Cursor,
  { end, lookbackMs, full, since, whole, watermarkField }: WindowWishes,
): Window {
  const isLoading = cursor.open?.mode === 'full' && (cursor.watermark === undefined || !whole)
  if (cursor.open && !full && (since === undefined || isLoading)) return goOn(cursor.open, end, watermarkField)
  if (full || since !== undefined) cursor.overlap.clear(full ? undefined : since)
  const from = full || whole ? undefined : firstStamp(cursor, lookbackMs, end, since)
  cursor.open = {
    mode: from === undefined ? 'full' : 'incremental',
    ...(from === undefined ? {} : { from }),
    ...(end === undefined ? {} : { until: end }),
    ...(watermarkField === undefined ? {} : { watermarkField }),
  }
  return cursor.open
}

/** Whether a run that began at `end` has a further window to read: after one that an earlier run left open. */
export function isBehind(cursor: Cursor, end: Stamp | undefined): boolean {
  return end !== undefined && cursor.watermark !== undefined && cursor.watermark < end
}

/** Notes a row as written, so that the next window drops it while it stands in its overlap. */
export function noteWritten(cursor: Cursor, id: RecordId, version: string, lookbackMs: number): void {
  const until = cursor.open?.until ?? cursor.watermark
  if (until === undefined || version >= addMs(until, -lookbackMs)) cursor.overlap.add(id, version)
}

/** Moves the resume point to the last row of a page. */
export function advance(window: Window, rows: Row[], watermarkField: string | undefined): void {
  const last = rows.at(-1)
  if (last === undefined) return
  const stamp = watermarkField === undefined ? undefined : stampOf(last[watermarkField])
  window.after = { ...(stamp === undefined ? {} : { stamp }), id: String(last['Id']) }
}

/**
 * Ends the open window: the watermark is its end, even where the org's clock went back, so that nothing between is
 * left out.
 */
export function settle(cursor: Cursor, lookbackMs: number): void {
  const until = cursor.open?.until
  if (until !== undefined) {
    cursor.watermark = until
    cursor.overlap.prune(addMs(until, -lookbackMs))
  }
  delete cursor.open
}

export function parseCursor(json: CursorJson = {}): Cursor {
  return { ...json, overlap: openOverlap(json.overlap) }
}

export function renderCursor(cursor: Cursor): CursorJson {
  return { ...cursor, overlap: cursor.overlap.toJSON() }
}

/**
 * A window left open ends no later than the org's clock says now: it may have gone back. By another field's stamps
 * other rows lie in it, and in another order, so where the field changed it is read from its beginning.
 */
function goOn(open: Window, end: Stamp | undefined, watermarkField: string | undefined): Window {
  if (open.until !== undefined) open.until = earlier(open.until, end)
  if (open.watermarkField === watermarkField) return open
  delete open.after
  if (watermarkField === undefined) delete open.watermarkField
  else open.watermarkField = watermarkField
  return open
}

/** From where on a window has to read: `since`, or where the cursor or its open window stands, whichever is earlier. */
function firstStamp(
  { watermark, open }: Cursor,
  lookbackMs: number,
  end: Stamp | undefined,
  since?: Stamp,
): Stamp | undefined {
  const reached =
    watermark === undefined ? open?.from : earlier(addMs(earlier(watermark, end), -lookbackMs), open?.from)
  if (reached === undefined) return since
  return earlier(reached, since)
}

function earlier(stamp: Stamp, other: Stamp | undefined): Stamp {
  return other !== undefined && other < stamp ? other : stamp
}
