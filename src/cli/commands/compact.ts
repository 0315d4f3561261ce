import type { Command } from 'commander'
import { addHelp, type Act, type CommonFlags, type Flag, type HelpText } from '../command.js'
import type { Terminal } from '../terminal/terminal.js'

const help: HelpText = {
  about:
    'Makes one current file of the files that runs have written to each directory of an output folder: the newest ' +
    'version of each document as it is, in the order they were written, and nothing of what was deleted. Runs may go ' +
    'on meanwhile. No configuration is needed, and no call to the org is made.',
  examples: [
    ['sf-extract compact ./documents', 'every directory that has more than its current documents'],
    ['sf-extract compact ./documents --over 50', 'only the directories of more than 50 files'],
    ['sf-extract sync --output ./documents --compact-over 50', 'the same after a run, from cron'],
  ],
}

const flags: readonly Flag[] = [
  ['--output <dir>', 'the folder, in the place of the argument'],
  ['--datasource <name>', 'only what this datasource has written, by id or name'],
  ['--over <n>', 'only directories of more files than this'],
  ['--keep-tombstones', 'keep the tombstones, for readers that follow the files'],
  ['--json', 'a JSON array on stdout instead of a table'],
]

interface CompactFlags extends CommonFlags {
  output?: string
  datasource?: string
  over?: string
  keepTombstones?: boolean
  json?: boolean
}

/** Gives the command its help, its flags and its handler. */
export function register(command: Command, act: Act): void {
  addHelp(command, help, flags).action(act(handle))
}

/** Folds the files, and logs what was folded. The exit code is 4 where a directory is damaged. */
export async function handle(given: CompactFlags, terminal: Terminal, [dir]: string[]): Promise<number> {
  const { parseCount } = await import('../flags/flag-values.js')
  const { compactFolder } = await import('../../runs/compact/compact-folder.js')
  const { exitCodeOf } = await import('../exit-code-of.js')
  const { printFolds } = await import('../compact/print-folds.js')
  const { writeOut } = await import('../terminal/output.js')
  const { datasource, keepTombstones } = given
  const over = parseCount('--over', given.over)
  const folder = await chooseFolder(given.output, dir, terminal)
  const folds = await compactFolder({ folder, datasource, over, keepTombstones }, terminal)
  if (given.json) await writeOut(terminal, `${JSON.stringify(folds)}\n`)
  await printFolds(folds, given, terminal)
  return folds.some(({ outcome }) => outcome === 'failed') ? exitCodeOf('OUTPUT_DAMAGED') : 0
}

/** Throws USAGE where no folder is named, or two are. */
async function chooseFolder(output: string | undefined, dir: string | undefined, { cwd }: Terminal): Promise<string> {
  const { resolve } = await import('node:path')
  const { ExtractError } = await import('../../errors/extract-error.js')
  const hint = 'Name the folder that `sf-extract sync --output` wrote to: sf-extract compact DIR.'
  const named = dir ?? output
  if (named === undefined) throw new ExtractError('USAGE', 'No folder is named', { hint })
  if (output !== undefined && dir !== undefined && resolve(cwd, output) !== resolve(cwd, dir)) {
    throw new ExtractError('USAGE', `Two folders are named, ${dir} and ${output}`, { hint })
  }
  if (named === '-') throw new ExtractError('USAGE', '- is standard output, which keeps no documents', { hint })
  return resolve(cwd, named)
}
