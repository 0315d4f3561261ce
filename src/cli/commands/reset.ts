import type { Command } from 'commander'
import type { Forgettable } from '../../runs/forget.js'
import { addHelp, type Act, type CommonFlags, type Flag, type HelpText } from '../command.js'
import type { Terminal } from '../terminal/terminal.js'

const help: HelpText = {
  about:
    'Forgets how far a datasource, or objects of it, have been read. The next run writes all their records again. ' +
    'What was written is still known, so that the next run writes tombstones for what is gone.',
  examples: [
    ['sf-extract reset --datasource crm', 'the whole datasource, after a confirmation'],
    ['sf-extract reset --object Case --yes', 'one object, without a confirmation'],
    ['sf-extract reset --output documents', 'what is known of this folder, and of no other destination'],
  ],
}

const flags: readonly Flag[] = [
  ['--datasource <name...>', 'id or name, repeatable; may be left out where only one is configured'],
  ['--object <name...>', 'only these objects, repeatable'],
  ['--output <dir>', 'only what is known of this folder (- for stdout); every destination where it is left out'],
  ['--to <target>', 'only what is known of this target'],
  ['--yes', "don't ask"],
]

interface ResetFlags extends CommonFlags {
  datasource?: string[]
  object?: string[]
  output?: string
  to?: string
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
  const { findPlace } = await import('../flags/output-place.js')
  const { withContext } = await import('../command-context.js')
  const { logNote } = await import('../terminal/terminal.js')
  return withContext(given, terminal, async (context) => {
    const { signal, cwd } = terminal
    const chosen = context.datasources({ ...given, force: true })
    const folder = findPlace(given, context.config, cwd)
    const scope = { objects: parseList(given.object), folder }
    const store = await context.store()
    const wanted = await Promise.all(chosen.map((datasource) => forgettable(datasource, scope, store.state)))
    const names = wanted.map((each) => renderScope(each, given.to === undefined ? given.output : folder))
    if (!given.yes && !(await confirm(`Forget the watermarks of ${names.join(', ')}?`, '--yes', terminal))) return 0
    for (const [index, each] of wanted.entries()) {
      await forget(each, { store, signal })
      logNote(terminal, given, `${names[index]}: ${forgotten}`)
    }
    return 0
  })
}

const forgotten =
  'forgotten, the next run reads everything again. What was written is still known: the next run has tombstones for ' +
  'what was deleted since, and with --reconcile for what has left the recycle bin too.'

function renderScope({ datasource, objects }: Forgettable, folder: string | undefined): string {
  const place = folder === undefined ? '' : ` into ${folder === '-' ? 'stdout' : folder}`
  return `${datasource}${objects.length === 0 ? '' : ` (${objects.join(', ')})`}${place}`
}
