import type { Keyv } from 'keyv'
import type { Clock } from '../../clock.js'
import type { Fence } from '../locks/fence.js'
import { lockLost } from '../locks/lock.js'
import { openPieces } from './pieces.js'
import type { State } from '../state.js'
import { isCache } from '../keys.js'
import { hasShape } from '../shapes.js'
import { valueBroken } from '../state-broken.js'
import type { Engine } from './databases/engine.js'
import type { Reach } from './reach.js'
import { DamagedValue, seal, unseal } from './seal.js'

export interface KeyvState {
  state: State
  /** The state as the holder of a lock writes it. */
  fencedBy(fence: Fence): State
}

interface KeyvPlace {
  place: string
  reach: Reach
  /** Given where a crash may leave a write half done. */
  sweepClock?: Clock
}

/**
 * The State port over a Keyv, which has to be made with `throwOnErrors`, and the engine that it stands on. Rejects as
 * the reach does when the store can't be reached.
 *
 * Values are sealed: one that isn't what was written is STATE_BROKEN, or as good as none where it was only cached.
 *
 * Stores also tell of errors by event and then answer as if nothing were there, or not at all; an event during an
 * operation therefore fails that operation. An event between two (an idle connection that broke) is left to the next
 * one to find.
 */
export async function openKeyvState(
  keyv: Keyv,
  engine: Pick<Engine, 'keys' | 'write' | 'close'>,
  { place, reach, sweepClock }: KeyvPlace,
): Promise<KeyvState> {
  keyv.on('error', (cause) => reach.fail(cause))
  const viewOf = (fence?: Fence): State => openPieces(storeOf(fence), sweepClock)
  const storeOf = (fence?: Fence): State => ({
    read: async (key) => {
      try {
        const stored: unknown = await reach.attempt(() => keyv.get(key))
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
      if (changes.length === 0 && fence === undefined) return
      const sealed = changes.map(({ key, value }) => ({ key, sealed: value === undefined ? value : seal(key, value) }))
      if (!(await reach.attempt(() => engine.write(sealed, fence)))) throw lockLost(fence!.name)
    },
    keys: (prefix) => reach.attempt(() => engine.keys(prefix)),
    close: () => {
      // What is under way still waits for nothing any more.
      reach.isOpen = false
      return reach.attempt(() => engine.close())
    },
  })
  const state = viewOf()
  try {
    await state.read('opening')
  } catch (error) {
    // A client left open goes on trying to connect. Its end is not waited for: that too may need the server.
    engine.close().catch(() => undefined)
    throw error
  }
  reach.isOpen = true
  return { state, fencedBy: viewOf }
}
