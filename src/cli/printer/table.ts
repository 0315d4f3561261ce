import CliTable from 'cli-table3'
import { printable } from '../terminal/printable.js'

export interface Column {
  title: string
  /** Numbers stand to the right. */
  align?: 'left' | 'right'
}

/** Rows under their titles in columns two spaces apart, without frames, so that `awk` and eyes can read them. */
export function renderTable(columns: Column[], rows: string[][]): string {
  const table = new CliTable({
    head: columns.map(({ title }) => title),
    colAligns: columns.map(({ align = 'left' }) => align),
    chars: noFrames,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  })
  table.push(...rows.map((row) => row.map(oneLine)))
  return table.toString().replaceAll(/[ ]+$/gm, '')
}

/** Labels and titles come from the org: a line break in one must not break the table. */
function oneLine(text: string): string {
  return printable(text).replaceAll(/\s+/g, ' ')
}

const noFrames = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
}
