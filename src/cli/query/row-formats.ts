/** The forms in which `query` writes rows. */
import { renderChunks, renderLine } from '../../sinks/formats/ndjson.js'
import type { Row } from '../../terms.js'
import { buildColumns, type Columns } from './columns.js'
import { renderCsvLine } from './csv.js'
import { renderRows } from './rows-table.js'

/** Writes the pages of one result. */
export interface RowWriter {
  /** The text of a page, in pieces. */
  page(rows: Row[]): Iterable<string>
  /** What follows the last page; there may have been none. */
  end(): Iterable<string>
}

/** Opens the writer of a format for one statement. */
export const rowFormats: Record<'ndjson' | 'json' | 'csv' | 'table', (soql: string) => RowWriter> = {
  ndjson: () => ({ page: renderChunks, end: () => [] }),
  json: openJson,
  csv: (soql) => openColumns(soql, renderCsv),
  table: (soql) => openColumns(soql, renderRows),
}

export const rowFormatNames = Object.keys(rowFormats) as (keyof typeof rowFormats)[]

/** One array over all pages, a record a line. What ends early is no JSON. */
function openJson(): RowWriter {
  let separator = '[\n'
  return {
    *page(rows) {
      for (const row of rows) {
        yield separator + renderLine(row).trimEnd()
        separator = ',\n'
      }
    },
    end: () => [separator === '[\n' ? '[]\n' : '\n]\n'],
  }
}

/** A format with a header: the columns are those of the statement and of the first row. */
function openColumns(soql: string, render: (columns: Columns, rows: Row[], isFirst: boolean) => string): RowWriter {
  let columns: Columns | undefined
  function* page(rows: Row[]) {
    const isFirst = columns === undefined
    columns ??= buildColumns(soql, rows[0])
    yield render(columns, rows, isFirst)
  }
  return { page, end: () => (columns === undefined ? page([]) : []) }
}

function renderCsv({ titles, cells }: Columns, rows: Row[], isFirst: boolean): string {
  const header = isFirst ? renderCsvLine(titles) : ''
  return header + rows.map((row) => renderCsvLine(cells(row))).join('')
}
