import type { Clock } from '../../clock.js'
import { DamagedValue } from './seal.js'
import { storeFailed } from './store-failed.js'

/** How the operations of a store are tried. */
export interface Reach {
  /** Rejects with STATE_UNREACHABLE, STATE_BROKEN or DamagedValue. The operation may be done more than once. */
  attempt<T>(operation: () => Promise<T>): Promise<T>
  /** An error that the store told of by itself: it fails what is under way. */
  fail(cause: unknown): void
  /** From now on an outage is waited for. */
  isOpen: boolean
}

/**
 * Tries the operations of a store. In an outage that may pass they are tried again for a minute and a half, so that a
 * server can restart meanwhile; one that can't be opened isn't waited for, nor one that was given up.
 */
export function openReach(place: string, isPassing: (cause: unknown) => boolean, clock: Clock): Reach {
  const underWay = new Set<(cause: unknown) => void>()
  let isGivenUp = false
  const once = <T>(operation: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const end = () => underWay.delete(reject)
      underWay.add(reject)
      operation().then(resolve, reject).finally(end)
    })
  const reach: Reach = {
    isOpen: false,
    fail: (cause) => {
      for (const reject of underWay) reject(cause)
    },
    attempt: async (operation) => {
      const startedMs = clock.now()
      for (;;) {
        try {
          const result = await once(operation)
          isGivenUp = false
          return result
        } catch (cause) {
          if (cause instanceof DamagedValue) throw cause
          const passes = isPassing(cause)
          const isWaiting = passes && reach.isOpen && !isGivenUp && clock.now() - startedMs < patienceMs
          if (!isWaiting) {
            isGivenUp = passes
            throw storeFailed(place, cause, passes)
          }
        }
        await clock.sleep(pauseMs)
      }
    },
  }
  return reach
}

/** Longer than a lock lasts in silence, and than a server takes to restart or to be replaced by its replica. */
const patienceMs = 90_000
const pauseMs = 500
