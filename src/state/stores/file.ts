import { Keyv } from 'keyv'
import type { Fence } from '../locks/fence.js'
import { claimLockFolder, isStillHeld } from '../locks/lock-folder.js'
import { acquireLock } from '../locks/lock.js'
import type { SealedChange } from './databases/engine.js'
import { openFileAdapter, type FileAdapter } from './file-adapter.js'
import { openKeyvState } from './keyv-state.js'
import { openReach } from './reach.js'
import type { StoreKind } from './store.js'

/** A folder of this machine, with its locks in folders of their own. */
export const fileStore: StoreKind = {
  open: async ({ location, text }, clock) => {
    const adapter = await openFileAdapter(location, clock)
    const keyv = new Keyv({ store: adapter, throwOnErrors: true, useKeyPrefix: false, namespace: '' })
    // The adapter writes JSON itself: its files stay readable, and it can tell which one is torn.
    keyv.serialize = undefined
    keyv.deserialize = undefined
    const reach = openReach(text, () => false, clock)
    const { state, fencedBy } = await openKeyvState(keyv, engineOf(adapter, location), {
      place: text,
      reach,
      sweepClock: clock,
    })
    return {
      state,
      lock: async (name, options) => {
        const lock = await acquireLock(name, (me) => claimLockFolder(location, name, me, clock), clock, options)
        return { ...lock, state: fencedBy(lock.fence) }
      },
    }
  },
  ownFolder: (location) => location,
}

/**
 * A folder has no transaction: the lock is looked at before each file, so that a holder that stood still in the middle
 * of a write ends at the next one.
 */
function engineOf(adapter: FileAdapter, folder: string) {
  const isHeld = async (fence: Fence | undefined) => fence === undefined || isStillHeld(folder, fence)
  return {
    keys: (prefix: string) => adapter.keys(prefix),
    write: async (changes: SealedChange[], fence?: Fence) => {
      for (const { key, sealed } of changes) {
        if (!(await isHeld(fence))) return false
        if (sealed === undefined) await adapter.delete(key)
        else await adapter.set(key, { value: sealed })
      }
      return changes.length > 0 || isHeld(fence)
    },
    close: async () => {},
  }
}
