/** Parents of several kinds that are few: each is read once, by a record that has it. */
import { soql } from '../../soql/soql.js'
import type { RecordId, Row } from '../../terms.js'
import { queryByIds } from '../records/query-by-ids.js'
import { readAlone } from '../records/split-rows.js'
import type { ObjectSync } from '../run/object-context.js'
import type { OwnerPlan } from './bulk-plan.js'

/**
 * Puts the owners into rows of a job, as REST has them. A record whose owner has changed since the job ran is read by
 * itself, whole; one that is gone is left out.
 */
export type AddOwners = (rows: Row[]) => Promise<Row[]>

export function openOwners(object: ObjectSync, plans: OwnerPlan[]): AddOwners {
  const known = plans.map((plan) => ({ plan, parents: new Map<RecordId, unknown>() }))
  return async (rows) => {
    for (const { plan, parents } of known) await learn(object, plan, rows, parents)
    const whole: Row[] = []
    for (const row of rows) {
      const isKnown = known.every(({ plan, parents }) => addOwner(row, plan, parents))
      const found = isKnown ? row : await readAlone(object.run.org, row, object.plan.selects, queryOf(object))
      if (found !== undefined) whole.push(found)
    }
    return whole
  }
}

/** False where the owner is not known. */
function addOwner(row: Row, { reference, relationship }: OwnerPlan, parents: Map<RecordId, unknown>): boolean {
  const id = row[reference]
  if (id === null) {
    row[relationship] = null
    return true
  }
  row[relationship] = parents.get(String(id))
  return row[relationship] !== undefined
}

async function learn(
  object: ObjectSync,
  { reference, paths }: OwnerPlan,
  rows: Row[],
  parents: Map<RecordId, unknown>,
): Promise<void> {
  if (parents.size > mostOwners) parents.clear()
  const unknown = new Map<unknown, RecordId>()
  for (const row of rows) {
    const id = row[reference]
    if (id !== null && !parents.has(String(id))) unknown.set(id, String(row['Id']))
  }
  if (unknown.size === 0) return
  const select = soql(object.plan.object)
    .id()
    .fields([reference, ...paths])
  const query = { ...queryOf(object), select, field: 'Id', ids: [...unknown.values()], mostIds: recordsPerQuery }
  const relationship = paths[0]!.split('.')[0]!
  for await (const found of queryByIds(object.run, query)) {
    for (const row of found) parents.set(String(row[reference]), row[relationship])
  }
}

function queryOf({ plan }: ObjectSync) {
  return { sobject: plan.object, scope: plan.scope }
}

/** An org has hundreds or thousands; where there are more, those of the next rows are likely to be others. */
const mostOwners = 20_000

const recordsPerQuery = 500
