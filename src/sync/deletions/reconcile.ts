/**
 * `sync --reconcile`: all Ids of an object in the org against all Ids written, for what left the recycle bin unseen.
 */
import { bucketOf } from '../../state/id-buckets.js'
import type { RecordId, Row } from '../../terms.js'
import { checkpoint } from '../run/checkpoint.js'
import { deletionOf, deletionSelect } from './deletions.js'
import { writeTombstones, type Deletion } from './write-tombstones.js'
import { throwIfEnding, type ObjectContext, type ObjectSync } from '../run/object-context.js'
import { advance } from '../windows/watermark.js'
import { isUnwatched } from '../children/unwatched.js'
import { readPages } from '../windows/pages.js'
import type { Scan } from '../windows/window-query.js'
import { reEmitRecords } from '../records/re-emit.js'
import { soql } from '../../soql/soql.js'
import { queryByIds } from '../records/query-by-ids.js'
import { logPage } from '../records/write-records.js'

/**
 * Compares an object's Ids bucket by bucket, in the order of Ids, so that neither side is ever held whole. An Id
 * written but not in the org gets a tombstone, once the org has said so twice; an Id in the org but never written is
 * written, and so is one whose document a rolled-back or killed run may have sent.
 * Where children of its lists change without a sign, all records are read, and written where they differ.
 * A comparison that an earlier run began goes on after the last bucket it was through with: what is new in those
 * since, windows tell.
 */
export async function reconcile(object: ObjectSync): Promise<void> {
  const { state } = object
  const isStale = readsAllAgain(object)
  const buckets = [...(state.compared?.buckets ?? [])]
  const done = new Set(buckets)
  const unseen = new Set((await object.ids.buckets()).filter((bucket) => !done.has(bucket)))
  for await (const { bucket, inOrg } of bucketsOfOrg(object)) {
    if (done.has(bucket)) continue
    unseen.delete(bucket)
    const written = await object.ids.idsIn(bucket)
    const doubtful = await object.deletedIds.idsIn(bucket)
    for (const id of inOrg) if (isStale || !written.has(id) || doubtful.has(id)) state.reEmit.add(id)
    if (state.reEmit.size >= mostNoted) await reEmitRecords(object)
    await tombstoneMissing(
      object,
      [...written].filter((id) => !inOrg.has(id)),
    )
    buckets.push(bucket)
    state.compared = { after: [...inOrg].at(-1)!, buckets }
    await checkpoint(object)
    throwIfEnding(object)
  }
  for (const bucket of unseen) await tombstoneMissing(object, [...(await object.ids.idsIn(bucket))])
}

/** Whether all records are read, since children of their lists change without a sign. */
export function readsAllAgain({ plan, run }: ObjectContext): boolean {
  return plan.selection.children.some(
    ({ isConfigured, childSObject }) => isConfigured && isUnwatched(childSObject, run),
  )
}

/** The scan of all Ids that are not compared yet. */
export function compareScan({ plan, state }: ObjectContext): Scan {
  return {
    sobject: plan.object,
    scope: plan.scope,
    window: { mode: 'full', after: state.compared && { id: state.compared.after } },
    select: soql(plan.object)
      .id()
      .fields(plan.dropsDeleted ? ['IsDeleted'] : []),
    condition: plan.condition,
    dropsDeleted: plan.dropsDeleted,
  }
}

/** Ids gathered before their records are written. */
const mostNoted = 5_000

/** The org's Ids, a bucket at a time: in Id order those of one bucket stand together. */
async function* bucketsOfOrg(object: ObjectSync): AsyncGenerator<{ bucket: string; inOrg: Set<RecordId> }> {
  const { run } = object
  const scan = compareScan(object)
  let current: { bucket: string; inOrg: Set<RecordId> } | undefined
  for await (const { read, prepared: rows } of readPages(run.org, scan, async (page) => page)) {
    advance(scan, read)
    for (const id of rows.map((row) => String(row['Id']))) {
      const bucket = bucketOf(id)
      if (current !== undefined && current.bucket !== bucket) yield current
      if (current?.bucket !== bucket) current = { bucket, inOrg: new Set() }
      current!.inOrg.add(id)
    }
  }
  if (current !== undefined) yield current
}

/**
 * Writes tombstones of missing Ids, queried by name first, in the recycle bin too, before anything counts as missing.
 */
export async function tombstoneMissing(object: ObjectSync, ids: RecordId[]): Promise<void> {
  if (ids.length === 0) return
  const found = await readNamed(object, ids)
  for (let start = 0; start < ids.length; start += idsAtOnce) {
    const deletions = ids.slice(start, start + idsAtOnce).flatMap((id) => deletionFor(id, found.get(id), object))
    await writeTombstones(object, deletions)
    logPage(object)
    await checkpoint(object)
    throwIfEnding(object)
  }
}

/** Ids of one statement, and tombstones written at once. */
const idsAtOnce = 500

/** The rows of those that the org still has; of a bucket at most, and each is small. */
async function readNamed(object: ObjectSync, ids: RecordId[]): Promise<Map<RecordId, Row>> {
  const { run, plan } = object
  // Some objects are read only with a condition; a record that doesn't meet it any more counts as missing then.
  const select = deletionSelect(object).where(object.needsCondition ? plan.where : undefined)
  const query = { sobject: plan.object, scope: 'all', select, field: 'Id', ids, mostIds: idsAtOnce } as const
  const found = new Map<RecordId, Row>()
  for await (const rows of queryByIds(run, query)) for (const row of rows) found.set(String(row['Id']), row)
  return found
}

/** A record that lives and was not among those of the user's condition has left it. */
function deletionFor(id: RecordId, row: Row | undefined, { plan }: ObjectSync): Deletion[] {
  if (row === undefined) return [{ id, reason: 'missing' }]
  if (row['IsDeleted'] === true) return [deletionOf(row)]
  return plan.where === undefined ? [] : [{ id, reason: 'out_of_scope' }]
}
