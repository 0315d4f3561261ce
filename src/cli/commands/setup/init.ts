import path from 'node:path'
import type { Command } from 'commander'
import { addHelp, type Act, type CommonFlags, type Flag, type HelpText } from '../../command.js'
import type { Terminal } from '../../terminal/terminal.js'
import type { InitFlags } from '../../init/init-answers.js'

const help: HelpText = {
  about:
    'Asks for what a first configuration needs, or takes it from flags, and writes a commented file. Nothing is sent.',
  examples: [
    ['sf-extract init', 'asks, and writes coco.yml'],
    [
      'sf-extract init --domain mycompany --file .salesforcerc',
      'without questions; the id and secret come from the environment later',
    ],
    ['sf-extract init --domain mycompany --objects Account,Case --custom "*"', 'with a choice of objects'],
  ],
}

const flags: readonly Flag[] = [
  ['--domain <name>', "your org's My Domain: mycompany, or an address pasted from the browser"],
  ['--client-id <id>', 'Consumer Key; if left out, it is read from SF_EXTRACT_CLIENT_ID'],
  ['--client-secret <secret>', 'Consumer Secret; better left out, to be read from SF_EXTRACT_CLIENT_SECRET'],
  ['--objects <name...>', 'standard objects (default: all six)'],
  ['--custom <name...>', 'custom objects, "*" for all'],
  ['--file <path>', 'coco.yml (default) or .salesforcerc, in this folder or another'],
  ['--force', 'overwrite an existing file'],
]

/** Gives the command its help, its flags and its handler. */
export function register(command: Command, act: Act): void {
  addHelp(command, help, flags).action(act(handle))
}

/** Writes the file and logs what comes next. Throws USAGE where there is one already, or no terminal to ask on. */
export async function handle(given: CommonFlags & InitFlags, terminal: Terminal): Promise<number> {
  const { completeAnswers } = await import('../../init/init-answers.js')
  const { renderFirstFile } = await import('../../../config/settings/first-file.js')
  const { validateFree, writeFirstFile } = await import('../../init/write-first-file.js')
  const { loadConfigFile, searchPlaces } = await import('../../../config/sources/search.js')
  const { logNote } = await import('../../terminal/terminal.js')
  const { file: name = 'coco.yml' } = given
  const file = path.resolve(terminal.cwd, name)
  if (!given.force) await validateFree(file)
  const { text, mode } = renderFirstFile(await completeAnswers(given, name, terminal))
  await writeFirstFile(file, text, mode, given.force === true)
  const found = (await loadConfigFile(terminal.cwd).catch(() => undefined))?.path
  if (found !== undefined && found !== file && searchPlaces.includes(path.basename(file))) {
    logNote(terminal, given, `note: without --config, ${found} counts and ${name} is not read.`)
  }
  const named = found === file ? '' : ` --config ${name}`
  logNote(terminal, given, `${name} written. Next: sf-extract check${named}, then sf-extract sync${named}.`)
  return 0
}
