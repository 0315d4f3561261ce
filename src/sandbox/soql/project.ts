import type { ChildSchema, StoredRecord } from '../terms.js'
import { NAME_OBJECT } from './name-object.js'
import type { Column, Plan } from './plan.js'
import { parentOf } from './references.js'
import { selectChildren } from './run.js'

export type Row = Record<string, unknown>

/** What the rows of one page share. */
export interface Projection {
  /** What every address in the page begins with: `/services/data/v62.0`. */
  base: string
  childPageSize: number
  /** Keeps the rest of a child list and gives the address of its next page. */
  openChildPage: (plan: Plan, ids: string[], offset: number) => string
  /** A fault: child lists stop after the first page and say they are complete. */
  cutsChildren: boolean
  /** Rows made so far, child rows among them: they count toward the page. */
  rows: number
}

/** A record as a result row: attributes first, then the keys of the SELECT list in its order. */
export function projectRecord(plan: Plan, record: StoredRecord, projection: Projection): Row {
  projection.rows++
  return projectColumns(plan, plan.columns, record, plan.object.name, projection)
}

function projectColumns(
  plan: Plan,
  columns: Column[],
  record: StoredRecord,
  type: string,
  projection: Projection,
): Row {
  const row: Row = {
    attributes: { type, url: `${projection.base}/sobjects/${record.sobject}/${record.id}` },
  }
  for (const column of columns) row[column.key] = projectColumn(plan, column, record, projection)
  return row
}

function projectColumn(plan: Plan, column: Column, record: StoredRecord, projection: Projection): unknown {
  if (column.kind === 'field') return column.read(record)
  if (column.kind === 'children') return projectChildren(column.plan, column.child, record, projection)
  const parent = parentOf(plan.store, record, column.hop.field)
  if (parent === undefined) return null
  if (column.kind === 'parent') {
    // A parent that may be of several kinds goes by the pseudo-object: only the address tells what it is.
    const type = column.hop.target === NAME_OBJECT ? 'Name' : parent.sobject
    return projectColumns(plan, column.columns, parent, type, projection)
  }
  const branch = column.branches.get(parent.sobject) ?? column.otherwise
  // Without an ELSE there is nothing to show of other kinds ("Using TYPEOF").
  if (branch === undefined) return null
  return projectColumns(plan, branch, parent, parent.sobject, projection)
}

/** A child list with pages of its own; null, not an empty list, where there are none. */
function projectChildren(plan: Plan, list: ChildSchema, parent: StoredRecord, projection: Projection): Row | null {
  const children = selectChildren(plan, list, parent)
  if (children.length === 0) return null
  const first = children.slice(0, projection.childPageSize)
  const records = first.map((child) => projectRecord(plan, child, projection))
  const done = first.length === children.length
  if (done || projection.cutsChildren) return { totalSize: children.length, done: true, records }
  const ids = children.map((child) => child.id)
  const nextRecordsUrl = projection.openChildPage(plan, ids, first.length)
  return { totalSize: children.length, done: false, nextRecordsUrl, records }
}
