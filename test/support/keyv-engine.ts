import type { Keyv } from 'keyv'
import type { Clock } from '../../src/clock.js'
import type { Engine } from '../../src/state/stores/databases/engine.js'
import { openKeyvState } from '../../src/state/stores/keyv-state.js'
import { openReach } from '../../src/state/stores/reach.js'
import type { State } from '../../src/state/state.js'
import { openManualClock } from './manual-clock.js'

/** A state on a Keyv alone, which takes one key after the other. `passing` errors are waited for. */
export async function openPlainKeyv(
  keyv: Keyv,
  place: string,
  { clock = openManualClock(), passing = /^$/ }: { clock?: Clock; passing?: RegExp } = {},
): Promise<State> {
  const engine: Pick<Engine, 'keys' | 'write' | 'close'> = {
    keys: async (prefix) => {
      if (keyv.iterator === undefined) throw new Error('the store cannot list its keys')
      const keys: string[] = []
      for await (const [key] of keyv.iterator(undefined) as AsyncIterable<[string, unknown]>) {
        if (key.startsWith(prefix)) keys.push(key)
      }
      return keys
    },
    write: async (changes) => {
      for (const { key, sealed } of changes) {
        if (sealed === undefined) await keyv.delete(key)
        else if (!(await keyv.set(key, sealed))) throw new Error(`the store refused the key ${key}`)
      }
      return true
    },
    close: () => keyv.disconnect(),
  }
  const reach = openReach(place, (cause) => passing.test((cause as Error).message), clock)
  return (await openKeyvState(keyv, engine, { place, reach })).state
}
