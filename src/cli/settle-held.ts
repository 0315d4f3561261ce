import { hasHeld } from '../state/hold.js'
import type { State } from '../terms.js'
import type { CommonFlags } from './command.js'
import { withContext, type DatasourceChoice } from './command-context.js'
import { takeLock } from '../runs/run-datasource.js'
import { logNote, type Terminal } from './terminal/terminal.js'

/**
 * Settles the held runs of the chosen datasources, each under its lock, and logs what it did: `done` of the keys moved
 * or dropped. Gives the exit code.
 */
export function settleHeld(
  given: CommonFlags & DatasourceChoice,
  terminal: Terminal,
  settle: (state: State, datasource: string) => Promise<number>,
  done: (keys: number) => string,
): Promise<number> {
  return withContext(given, terminal, async (context) => {
    const state = await context.state()
    for (const datasource of context.datasources({ all: false, ...given, force: true })) {
      const { id } = datasource
      const lock = await takeLock(datasource, 0, state, context, terminal)
      try {
        const isHeld = await hasHeld(state, id)
        const keys = await settle(state, id)
        logNote(terminal, given, `${id}: ${isHeld ? done(keys) : 'nothing is held.'}`)
      } finally {
        await lock.release()
      }
    }
    return 0
  })
}
