import type { Plan } from './soql/plan.js'
import { projectRecord, type Projection, type Row } from './soql/project.js'
import type { StoredRecord } from './terms.js'

/**
 * The rows of a page, made when they are written: two thousand at once outlive a collection of garbage, which takes a
 * third of the time of a page then. Records are never changed in place, so these rows are those of now.
 */
export interface PageRows extends Iterable<Row> {
  add(record: StoredRecord): void
  readonly length: number
  /** Rows, child rows among them: what counts toward the page. */
  readonly weight: number
  toJSON(): Row[]
}

/** Rows with child lists are made at once: how many child rows there are decides how many fit in the page. */
export function openPageRows(plan: Plan, projection: Projection): PageRows {
  const records: StoredRecord[] = []
  const made: Row[] | undefined = plan.columns.some(({ kind }) => kind === 'children') ? [] : undefined
  function* rows(): Generator<Row> {
    if (made) yield* made
    else for (const record of records) yield projectRecord(plan, record, projection)
  }
  return {
    add(record) {
      if (made) made.push(projectRecord(plan, record, projection))
      else records.push(record)
    },
    get length() {
      return (made ?? records).length
    },
    get weight() {
      return made ? projection.rows : records.length
    },
    [Symbol.iterator]: rows,
    toJSON: () => [...rows()],
  }
}
