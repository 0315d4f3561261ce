import type { RecordId, Stamp, Tombstone } from '../../terms.js'
import { noteDeletedFiles } from '../files/stale-files.js'
import { checkpoint } from '../run/checkpoint.js'
import type { ObjectSync } from '../run/object-context.js'
import { buildTombstone } from '../documents/tombstone.js'

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
  // In both sets a tombstone is under way; when it is out, in `deletedIds` alone.
  await object.deletedIds.add(ids)
  await object.ids.add(ids)
  for (const id of ids) state.rows.overlap.remove(id)
  await checkpoint(object, { now: true })
  await run.sink.write(
    plan.object,
    deletions.map((deletion) => tombstoneOf(deletion, object)),
  )
  for (const id of ids) state.reEmit.delete(id)
  await object.ids.remove(ids)
  await noteDeletedFiles(object, ids)
  report.deleted += deletions.length
  object.unsaved.documents += deletions.length
}

/**
 * It has the type of the document it stands for, and of files that is not their sObject's name. A file's lies under its
 * sObject: by which record its document lay is no longer known.
 */
function tombstoneOf(deletion: Deletion, { run, plan }: ObjectSync): Tombstone {
  const { source } = run
  const tombstone = buildTombstone({ source, sobject: plan.object, isStandard: plan.isStandard, ...deletion })
  return plan.isFiles ? { ...tombstone, type: fileDocumentType } : tombstone
}

const fileDocumentType = 'content_document'
