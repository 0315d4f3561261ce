import { hasHeld } from '../state/hold.js'
import type { State } from '../terms.js'
import type { CommonFlags } from './command.js'
import { withRooms, type DatasourceWish } from './command-context.js'
import { takeLock } from '../runs/run-datasource.js'
import { mention, type Terminal } from './terminal/terminal.js'

/**
 * Settles the held runs of the chosen datasources, each under its lock, and says what it did: `done` of the keys moved
 * or dropped. Gives the exit code.
 */
export function settleHeld(
  given: CommonFlags & DatasourceWish,
  terminal: Terminal,
  settle: (state: State, datasource: string) => Promise<number>,
  done: (keys: number) => string,
): Promise<number> {
  return withRooms(given, terminal, async (rooms) => {
    const state = await rooms.state()
    for (const datasource of rooms.datasources({ all: false, ...given, force: true })) {
      const { id } = datasource
      const lock = await takeLock(datasource, 0, state, rooms, terminal)
      try {
        const isHeld = await hasHeld(state, id)
        const keys = await settle(state, id)
        mention(terminal, given, `${id}: ${isHeld ? done(keys) : 'nothing is pending.'}`)
      } finally {
        await lock.release()
      }
    }
    return 0
  })
}
