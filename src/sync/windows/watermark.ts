/** What moves a window and its watermark on. Pure. */
import type { RecordId, Row, Stamp } from '../../terms.js'
import type { Cursor, Window } from './cursor.js'
import { addMs, stampOf } from './stamps.js'

/** Notes rows as written, by Id their version, so that the next window drops them while they stand in its overlap. */
export function noteWritten(cursor: Cursor, versions: Iterable<[RecordId, string]>, lookbackMs: number): void {
  const until = cursor.open?.until ?? cursor.watermark
  const from = until === undefined ? '' : addMs(until, -lookbackMs)
  for (const [id, version] of versions) if (version >= from) cursor.overlap.add(id, version)
}

/** Moves the resume point to the last row of a page. */
export function advance({ window, watermarkField }: AdvancingScan, rows: Row[]): void {
  const last = rows.at(-1)
  if (last === undefined) return
  const stamp = watermarkField === undefined ? undefined : stampOf(last[watermarkField])
  const id = String(last['Id'])
  window.after = { stamp, id }
}

/** The part of a scan that says how far it has come. */
export interface AdvancingScan {
  watermarkField?: string
  window: Window
}

/**
 * Ends the open window: the watermark is its end, even where the org's clock went back, so that nothing between is
 * left out.
 */
export function closeWindow(cursor: Cursor, lookbackMs: number): void {
  const until = cursor.open?.until
  if (until !== undefined) {
    cursor.watermark = until
    cursor.overlap.prune(addMs(until, -lookbackMs))
  }
  delete cursor.open
}

/** Whether a run that began at `end` has a further window to read: after one that an earlier run left open. */
export function isBehind(cursor: Cursor, end: Stamp | undefined): boolean {
  return end !== undefined && cursor.watermark !== undefined && cursor.watermark < end
}
