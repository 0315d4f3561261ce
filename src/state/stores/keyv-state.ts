import type { Keyv } from 'keyv'
import type { State, StateChange } from '../state.js'
import { isCache } from '../keys.js'
import { hasShape } from '../shapes.js'
import { stateBroken, valueBroken } from '../state-broken.js'
import { DamagedValue, seal, unseal } from './seal.js'

/**
 * The State port over a Keyv, which has to be made with `throwOnErrors`. `listKeys` spares the iterator, which reads
 * every value. Rejects with STATE_BROKEN when the store can't be reached.
 *
 * Values are sealed: one that isn't what was written is STATE_BROKEN, or as good as none where it was only cached.
 *
 * Stores also tell of errors by event and then answer as if nothing were there, or not at all; an event during an
 * operation therefore fails that operation. An event between two (an idle connection that broke) is left to the next
 * one to find.
 */
export async function openKeyvState(
  keyv: Keyv,
  place: string,
  listKeys: (prefix: string) => Promise<string[]> = (prefix) => iterateKeys(keyv, prefix),
): Promise<State> {
  const underWay = new Set<(cause: unknown) => void>()
  keyv.on('error', (cause) => {
    for (const fail of underWay) fail(cause)
  })
  const attempt = <T>(operation: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const fail = (cause: unknown) => reject(cause instanceof DamagedValue ? cause : stateBroken(place, cause))
      const end = () => underWay.delete(fail)
      underWay.add(fail)
      operation().then(resolve, fail).finally(end)
    })

  const state: State = {
    read: async (key) => {
      try {
        const stored: unknown = await attempt(() => keyv.get(key))
        if (stored === undefined) return undefined
        const value = unseal(key, stored)
        if (!hasShape(key, value)) throw new DamagedValue('it has another shape')
        return value
      } catch (error) {
        if (!(error instanceof DamagedValue)) throw error
        if (isCache(key)) return undefined
        throw valueBroken(key, error.message, place)
      }
    },
    write: async (changes) => {
      for (const change of changes) await attempt(() => applyChange(keyv, change))
    },
    keys: (prefix) => attempt(() => listKeys(prefix)),
    close: () => attempt(() => keyv.disconnect()),
  }
  try {
    await state.read('opening')
  } catch (error) {
    // A client left open goes on trying to connect. Its end is not waited for: that too may need the server.
    keyv.disconnect().catch(() => undefined)
    throw error
  }
  return state
}

async function applyChange(keyv: Keyv, { key, value }: StateChange): Promise<void> {
  if (value === undefined) {
    // False only says that there was nothing to delete.
    await keyv.delete(key)
  } else if (!(await keyv.set(key, seal(key, value)))) {
    throw new Error(`the store refused the key ${key}`)
  }
}

async function iterateKeys(keyv: Keyv, prefix: string): Promise<string[]> {
  if (keyv.iterator === undefined) throw new Error('the store cannot list its keys')
  const keys: string[] = []
  for await (const [key] of keyv.iterator(undefined) as AsyncIterable<[string, unknown]>) {
    if (key.startsWith(prefix)) keys.push(key)
  }
  return keys
}
