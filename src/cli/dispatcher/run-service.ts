import { withContext, type CommandContext } from '../command-context.js'
import type { CommonFlags } from '../command.js'
import { logFailure } from '../failure.js'
import type { Terminal } from '../terminal/terminal.js'

/**
 * Runs a command that goes on until it is told to stop. Its log is read by programs where nobody looks at it, and has
 * what ended the command, too.
 */
export async function runService<Flags extends CommonFlags>(
  given: Flags,
  terminal: Terminal,
  work: (flags: Flags, context: CommandContext) => Promise<number>,
): Promise<number> {
  const logFormat = given.logFormat ?? (terminal.stderr.isTTY === true ? 'text' : 'json')
  const flags = { ...given, logFormat }
  try {
    return await withContext(flags, terminal, (context) => work(flags, context))
  } catch (error) {
    if (logFormat !== 'json') throw error
    return logFailure(error, ['--log-format', logFormat], terminal, terminal.signal)
  }
}
