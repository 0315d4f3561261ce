/** The state room: what outlives a run, in a folder of this machine or in a store that Keyv reaches. */
import { Keyv } from 'keyv'
import type { Clock } from '../clock.js'
import type { State } from '../terms.js'
import { parseStateAddress } from './stores/address.js'
import { openFileStore } from './stores/file-store.js'
import { openKeyvState } from './stores/keyv-state.js'
import { openPeerStore } from './stores/peer-stores.js'

/**
 * Opens the state at an address (see parseStateAddress) and asks it one question, so that a store out of reach is
 * told now. Throws CONFIG_INVALID for a wrong address or a package that isn't installed, STATE_BROKEN for a store
 * that can't be used.
 */
export async function openState(address: string, { clock }: { clock: Clock }): Promise<State> {
  const place = parseStateAddress(address)
  if (place.kind !== 'file') return openKeyvState(await openPeerStore(place), place.text)
  const store = await openFileStore(place.folder, clock)
  const keyv = new Keyv({ store, throwOnErrors: true, useKeyPrefix: false, namespace: '' })
  // The store writes JSON itself: its files stay readable, and it can tell which one is torn.
  keyv.serialize = undefined
  keyv.deserialize = undefined
  return openKeyvState(keyv, place.text, (prefix) => store.keys(prefix))
}
