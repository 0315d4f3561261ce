import { closestName } from '../config/values/closest-name.js'
import { ExtractError } from '../errors/extract-error.js'
import { forgetRead } from '../state/forget.js'
import { readStatus } from '../sync/run/status.js'
import type { State } from '../state/state.js'
import type { Datasource } from '../terms.js'
import { takeLock, type LockContext } from './take-lock.js'

/** The objects to forget as the state spells them. Throws OBJECT_UNKNOWN for one that no run has read. */
export async function forgettable({ id }: Datasource, objects: string[], state: State): Promise<string[]> {
  if (objects.length === 0) return []
  const known = (await readStatus(state, id)).objects.map(({ object }) => object)
  return objects.map((object) => {
    const found = known.find((name) => name.toLowerCase() === object.toLowerCase())
    if (found !== undefined) return found
    const near = closestName(object, known)
    throw new ExtractError('OBJECT_UNKNOWN', `No run of ${id} has read an object "${object}".`, {
      hint:
        near === undefined ? `Objects that have been read: ${known.join(', ') || 'none'}.` : `Did you mean ${near}?`,
      details: { object },
    })
  })
}

/** Forgets these objects, or the whole datasource, under its lock. Throws LOCK_HELD while it runs. */
export async function forget({ id }: Datasource, objects: string[], context: LockContext): Promise<void> {
  const { state } = context.store
  const lock = await takeLock(id, context)
  try {
    if (objects.length === 0) await forgetRead(state, id)
    for (const object of objects) await forgetRead(state, id, object)
  } finally {
    await lock.release()
  }
}
