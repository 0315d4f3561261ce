import type { Command } from 'commander'
import { addHelp, type Act, type CommonFlags, type Flag, type HelpText } from '../../command.js'
import type { Terminal } from '../../terminal/terminal.js'

const help: HelpText = {
  about: 'Moves the watermarks that a run made with --hold left pending into place: its documents have arrived.',
  examples: [
    ['sf-extract commit --datasource crm', 'what the last held run of crm wrote has arrived'],
    [
      'set -o pipefail; sf-extract sync --hold | indexer && sf-extract commit',
      'the watermarks move when the sync is done and the indexer has taken everything',
    ],
  ],
}

const flags: readonly Flag[] = [
  ['--datasource <name...>', 'id or name, repeatable; may be left out where only one is configured'],
  ['--all', 'every enabled datasource'],
  ['--output <dir>', 'what was written to this folder (- for stdout)'],
  ['--to <target>', 'what was written to this target'],
]

interface CommitFlags extends CommonFlags {
  datasource?: string[]
  all?: boolean
  output?: string
  to?: string
}

/** Gives the command its help, its flags and its handler. */
export function register(command: Command, act: Act): void {
  addHelp(command, help, flags).action(act(handle))
}

/** Moves the pending watermarks of a datasource into place. With nothing pending it only logs that. */
export async function handle(given: CommitFlags, terminal: Terminal): Promise<number> {
  const { settleDatasources } = await import('../../settle-datasources.js')
  return settleDatasources('commit', given, terminal)
}
