import type { Command } from 'commander'
import { addHelp, type Act, type Flag, type HelpText } from '../../command.js'
import { stateActions } from '../../flags/words.js'
import type { StateFlags } from '../../state/state-flags.js'
import type { Terminal } from '../../terminal/terminal.js'

const help: HelpText = {
  about:
    'The state keeps how far each datasource has been read. `export` writes all of it as lines of JSON, and `import` ' +
    'brings it into another store, checked: so a state moves from a folder to Redis or PostgreSQL, or back. `repair` ' +
    'finds what is damaged in it and, after a confirmation, restores what can be restored and removes the rest.',
  examples: [
    ['sf-extract state export state.ndjson', 'everything but tokens; - for stdout'],
    ['SF_EXTRACT_STATE=redis://cache:6379 sf-extract state import state.ndjson', 'into a store that is empty'],
    ['sf-extract state import state.ndjson --replace', 'in place of what is there, after a confirmation'],
    ['sf-extract state repair', 'what is damaged, what follows, and a question'],
  ],
}

const flags: readonly Flag[] = [
  ['--replace', 'import into a state that is not empty: what it holds goes'],
  ['--yes', "don't ask"],
]

/** Gives the command its help, its flags and its handler. */
export function register(command: Command, act: Act): void {
  addHelp(command, help, flags).action(act(handle))
}

/** Does what the action says. Throws USAGE for another action, and for a file that is missing or too much. */
export async function handle(given: StateFlags, terminal: Terminal, words: string[]): Promise<number> {
  const { parseChoice } = await import('../../flags/flag-values.js')
  const [action = '', file] = words
  const chosen = parseChoice('state', action, stateActions)
  if (chosen === 'repair') {
    const { repairState } = await import('../../state/repair-state.js')
    return repairState(given, terminal)
  }
  const { exportInto, importFrom } = await import('../../state/move-state.js')
  return chosen === 'export' ? exportInto(file, given, terminal) : importFrom(file, given, terminal)
}
