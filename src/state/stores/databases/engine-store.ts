import { Keyv } from 'keyv'
import type { Clock } from '../../../clock.js'
import { isExtractError } from '../../../errors/extract-error.js'
import { claimLease, type Leases } from '../../locks/lease.js'
import { acquireLock } from '../../locks/lock.js'
import { plainJson, type LeasingEngine } from './engine.js'
import { openKeyvState } from '../keyv-state.js'
import { openReach, type Reach } from '../reach.js'
import type { Store } from '../store.js'

/**
 * A store on an engine, with its locks as leases. `text` is its address without credentials. Throws STATE_UNREACHABLE,
 * and STATE_BROKEN when the store can't be used.
 */
export async function openEngineStore(engine: LeasingEngine, text: string, clock: Clock): Promise<Store> {
  const keyv = new Keyv({
    store: engine.adapter,
    throwOnErrors: true,
    useKeyPrefix: false,
    namespace: '',
    ...plainJson,
  })
  const reach = openReach(text, (cause) => engine.isPassing(cause), clock)
  const { state, fencedBy } = await openKeyvState(keyv, engine, { place: text, reach })
  const leases = patientLeases(engine.leases, reach)
  return {
    state,
    lock: async (name, options) => {
      const lock = await acquireLock(name, (me) => claimLease(leases, name, me), clock, options)
      return { ...lock, state: fencedBy(lock.fence) }
    },
  }
}

/** A lease that can't be given back runs out by itself. */
function patientLeases(leases: Leases, { attempt }: Reach): Leases {
  return {
    hasServerClock: leases.hasServerClock,
    read: (name) => attempt(() => leases.read(name)),
    take: (fence, holder) => attempt(() => leases.take(fence, holder)),
    beat: (fence) => attempt(() => leases.beat(fence)),
    release: (fence) =>
      attempt(() => leases.release(fence)).catch((error: unknown) => {
        if (!isExtractError(error, 'STATE_UNREACHABLE')) throw error
      }),
  }
}
