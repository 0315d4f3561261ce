import type { Clock } from '../../src/clock.js'
import type { State } from '../../src/state/state.js'
import { openStore } from '../../src/state/stores/open-store.js'

/** The state alone of the store at an address. */
export async function openState(address: string, options: { clock: Clock }): Promise<State> {
  return (await openStore(address, options)).state
}
