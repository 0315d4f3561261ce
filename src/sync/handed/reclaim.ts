import { isExtractError } from '../../errors/extract-error.js'
import { openListed } from '../../state/id-sets.js'
import { childNotesKey, childrenKey, handedDoneKey, notedKey, objectKey, runKey, writerKey } from '../../state/keys.js'
import type { State, StateChange } from '../../state/state.js'
import { joinRange } from '../ranges/join-range.js'
import { objectOfLane } from '../ranges/range-lane.js'
import { recordsListing } from '../records/listed-children.js'
import { loadLastRun } from '../run/last-run.js'
import { loadChildrenState, loadObjectState, renderChildrenState, renderObjectState } from '../run/object-state.js'
import { handedChange, latestOf, latestRunOf, loadHanded } from './handed.js'
import { mergeLaneNotes } from './lane-notes.js'
import { hasRead } from '../windows/cursor.js'
import { loadNoted } from './noted.js'

/**
 * Takes a handed object back, in one write: what was noted for it meanwhile is its own again, and the children that
 * its runs have written are known to the polls. The caller holds the locks of the datasource and of the object. A store
 * that writes one change after the other may end in between: then it is still handed, and taken back anew. Throws
 * STATE_BROKEN.
 */
export async function reclaim(state: State, datasource: string, object: string): Promise<void> {
  const handed = await loadHanded(state, datasource)
  const entry = handed.get(object)
  const range = entry?.range
  const joined =
    range === undefined ? [] : await joinRange(state, { datasource, object: objectOfLane(object), range, lane: object })
  const changes = [
    ...joined,
    ...(await ownNotes(state, datasource, object)),
    ...(await childNotes(state, datasource, object)),
    ...[notedKey, childNotesKey, handedDoneKey].map((key) => ({ key: key(datasource, object), value: undefined })),
    { key: writerKey(datasource, object), value: undefined },
  ]
  const last = await loadLastRun(state, datasource)
  const latest = latestOf([last?.run, last?.latest, entry && (await latestRunOf(state, datasource, object, entry))])
  handed.delete(object)
  await state.write([
    ...changes,
    { key: runKey(datasource), value: { ...last, latest } },
    handedChange(datasource, handed),
  ])
}

/** A record that was not read yet is going to be read with its children as they are. */
async function ownNotes(state: State, datasource: string, object: string): Promise<StateChange[]> {
  const { ids, listed } = await loadNoted(state, datasource, object)
  if (ids.size + listed.size === 0) return []
  const own = await loadObjectState(state, datasource, object).catch((error: unknown) => {
    // For the run to report, where it reads the object.
    if (isExtractError(error, 'STATE_BROKEN')) return undefined
    throw error
  })
  if (own === undefined || !hasRead(own.rows)) return []
  if (listed.size > 0) {
    for await (const id of recordsListing(openListed(state, datasource, object), listed)) ids.add(id)
  }
  for (const id of ids) own.reEmit.add(id)
  return [{ key: objectKey(datasource, object), value: renderObjectState(own) }]
}

/** Where the state of the children is lost, that is for the run to tell. */
async function childNotes(state: State, datasource: string, object: string): Promise<StateChange[]> {
  const key = childrenKey(datasource)
  if ((await state.read(key)) === undefined) return []
  const children = await loadChildrenState(state, datasource)
  if (!(await mergeLaneNotes(children, state, { datasource, object }))) return []
  return [{ key, value: renderChildrenState(children) }]
}
