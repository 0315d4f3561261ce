import { randomUUID } from 'node:crypto'
import type { State, StateChange } from './state.js'
import { rollbackHeld } from './hold.js'
import { childrenKey, directoriesKey, keysBelow, objectKey, orgKey, resetKey, runKey } from './keys.js'
import { forgetHashes, sentOf } from './sent.js'

/**
 * Forgets what was read of an object, or of everything in a datasource: the next run reads it as if for the first time.
 * What has gone out stays known: the Ids written, and how far deletions were told, so that the next run has tombstones
 * for what was deleted meanwhile. What `--hold` left pending goes, or `commit` would bring it back; a commit that had
 * begun is finished before, for the other objects. A commit to files that a crash cut short no longer moves the state.
 * The caller holds the datasource's lock.
 */
export async function forgetRead(state: State, datasource: string, object?: string): Promise<void> {
  await rollbackHeld(state, datasource)
  if (object === undefined) return dropRead(state, datasource, sentOf)
  const key = objectKey(datasource, object)
  await state.write([newReset(datasource), { key, value: sentOf(await readOrNothing(state, key)) }])
}

/**
 * Drops what was read of a datasource but for the Ids and directories written and, of each object's state, what `keep`
 * takes of it.
 */
export async function dropRead(
  state: State,
  datasource: string,
  keep: (object: unknown) => unknown = () => undefined,
): Promise<void> {
  const changes: StateChange[] = [newReset(datasource)]
  for (const key of [childrenKey(datasource), runKey(datasource)]) changes.push({ key, value: undefined })
  for (const key of await state.keys(keysBelow('object', datasource))) {
    changes.push({ key, value: keep(await readOrNothing(state, key)) })
  }
  const written = directoriesKey(datasource)
  const directories = await readOrNothing(state, written)
  if (directories !== undefined) changes.push({ key: written, value: forgetHashes(directories) })
  await state.write([...changes, { key: orgKey(datasource), value: undefined }])
}

function newReset(datasource: string): StateChange {
  return { key: resetKey(datasource), value: randomUUID() }
}

/** What can't be read is forgotten too. */
function readOrNothing(state: State, key: string): Promise<unknown> {
  return state.read(key).catch(() => undefined)
}
