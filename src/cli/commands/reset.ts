import type { Command } from 'commander'
import type { Datasource } from '../../terms.js'
import { addHelp, type Act, type CommonFlags, type Flag, type HelpText } from '../command.js'
import type { Terminal } from '../terminal/terminal.js'

const help: HelpText = {
  about: 'Forgets how far a datasource, or objects of it, have been read. The next run writes all their records again.',
  examples: [
    ['sf-extract reset --datasource crm', 'the whole datasource, after a confirmation'],
    ['sf-extract reset --object Case --yes', 'one object, without a confirmation'],
  ],
}

const flags: readonly Flag[] = [
  ['--datasource <name...>', 'id or name, repeatable; may be left out where only one is configured'],
  ['--object <name...>', 'only these objects, repeatable'],
  ['--yes', "don't ask"],
]

interface ResetFlags extends CommonFlags {
  datasource?: string[]
  object?: string[]
  yes?: boolean
}

/** Gives the command its help, its flags and its handler. */
export function register(command: Command, act: Act): void {
  addHelp(command, help, flags).action(act(handle))
}

/** Asks, unless told not to, and forgets. Throws USAGE where there is nobody to ask, and OBJECT_UNKNOWN. */
export async function handle(given: ResetFlags, terminal: Terminal): Promise<number> {
  const { confirm } = await import('../terminal/prompt.js')
  const { parseList } = await import('../flags/flag-values.js')
  const { forget, forgettable } = await import('../../runs/forget.js')
  const { withContext } = await import('../command-context.js')
  const { logNote } = await import('../terminal/terminal.js')
  return withContext(given, terminal, async (context) => {
    const { signal } = terminal
    const chosen = context.datasources({ ...given, force: true })
    const objects = parseList(given.object)
    const store = await context.store()
    const wanted = await Promise.all(chosen.map((datasource) => forgettable(datasource, objects, store.state)))
    const names = chosen.map(({ id }, index) => renderScope(id, wanted[index]!))
    if (!given.yes && !(await confirm(`Forget the watermarks of ${names.join(', ')}?`, '--yes', terminal))) return 0
    for (const [index, datasource] of chosen.entries()) {
      await forget(datasource, wanted[index]!, { store, signal })
      logNote(terminal, given, `${names[index]}: forgotten, the next run reads everything again.`)
    }
    return 0
  })
}

function renderScope(id: Datasource['id'], objects: string[]): string {
  return objects.length === 0 ? id : `${id} (${objects.join(', ')})`
}
