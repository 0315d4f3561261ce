import { settleHeld } from '../runs/settle-held.js'
import type { State } from '../state/state.js'
import type { CommonFlags } from './command.js'
import { withContext, type DatasourceChoice } from './command-context.js'
import { resolvePlace } from './flags/output-place.js'
import { logNote, type Terminal } from './terminal/terminal.js'

/**
 * Settles the held runs of the chosen datasources, each under its lock, and logs what it did: `done` of the keys moved
 * or dropped. Gives the exit code.
 */
export function settleDatasources(
  given: CommonFlags & DatasourceChoice & { output?: string },
  terminal: Terminal,
  settle: (state: State, datasource: string) => Promise<number>,
  done: (keys: number) => string,
): Promise<number> {
  return withContext(given, terminal, async (context) => {
    const store = await context.store()
    const { signal, cwd } = terminal
    const folder = resolvePlace(given.output, cwd)
    for (const { id } of context.datasources({ all: false, ...given, force: true })) {
      const keys = await settleHeld({ datasource: id, folder }, settle, { store, signal })
      logNote(terminal, given, `${id}: ${keys === undefined ? 'nothing is pending.' : done(keys)}`)
    }
    return 0
  })
}
