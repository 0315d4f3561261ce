import type { Command } from 'commander'
import { addHelp, type Act, type CommonFlags, type Flag, type HelpText } from '../../command.js'
import { stateActions } from '../../flags/words.js'
import type { Terminal } from '../../terminal/terminal.js'

const help: HelpText = {
  about:
    'The state keeps how far each datasource has been read. `repair` finds what is damaged in it and, after a ' +
    'confirmation, restores what can be restored and removes the rest.',
  examples: [
    ['sf-extract state repair', 'what is damaged, what follows, and a question'],
    ['sf-extract state repair --yes', 'the same without the question'],
  ],
}

const flags: readonly Flag[] = [['--yes', "don't ask"]]

interface StateFlags extends CommonFlags {
  yes?: boolean
}

/** Gives the command its help, its flags and its handler. */
export function register(command: Command, act: Act): void {
  addHelp(command, help, flags).action(act(handle))
}

/** Logs what is damaged and what follows, asks unless told not to, and repairs it. Throws USAGE for another action. */
export async function handle(given: StateFlags, terminal: Terminal, [action = '']: string[]): Promise<number> {
  const { confirm } = await import('../../terminal/prompt.js')
  const { parseChoice } = await import('../../flags/flag-values.js')
  const { findDamage, repairDamage } = await import('../../../runs/repair.js')
  const { withContext } = await import('../../command-context.js')
  const { logNote } = await import('../../terminal/terminal.js')
  parseChoice('state', action, stateActions)
  return withContext(given, terminal, async (context) => {
    const store = await context.store()
    const damages = await findDamage(store.state)
    if (damages.length === 0) {
      logNote(terminal, given, 'The state is whole.')
      return 0
    }
    for (const { key, content, effect } of damages) {
      logNote(terminal, given, `"${key}" is damaged. It held ${content}. Repaired, ${effect}.`)
    }
    const question = `Repair ${damages.length === 1 ? 'it' : `these ${damages.length}`}?`
    if (!given.yes && !(await confirm(question, '--yes', terminal))) return 0
    await repairDamage(damages, { store, signal: terminal.signal })
    logNote(terminal, given, `Repaired: ${damages.length}.`)
    return 0
  })
}
