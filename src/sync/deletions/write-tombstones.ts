import type { RecordId, Stamp, Tombstone } from '../../terms.js'
import { noteDeletedFiles } from '../files/stale-files.js'
import { checkpoint } from '../run/checkpoint.js'
import type { ObjectSync } from '../run/object-context.js'
import { enrichTombstones, tombstoneOf, withDocumentsOf } from '../enriched/enriched-tombstones.js'

/** A deletion, as its tombstone has it. */
export interface Deletion {
  id: RecordId
  reason: Tombstone['reason']
  deletedAt?: Stamp | undefined
  mergedInto?: RecordId | undefined
}

/**
 * Writes tombstones of deletions. Should a record come back, whatever its version, it is written again: that
 * they are watched for is kept before a tombstone goes out, since a pipe may have taken it when the run dies.
 */
export async function writeTombstones(object: ObjectSync, deletions: Deletion[]): Promise<void> {
  const { run, plan, state, report } = object
  if (deletions.length === 0) return
  const ids = deletions.map(({ id }) => id)
  const records = deletions.map((deletion) => tombstoneOf(object, deletion))
  const tombstones = await enrichTombstones(object, await withDocumentsOf(records, object.emitted))
  // In both sets a tombstone is under way; when it is out, in `deletedIds` alone.
  await object.deletedIds.add(ids)
  await object.ids.add(ids)
  for (const id of ids) state.rows.overlap.remove(id)
  await checkpoint(object, { now: true })
  await run.sink.write(plan.object, tombstones)
  for (const id of ids) state.reEmit.delete(id)
  await object.ids.remove(ids)
  await noteDeletedFiles(object, ids)
  await object.emitted.remove(ids)
  report.deleted += tombstones.length
  object.unsaved.documents += tombstones.length
}
