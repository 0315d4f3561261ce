import { renderCsvRecord } from '../../sinks/formats/csv-record.js'
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
    return columns.length === 0 ? '' : renderCsvRecord(columns.map(({ title }) => title))
  }
  return {
    page: (rows) => {
      const head = columns === undefined && rows.length > 0 ? begin(rows[0]) : ''
      return head + rows.map((row) => renderCsvRecord(columns!.map((column) => renderCell(row, column)))).join('')
    },
    end: () => (columns === undefined ? begin(undefined) : ''),
  }
}
