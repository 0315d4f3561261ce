import { soql } from '../../soql/soql.js'
import type { RecordId, Row } from '../../terms.js'
import { queryByIds } from '../records/query-by-ids.js'
import type { ObjectSync } from '../run/object-context.js'
import { versionOf } from '../windows/version.js'
import type { Deletion } from './write-tombstones.js'

const recordsPerQuery = 500

/**
 * Which of the live rows were written and no longer meet the user's condition. Those that the run has just read by it
 * meet it; the others are queried by name.
 */
export async function findLeft(object: ObjectSync, rows: Row[]): Promise<Deletion[]> {
  const { run, plan, state, ids } = object
  if (plan.where === undefined) return []
  const isRead = (row: Row) => state.rows.overlap.has(String(row['Id']), versionOf(row, plan.versionField))
  const left = await ids.among(rows.filter((row) => !isRead(row)).map((row) => String(row['Id'])))
  if (left.size === 0) return []
  const select = soql(plan.object).id().where(plan.condition)
  const named = {
    sobject: plan.object,
    scope: plan.scope,
    select,
    field: 'Id',
    ids: [...left],
    mostIds: recordsPerQuery,
  }
  for await (const found of queryByIds(run, named)) for (const row of found) left.delete(String(row['Id']))
  return [...left].map((id: RecordId): Deletion => ({ id, reason: 'out_of_scope' }))
}
