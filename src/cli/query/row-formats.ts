import { renderLine } from '../../sinks/formats/ndjson.js'
import type { Row } from '../../terms.js'
import { openCsv } from './csv.js'
import type { RowFormat } from './row-format.js'
import { parseSelection } from './selection.js'
import { openTextTable } from './text-table.js'

/** The forms that `query --format` takes, each opened for one statement. */
export const rowFormats = {
  ndjson: () => ({ page: renderLines, end: () => '' }),
  json: () => openJson(),
  csv: (soql) => openCsv(parseSelection(soql)),
  table: (soql) => openTextTable(parseSelection(soql)),
} satisfies Record<string, (soql: string) => RowFormat>

function renderLines(rows: Row[]): string {
  return rows.map(renderLine).join('')
}

/** One array, a record a line. */
function openJson(): RowFormat {
  let isBegun = false
  return {
    page: (rows) => {
      const text = rows
        .map((row, index) => `${isBegun || index > 0 ? ',\n' : '[\n'}${renderLine(row).trimEnd()}`)
        .join('')
      isBegun ||= rows.length > 0
      return text
    },
    end: () => (isBegun ? '\n]\n' : '[]\n'),
  }
}
