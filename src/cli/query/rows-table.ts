import type { Row } from '../../terms.js'
import { renderTable } from '../printer/table.js'
import type { Columns } from './columns.js'

/**
 * A page as a table under its titles: the widths are the page's own, since nobody knows what the next one holds.
 * Texts over 60 characters are cut: a table is for eyes.
 */
export function renderRows({ titles, cells }: Columns, rows: Row[], isFirst: boolean): string {
  const lines = rows.map((row) => cells(row).map(cutText))
  const columns = titles.map((title, index) => ({ title, align: alignmentOf(lines, index) }))
  return `${isFirst ? '' : '\n'}${renderTable(columns, lines)}\n`
}

const longestCell = 60

/** Counted in code points, so that no surrogate pair is cut in two. */
function cutText(text: string): string {
  if (text.length <= longestCell) return text
  const characters = Array.from(text.slice(0, longestCell * 2))
  return characters.length <= longestCell ? text : `${characters.slice(0, longestCell - 1).join('')}…`
}

function alignmentOf(lines: string[][], index: number): 'left' | 'right' {
  const values = lines.map((line) => line[index]!).filter((text) => text !== '')
  return values.length > 0 && values.every((text) => /^-?\d+(?:\.\d+)?$/.test(text)) ? 'right' : 'left'
}
