import { Keyv } from 'keyv'
import { claimLockFolder } from '../locks/lock-folder.js'
import { acquireLock } from '../locks/lock.js'
import { openFileAdapter } from './file-adapter.js'
import { openKeyvState } from './keyv-state.js'
import type { StoreKind } from './store.js'

/** A folder of this machine, with its locks in folders of their own. */
export const fileStore: StoreKind = {
  open: async ({ location, text }, clock) => {
    const store = await openFileAdapter(location, clock)
    const keyv = new Keyv({ store, throwOnErrors: true, useKeyPrefix: false, namespace: '' })
    // The adapter writes JSON itself: its files stay readable, and it can tell which one is torn.
    keyv.serialize = undefined
    keyv.deserialize = undefined
    return {
      state: await openKeyvState(keyv, text, (prefix) => store.keys(prefix)),
      lock: (name, options) => acquireLock(name, (me) => claimLockFolder(location, name, me, clock), clock, options),
    }
  },
  ownFolder: (location) => location,
}
