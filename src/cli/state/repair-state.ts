import { findDamage, repairDamage } from '../../runs/state/repair.js'
import { withContext } from '../command-context.js'
import type { StateFlags } from './state-flags.js'
import { confirm } from '../terminal/prompt.js'
import { logNote, type Terminal } from '../terminal/terminal.js'

/** Logs what is damaged and what follows, asks unless told not to, and repairs it. */
export function repairState(given: StateFlags, terminal: Terminal): Promise<number> {
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
