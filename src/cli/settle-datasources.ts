import { compactAfter } from '../runs/compact/compact-after.js'
import { settleHeld } from '../runs/settle-held.js'
import { commitHeld } from '../state/hold.js'
import type { State } from '../state/state.js'
import type { CommonFlags } from './command.js'
import { withContext, type CommandContext, type DatasourceChoice } from './command-context.js'
import { findPlace, type PlaceFlags } from './flags/output-place.js'
import { printFolds } from './compact/print-folds.js'
import { logNote, logWarning, type Terminal } from './terminal/terminal.js'

/**
 * Settles the held runs of the chosen datasources, each under its lock, and logs what it did: `done` of the keys moved
 * or dropped. Gives the exit code.
 */
export function settleDatasources(
  given: CommonFlags & DatasourceChoice & PlaceFlags,
  terminal: Terminal,
  settle: (state: State, datasource: string) => Promise<number>,
  done: (keys: number) => string,
): Promise<number> {
  return withContext(given, terminal, async (context) => {
    const store = await context.store()
    const { signal, cwd } = terminal
    const folder = findPlace(given, context.config, cwd)
    for (const { id } of context.datasources({ all: false, ...given, force: true })) {
      const settled = await settleHeld({ datasource: id, folder }, settle, { store, signal })
      logNote(terminal, given, `${id}: ${settled === undefined ? 'nothing is pending.' : done(settled.keys)}`)
      if (settled?.folder === undefined || settle !== commitHeld) continue
      await compactCommitted({ folder: settled.folder, datasource: id }, given, context, terminal)
    }
    return 0
  })
}

/** What `compact_over` asks for after a run is done for a held one when it is committed. */
async function compactCommitted(
  written: { folder: string; datasource: string },
  flags: CommonFlags,
  { config }: CommandContext,
  terminal: Terminal,
): Promise<void> {
  const { folds, problem } = await compactAfter(written, { ...terminal, config })
  if (problem !== undefined) logWarning(terminal, flags, `${written.datasource}: ${problem}`)
  if (folds.length > 0) await printFolds(folds, flags, terminal)
}
