import type { Command } from 'commander'
import type { Act, CommonFlags } from '../../command.js'
import { shells } from '../../flags/words.js'
import type { Terminal } from '../../terminal/terminal.js'

/** Gives the command its handler. The shells call it, so it has no help. */
export function register(command: Command, act: Act): void {
  command.action(act(handle))
}

/**
 * Writes to stdout what the last of the words may become, as the script of the shell reads it. Whatever goes wrong, it
 * says nothing: the person is in the middle of a line.
 */
export async function handle(_given: CommonFlags, terminal: Terminal, args: string[]): Promise<number> {
  const [shell, ...words] = args
  const { dialects } = await import('../../completion/dialects.js')
  const dialect = dialects[shells.find((name) => name === shell) ?? 'bash']
  const line = dialect.read(words)
  try {
    const { complete } = await import('../../completion/complete.js')
    const { writeOut } = await import('../../terminal/output.js')
    const completed = await complete(line.words, terminal)
    await writeOut(terminal, dialect.render(completed, line))
  } catch {
    // Nothing to offer.
  }
  return 0
}
