import type { StoredRecord } from '../terms.js'
import { buildCsvColumns } from './columns.js'
import { DELIMITERS, LINE_ENDINGS, type Job } from './jobs.js'

export interface ResultsPage {
  csv: string
  rows: number
  /** Where the next page begins; undefined on the last one. */
  next?: number
}

/** Rows of a complete job from `offset` on, its header first. Records that were purged meanwhile are still in them. */
export function renderResults(job: Job, offset: number, mostRows: number): ResultsPage {
  const columns = buildCsvColumns(job.plan)
  const [delimiter, end] = [DELIMITERS[job.delimiter], LINE_ENDINGS[job.lineEnding]]
  const line = (cells: string[]) => cells.map(quote).join(delimiter) + end
  const ids = job.ids.slice(offset, offset + mostRows)
  const records = ids
    .map((id) => job.plan.store.record(id))
    .filter((record): record is StoredRecord => record !== undefined)
  const rows = records.map((record) => line(columns.map(({ render }) => render(record))))
  const next = offset + ids.length
  return {
    csv: line(columns.map(({ name }) => name)) + rows.join(''),
    rows: rows.length,
    ...(next < job.ids.length ? { next } : {}),
  }
}

/** A place in the results as the service writes it: `MTAwMDA` for 10000. */
export function renderLocator(offset: number): string {
  return Buffer.from(String(offset)).toString('base64url')
}

/** Undefined for what is no such place. */
export function parseLocator(locator: string): number | undefined {
  const offset = Buffer.from(locator, 'base64url').toString('latin1')
  return /^\d+$/.test(offset) ? Number(offset) : undefined
}

/** Every cell is quoted; empty text and null are the same. */
function quote(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`
}
