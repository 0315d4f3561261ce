import type { Command } from 'commander'
import { addWords, type Act, type CommonFlags, type Flag, type Words } from '../command.js'
import type { Terminal } from '../terminal/terminal.js'

const words: Words = {
  about: 'Moves the watermarks that a run made with --hold left pending into place: its documents have arrived.',
  examples: [
    ['sf-extract commit --datasource crm', 'what the last held run of crm wrote has arrived'],
    [
      'sf-extract sync --hold | indexer && sf-extract commit',
      'the watermarks move when the indexer has taken everything',
    ],
  ],
}

const flags: readonly Flag[] = [
  ['--datasource <name...>', 'id or name, repeatable; may be left out where only one is configured'],
  ['--all', 'every enabled datasource'],
]

interface CommitFlags extends CommonFlags {
  datasource?: string[]
  all?: boolean
}

/** Gives the command its words and flags, and what it does. */
export function register(command: Command, act: Act): void {
  addWords(command, words, flags).action(act(run))
}

/** Moves the pending watermarks of a datasource into place. With nothing pending it only says so. */
export async function run(given: CommitFlags, terminal: Terminal): Promise<number> {
  const { settleHeld } = await import('../settle-held.js')
  const { commitHeld } = await import('../../state/hold.js')
  return settleHeld(given, terminal, commitHeld, () => 'committed, the next run goes on from here.')
}
