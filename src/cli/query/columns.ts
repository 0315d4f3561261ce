import { readSelection } from '../../soql/selection.js'
import { childRows, isChildList } from '../../sync/records/child-lists.js'
import type { Row } from '../../terms.js'

/** The columns of a statement's result. */
export interface Columns {
  titles: string[]
  /** A row's values, one a column: texts and numbers as they are, child lists and compound fields as JSON. */
  cells(row: Row): string[]
}

/**
 * The columns that a statement selects, in its order. `first`, the first row without its attributes, has what the
 * statement can't tell, such as what FIELDS(ALL) stands for: a key of it that no column covers gets one.
 */
export function buildColumns(soql: string, first: Row | undefined): Columns {
  const selected = readSelection(soql).items.flatMap(({ path }) => (path === undefined ? [] : [path]))
  const covered = new Set(selected.map((path) => findKeyOf(first ?? {}, path.split('.'))))
  const others = Object.keys(first ?? {}).filter((key) => !covered.has(key))
  const titles = [...selected, ...others]
  return { titles, cells: (row) => titles.map((path) => renderValue(findValue(row, path.split('.')))) }
}

/** The value at a path; an object on the way that is null has none. */
function findValue(row: Row, path: string[]): unknown {
  const key = findKeyOf(row, path)
  if (key === undefined) return undefined
  const value = row[key]
  const isWhole = path.length === 1 || findKey(row, path[0]!) === undefined
  if (isWhole || typeof value !== 'object' || value === null) return isWhole ? value : undefined
  return findValue(value as Row, path.slice(1))
}

/** The key of a row that holds what a path leads to: its first name, but in a grouped row its last. */
function findKeyOf(row: Row, path: string[]): string | undefined {
  return findKey(row, path[0]!) ?? findKey(row, path.at(-1)!)
}

/** Statements count names without regard to case. */
function findKey(row: Row, name: string): string | undefined {
  if (Object.hasOwn(row, name)) return name
  return Object.keys(row).find((key) => key.toLowerCase() === name.toLowerCase())
}

function renderValue(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value.toWellFormed()
  return JSON.stringify(isChildList(value) ? childRows(value) : value)
}
