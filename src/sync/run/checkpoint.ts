import { forbidsKeeping } from '../../errors/extract-error.js'
import { buildInterruption } from '../../errors/interruption.js'
import { objectKey } from '../../state/keys.js'
import { childrenChange } from '../children/child-notes.js'
import { renderObjectState } from './object-state.js'
import type { ObjectSync } from './object-context.js'

/** How much a crash may cost at most: this many documents or this long, whichever comes first. */
const checkpointDocuments = 20_000
const checkpointMs = 5_000

/**
 * Commits what an object wrote together with how far it came, now or when enough has gathered.
 * The Ids written go first: for a reader of the state they may be ahead of the documents, never behind.
 */
export async function checkpoint(object: ObjectSync, { now = false } = {}): Promise<void> {
  const { run, plan, state, ids, deletedIds, signatures, listed, versions, emitted, unsaved } = object
  const nowMs = run.clock.now()
  const isOver = run.limit?.aborted === true && unsaved.documents > 0
  if (!now && !isOver && unsaved.documents < checkpointDocuments && nowMs - unsaved.sinceMs < checkpointMs) return
  if (run.signal.aborted && forbidsKeeping(run.signal.reason)) throw run.signal.reason
  boundOverlaps(object)
  const changes = [
    ...(await ids.changes()),
    ...(await deletedIds.changes()),
    ...(await signatures.changes()),
    ...(await listed.changes()),
    ...(await versions.changes()),
    ...(await emitted.changes()),
    { key: objectKey(run.datasource.id, plan.object), value: renderObjectState(state) },
  ]
  // Objects share the state of the children: it is as it stands when the commit begins, and commits go in order.
  await run.sink.commit(plan.object, [...changes, childrenChange(run)])
  ids.saved()
  deletedIds.saved()
  signatures.saved()
  listed.saved()
  versions.saved()
  emitted.saved()
  object.unsaved = { documents: 0, sinceMs: nowMs }
  if (isOver) run.ending.error ??= buildInterruption(run.limit)
}

/** Keeps what is remembered of an object within its limit, and counts what had to be forgotten. */
export function boundOverlaps(object: ObjectSync): void {
  const { run, state } = object
  for (const { overlap } of [state.rows, state.deletions]) object.forgotten += overlap.bound(run.settings.overlapLimit)
}
