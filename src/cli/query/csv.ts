import type { Row } from '../../terms.js'
import { completeColumns, renderCell } from './cells.js'
import type { RowFormat } from './row-format.js'
import type { QueryColumn, Selection } from './selection.js'

/**
 * CSV as RFC 4180 has it: a header, lines that end with CR LF, quotes where a cell needs them. Cells are what the org
 * has, those that a spreadsheet would take for a formula too.
 */
export function openCsv(selection: Selection): RowFormat {
  let columns: QueryColumn[] | undefined
  const begin = (row: Row | undefined) => {
    columns = completeColumns(selection, row)
    return columns.length === 0 ? '' : renderRecord(columns.map(({ title }) => title))
  }
  return {
    page: (rows) => {
      const head = columns === undefined && rows.length > 0 ? begin(rows[0]) : ''
      return head + rows.map((row) => renderRecord(columns!.map((column) => renderCell(row, column)))).join('')
    },
    end: () => (columns === undefined ? begin(undefined) : ''),
  }
}

/** One record. A single empty cell is quoted, since an empty line would be no record. */
export function renderRecord(cells: string[]): string {
  const line = cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')
  return `${cells.length === 1 && line === '' ? '""' : line}\r\n`
}
