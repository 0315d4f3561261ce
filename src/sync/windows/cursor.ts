/** How far a scan has come, as runs keep it. */
import type { BulkJob, ResultsPlace } from '../../org/org.js'
import type { RecordId, Stamp } from '../../terms.js'
import type { IdRange } from '../ranges/id-ranges.js'
import { openOverlap, type Overlap, type OverlapJson } from './overlap.js'

/**
 * A scan that has begun: `full` goes by Id below `until`, `incremental` by (stamp, Id) within [from, until).
 * Thousands of rows share one second, so the resume point `after` is always a stamp with an Id.
 */
export interface Window {
  mode: 'full' | 'incremental'
  from?: Stamp
  /** The org's clock at the start; absent until the first response has told it. */
  until?: Stamp
  /** Where `isWhole`, no further row has the stamp. */
  after?: { stamp?: Stamp; id: RecordId; isWhole?: boolean }
  /** A full scan that has come to the rows without a stamp, which no bound on it lets through. */
  stampless?: boolean
  /** The query job that reads what is left of a full scan, and how far its results are written. */
  job?: BulkJob & { place: ResultsPlace }
  /** A full scan of these Ids alone: others read the rest of the window, up to the same end. */
  range?: IdRange
  /** What is left of a full scan that several have read together, in order: it stands in the first of them. */
  rest?: RangePlace[]
  /** The field whose stamps it goes by, where the sObject's windows may go by several. */
  watermarkField?: string
}

/** A range of a full scan, and how far it has been read. */
export interface RangePlace extends IdRange, Pick<Window, 'stampless' | 'job'> {
  after?: RecordId
}

/** How far a scan has come: what a run needs to go on where the last one ended. */
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

/** Whether anything of a window has been read. */
export function isBegun({ after, job, stampless, rest }: Window): boolean {
  return after !== undefined || job !== undefined || stampless === true || rest !== undefined
}

/** Whether rows may have been written by the cursor. A job alone has none: the first of them moves the window on. */
export function hasRead({ watermark, open }: Cursor): boolean {
  return watermark !== undefined || (open !== undefined && isBegun({ ...open, job: undefined }))
}

/** Has a full scan go on in a range, where that was left. */
export function standIn(open: Window, { after, stampless, job }: Omit<RangePlace, keyof IdRange>): void {
  delete open.after
  delete open.stampless
  delete open.job
  if (after !== undefined) open.after = { id: after }
  if (stampless) open.stampless = true
  if (job !== undefined) open.job = job
}

export function parseCursor(json: CursorJson = {}): Cursor {
  return { ...json, overlap: openOverlap(json.overlap) }
}

export function renderCursor(cursor: Cursor): CursorJson {
  return { ...cursor, overlap: cursor.overlap.toJSON() }
}
