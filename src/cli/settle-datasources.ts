import { compactAfter } from '../runs/compact/compact-after.js'
import { settleHeld } from '../runs/settle-held.js'
import { commitHeld, rollbackHeld } from '../state/hold.js'
import type { CommonFlags } from './command.js'
import { withContext, type CommandContext, type DatasourceChoice } from './command-context.js'
import { findPlace, type PlaceFlags } from './flags/output-place.js'
import { printFolds } from './compact/print-folds.js'
import { logNote, logWarning, type Terminal } from './terminal/terminal.js'

/**
 * Settles the held runs of the chosen datasources as was asked for, each under its lock, and logs what it did. Gives
 * the exit code.
 */
export function settleDatasources(
  asked: 'commit' | 'rollback',
  given: CommonFlags & DatasourceChoice & PlaceFlags,
  terminal: Terminal,
): Promise<number> {
  return withContext(given, terminal, async (context) => {
    const store = await context.store()
    const { signal, cwd } = terminal
    const settle = asked === 'commit' ? commitHeld : rollbackHeld
    const folder = findPlace(given, context.config, cwd)
    for (const { id } of context.datasources({ all: false, ...given, force: true })) {
      const settled = await settleHeld({ datasource: id, folder }, settle, { store, signal })
      logNote(terminal, given, `${id}: ${settled === undefined ? 'nothing is pending.' : said[asked][settled.outcome]}`)
      if (settled?.folder === undefined || settled.outcome !== 'committed') continue
      await compactCommitted({ folder: settled.folder, datasource: id }, given, context, terminal)
    }
    return 0
  })
}

/** What was begun before is finished instead: a commit had its documents taken, a rollback has dropped some. */
const said = {
  commit: {
    committed: 'committed, the next run goes on from here.',
    'rolled back': 'a rollback had begun, so it was finished: the next run reads it again.',
  },
  rollback: {
    committed: 'a commit had begun, so it was finished.',
    'rolled back': 'rolled back, the next run reads it again.',
  },
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
