/** Which span of stamps a run reads. Pure. */
import type { Stamp } from '../../terms.js'
import { isBegun, type Cursor, type Window } from './cursor.js'
import { addMs } from './stamps.js'

export interface WindowOptions {
  /** The org's clock at the start of the run, where it is known already. */
  end?: Stamp
  lookbackMs: number
  full?: boolean
  since?: Stamp
  /** The object has no stamps: every window is full, and the overlap knows what changed. */
  whole?: boolean
  watermarkField?: string
}

/**
 * Opens the next window of a cursor: the one left open, or [watermark − lookback, end); everything where there is no
 * watermark yet.
 * `full` and `since` forget the overlap from there on: what is read then is to be written again. A `since`
 * leaves no gap: the earliest of it, what was reached and what an open window wanted counts, and a full scan that is
 * not finished goes on.
 */
export function openWindow(cursor: Cursor, options: WindowOptions): Window {
  const { end, lookbackMs, full, since, whole, watermarkField } = options
  const isLoading = cursor.open?.mode === 'full' && (cursor.watermark === undefined || !whole)
  if (cursor.open && !full && (since === undefined || isLoading)) return goOn(cursor.open, options)
  if (full || since !== undefined) cursor.overlap.clear(full ? undefined : since)
  const from = full || whole ? undefined : firstStamp(cursor, lookbackMs, end, since)
  const { range, until } = cursor.open ?? {}
  cursor.open = {
    mode: from === undefined ? 'full' : 'incremental',
    from,
    until: range === undefined ? end : until,
    watermarkField,
    ...(range === undefined ? {} : { range }),
  }
  return cursor.open
}

/**
 * A window left open ends no later than the org's clock says now: it may have gone back. One of which nothing was read
 * ends now, which spares the one after it. By another field's stamps other rows lie in it, and in another order, so
 * where the field changed it is read from its beginning; without stamps, whole.
 */
function goOn(open: Window, { end, whole, watermarkField }: WindowOptions): Window {
  // Whoever reads another range of it has the same end.
  if (open.range === undefined) {
    open.until = open.until !== undefined && isBegun(open) ? earlier(open.until, end) : (end ?? open.until)
  }
  if (whole && open.mode === 'incremental') {
    open.mode = 'full'
    delete open.from
    delete open.after
  }
  if (open.watermarkField === watermarkField) return open
  delete open.after
  delete open.job
  delete open.rest
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
