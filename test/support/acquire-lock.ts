import type { Clock } from '../../src/clock.js'
import { acquireLock as acquire, type Lock, type LockOptions } from '../../src/state/locks/lock.js'
import { claimLockFolder } from '../../src/state/locks/lock-folder.js'
import { openStore } from '../../src/state/stores/open-store.js'

/** Takes a lock in a folder, or of the store at an address of another kind, on the clock of the test. */
export async function acquireLock(
  place: string,
  name: string,
  { clock, ...options }: LockOptions & { clock: Clock },
): Promise<Lock> {
  if (place.startsWith('sqlite:')) return (await openStore(place, { clock })).lock(name, options)
  return acquire(name, (me) => claimLockFolder(place, name, me, clock), clock, options)
}
