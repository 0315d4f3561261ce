import type { Command } from 'commander'
import { addHelp, type Act, type CommonFlags, type Flag, type HelpText } from '../../command.js'
import type { Terminal } from '../../terminal/terminal.js'

const help: HelpText = {
  about: 'Drops the watermarks that a run made with --hold left pending: its documents are read again by the next run.',
  examples: [
    ['sf-extract rollback --datasource crm', 'what the last held run of crm wrote is written again'],
    [
      'set -o pipefail; sf-extract sync --hold | indexer || sf-extract rollback',
      'what the indexer did not take is written again',
    ],
  ],
}

const flags: readonly Flag[] = [
  ['--datasource <name...>', 'id or name, repeatable; may be left out where only one is configured'],
  ['--all', 'every enabled datasource'],
  ['--output <dir>', 'what was written to this folder (- for stdout)'],
  ['--to <target>', 'what was written to this target'],
]

interface RollbackFlags extends CommonFlags {
  datasource?: string[]
  all?: boolean
  output?: string
  to?: string
}

/** Gives the command its help, its flags and its handler. */
export function register(command: Command, act: Act): void {
  addHelp(command, help, flags).action(act(handle))
}

/** Drops the pending watermarks of a datasource. With nothing pending it only logs that. */
export async function handle(given: RollbackFlags, terminal: Terminal): Promise<number> {
  const { settleDatasources } = await import('../../settle-datasources.js')
  return settleDatasources('rollback', given, terminal)
}
