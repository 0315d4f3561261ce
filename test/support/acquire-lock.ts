import type { Clock } from '../../src/clock.js'
import { claimLease } from '../../src/state/locks/lease.js'
import { acquireLock as acquire, type Lock, type LockOptions } from '../../src/state/locks/lock.js'
import { claimLockFolder } from '../../src/state/locks/lock-folder.js'
import type { State } from '../../src/state/state.js'

/** Takes a lock in a folder, or as a lease in a state, on the clock of the test. */
export function acquireLock(
  place: string | State,
  name: string,
  { clock, ...options }: LockOptions & { clock: Clock },
): Promise<Lock> {
  return acquire(
    name,
    (me) => (typeof place === 'string' ? claimLockFolder(place, name, me, clock) : claimLease(place, name, me, clock)),
    clock,
    options,
  )
}
