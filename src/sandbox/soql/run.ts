import type { StoredRecord } from '../terms.js'
import type { Plan } from './plan.js'

export interface Selection {
  /** Rows that met the conditions, before OFFSET and LIMIT; with neither order nor summary counting stops at the LIMIT. */
  matched: number
  records: StoredRecord[]
}

/** The records of a bound statement in its order. */
export function selectRecords(plan: Plan): Selection {
  return select(plan, plan.seeds?.() ?? plan.store.rows(plan.object.name))
}

/** The records of a child list, from the index of the parent's field. */
export function selectChildren(plan: Plan, parentField: string, parentId: string): StoredRecord[] {
  return select(plan, plan.store.childRows(plan.object.name, parentField, parentId)).records
}

function select(plan: Plan, candidates: Iterable<StoredRecord>): Selection {
  const { matches, compare, includeDeleted } = plan
  const enough = compare || plan.summary ? Infinity : plan.offset + (plan.limit ?? Infinity)
  const found: StoredRecord[] = []
  for (const record of candidates) {
    if (found.length >= enough) break
    if ((record.isDeleted && !includeDeleted) || (matches && !matches(record))) continue
    found.push(record)
  }
  if (compare && !isSorted(found, compare)) found.sort(compare)
  if (plan.summary) return { matched: found.length, records: found }
  const end = plan.limit === undefined ? found.length : plan.offset + plan.limit
  return { matched: found.length, records: plan.offset === 0 && end >= found.length ? found : found.slice(plan.offset, end) }
}

/** Rows are stored in the order of their Ids: ORDER BY Id seldom has to sort. */
function isSorted(records: StoredRecord[], compare: (a: StoredRecord, b: StoredRecord) => number): boolean {
  for (let at = 1; at < records.length; at++) {
    if (compare(records[at - 1]!, records[at]!) > 0) return false
  }
  return true
}
