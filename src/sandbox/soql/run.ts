import type { ChildSchema, Store, StoredRecord } from '../terms.js'
import type { RowOrder } from './order/order.js'
import { listRows, sortRows, type RowList } from './order/row-list.js'
import type { Plan } from './plan.js'

export interface Selection {
  /** Rows that met the conditions, before OFFSET and LIMIT; without an order or a summary the count stops there. */
  matched: number
  rows: RowList
}

/** The records of a bound statement in its order. */
export function selectRecords(plan: Plan): Selection {
  return select(plan, plan.seeds?.() ?? plan.store.rows(plan.object.name))
}

/** The records of a child list that meet the plan, in its order. */
export function selectChildren(plan: Plan, list: ChildSchema, parent: StoredRecord): StoredRecord[] {
  return select(plan, childRows(plan.store, list, parent)).rows.all()
}

/** Every record of a child list, from the index of the field that points to the parent. */
export function childRows(store: Store, { childSObject, field, parentKey }: ChildSchema, parent: StoredRecord) {
  const key = parentKey === undefined ? parent.id : parent.values[parentKey]
  return typeof key === 'string' ? store.childRows(childSObject, field, key) : []
}

/** Old activities are shown by queryAll alone. */
const ARCHIVED = new Set(['Event', 'Task'])

function select(plan: Plan, candidates: Iterable<StoredRecord>): Selection {
  const { summary, offset = 0 } = plan
  const compare = plan.order?.compare
  const wanted = summary ? Infinity : offset + (plan.limit ?? Infinity)
  const found: StoredRecord[] = []
  let matched = 0
  let isSorted = true
  let isReversed = true
  const hasDeleted = plan.includeDeleted && plan.object.undeletable !== false
  const hidesArchived = ARCHIVED.has(plan.object.name) && !plan.includeDeleted
  for (const record of candidates) {
    if (compare === undefined && matched >= wanted) break
    if ((record.isDeleted && !hasDeleted) || (hidesArchived && record.values['IsArchived'] === true)) continue
    if (plan.matches && !plan.matches(record)) continue
    matched++
    if (compare && found.length > 0 && (isSorted || isReversed)) {
      const order = compare(found.at(-1)!, record)
      // Beyond the LIMIT already, and what was found is in order: nothing of this row is needed.
      if (isSorted && order <= 0 && found.length >= wanted) continue
      isSorted &&= order <= 0
      isReversed &&= order > 0
    }
    found.push(record)
  }
  const rows = plan.order && !isSorted ? inOrder(found, plan.order, isReversed) : listRows(found)
  if (summary || (found.length <= wanted && offset === 0)) return { matched, rows }
  return { matched, rows: listRows(rows.first(wanted).slice(offset)) }
}

/** Rows are kept in the order of their Ids, so those asked for from the last on only have to be turned round. */
function inOrder(records: StoredRecord[], order: RowOrder, isReversed: boolean): RowList {
  return isReversed ? listRows(records.toReversed()) : sortRows(records, order.keys)
}
