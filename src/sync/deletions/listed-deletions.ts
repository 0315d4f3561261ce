import type { Stamp } from '../../terms.js'
import { logPage } from '../records/write-records.js'
import type { ObjectSync } from '../run/object-context.js'
import { addMs } from '../windows/stamps.js'
import { writeTombstones } from './write-tombstones.js'

/** The list reaches this far back, and no further. */
const listedMs = 15 * 24 * 60 * 60 * 1000
const minuteMs = 60_000
const tombstonesAtOnce = 2_000

/**
 * Tombstones for what the org lists as deleted since the last run, of objects whose records don't go into the recycle
 * bin. The list ignores seconds and covers a minute at least (REST API Developer Guide, "Get a List of Deleted
 * Records"), so whole minutes are asked for, and what was told already is left out by its Id. Gives how far the list
 * reaches, which is where the open window ends from now on.
 */
export async function syncListedDeletions(object: ObjectSync, end: Stamp | undefined): Promise<Stamp | undefined> {
  const { run, plan, state } = object
  const { open } = state.deletions
  if (open === undefined || end === undefined) return end
  const oldest = addMs(end, minuteMs - listedMs)
  const start = open.from === undefined || open.from < oldest ? oldest : open.from
  const { ids, covered } = await run.org.deleted(plan.object, { start, end: addMs(end, 2 * minuteMs) })
  for (let at = 0; at < ids.length; at += tombstonesAtOnce) {
    const known = await object.ids.among(ids.slice(at, at + tombstonesAtOnce).map(({ id }) => id))
    const gone = ids.slice(at, at + tombstonesAtOnce).filter(({ id }) => known.has(id))
    await writeTombstones(
      object,
      gone.map(({ id, deletedAt }) => ({ id, reason: 'deleted', deletedAt })),
    )
    logPage(object)
  }
  // The org may cover less than was asked for: a transaction that is still open may delete before that.
  open.until = covered !== undefined && covered < end ? covered : end
  return open.until
}
