import type { Row } from '../../terms.js'
import { completeColumns, renderCell } from './cells.js'
import type { RowFormat } from './row-format.js'
import type { QueryColumn, Selection } from './selection.js'

/** The widest a column gets; what is longer is cut. */
const mostColumnWidth = 50

/**
 * Columns under their titles, for eyes. Each page is aligned by itself, since the pages to come are not known; a column
 * never gets narrower from page to page.
 */
export function openTextTable(selection: Selection): RowFormat {
  let columns: QueryColumn[] | undefined
  let widths: number[] = []
  const begin = (row: Row | undefined) => {
    columns = completeColumns(selection, row)
    return columns.length === 0 ? [] : [columns.map(({ title }) => shorten(title))]
  }
  const render = (lines: string[][]) => {
    widths = columns!.map((_, index) => Math.max(widths[index] ?? 0, ...lines.map((line) => widthOf(line[index]!))))
    return lines
      .map(
        (line) =>
          `${line
            .map((cell, index) => pad(cell, widths[index]!))
            .join('  ')
            .trimEnd()}\n`,
      )
      .join('')
  }
  return {
    page: (rows) => {
      if (rows.length === 0) return ''
      const head = columns === undefined ? begin(rows[0]) : []
      return render([...head, ...rows.map((row) => columns!.map((column) => shorten(renderCell(row, column))))])
    },
    end: () => (columns === undefined ? render(begin(undefined)) : ''),
  }
}

/** On one line, without what could steer a terminal, and cut with `…` where it is too wide. */
function shorten(text: string): string {
  // A character takes two places at most, so what is beyond this is cut anyway.
  const line = text.slice(0, mostColumnWidth * 8).replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
  if (widthOf(line) <= mostColumnWidth) return line
  let short = ''
  for (const { segment } of new Intl.Segmenter().segment(line)) {
    if (widthOf(short) + widthOf(segment) >= mostColumnWidth) break
    short += segment
  }
  return `${short}…`
}

/** The places a text takes on a terminal: East Asian letters and emoji take two, accents none (Unicode, UAX 11). */
function widthOf(text: string): number {
  if (isPlain.test(text)) return text.length
  let width = 0
  for (const character of text) {
    if (/[\p{M}\p{Cf}]/u.test(character)) continue
    width += isWide.test(character) ? 2 : 1
  }
  return width
}

const isPlain = /^[ -~]*$/
const isWide = new RegExp(
  '[\\u1100-\\u115F\\u2E80-\\uA4CF\\uAC00-\\uD7A3\\uF900-\\uFAFF\\uFE30-\\uFE6F\\uFF00-\\uFF60\\uFFE0-\\uFFE6' +
    '\\u{1F300}-\\u{1FAFF}\\u{20000}-\\u{3FFFD}]',
  'u',
)

function pad(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(0, width - widthOf(cell)))
}
