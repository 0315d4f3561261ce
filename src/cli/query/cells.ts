import { ExactNumber, renderJson } from '../../exact-json.js'
import { isChildList } from '../../sync/records/child-lists.js'
import type { Row } from '../../terms.js'
import type { QueryColumn, Selection } from './selection.js'

/** The columns of a statement, with those that only its first row tells. */
export function completeColumns({ columns, isOpen }: Selection, row: Row | undefined): QueryColumn[] {
  if (!isOpen || row === undefined) return columns
  const known = new Set(columns.map(({ title }) => title.split('.')[0]!.toLowerCase()))
  const further = Object.entries(row).filter(([name]) => !known.has(name.toLowerCase()))
  return [
    ...columns,
    ...further.map(([title, value]): QueryColumn => ({ title, kind: isChildList(value) ? 'rows' : 'field' })),
  ]
}

/** What a row holds in a column, as text: empty for nothing, JSON for what has parts, as child lists have. */
export function renderCell(row: Row, { title }: QueryColumn): string {
  const value = valueAt(row, title.split('.'))
  if (value === undefined || value === null) return ''
  if (isChildList(value)) return renderJson(value.records)
  return typeof value === 'object' && !(value instanceof ExactNumber) ? renderJson(value) : String(value)
}

/**
 * SOQL takes a name in any case of letters, and the object's own name or alias before it; a grouped row has
 * `Owner.Name` under its last word alone.
 */
function valueAt(row: Row, path: string[]): unknown {
  const [first = '', ...rest] = path
  const key = Object.keys(row).find((name) => name.toLowerCase() === first.toLowerCase())
  if (key === undefined) return rest.length === 0 ? undefined : valueAt(row, rest)
  const value = row[key]
  if (rest.length === 0) return value
  return typeof value === 'object' && value !== null ? valueAt(value as Row, rest) : undefined
}
