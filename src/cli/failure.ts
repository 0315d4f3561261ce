import { CommanderError } from 'commander'
import { systemClock } from '../clock.js'
import { ExtractError } from '../errors/extract-error.js'
import { exitCodeOf } from './exit-code-of.js'
import { renderError, renderErrorJson } from './printer/error.js'
import type { Terminal } from './terminal/terminal.js'

/** Logs on stderr what ended a command, and gives the exit code. Nothing where the reader of stdout went away. */
export function logFailure(
  thrown: unknown,
  argv: string[],
  { stderr }: Pick<Terminal, 'stderr'>,
  signal?: AbortSignal,
): number {
  // No command at all: commander has shown the help on stderr.
  if (thrown instanceof CommanderError && thrown.code === 'commander.help') return exitCodeOf('USAGE')
  const error = thrown instanceof CommanderError ? usageError(thrown) : interruption(thrown, signal)
  const code = error instanceof ExtractError ? error.code : 'BUG'
  if (code !== 'SINK_CLOSED')
    stderr.write(wantsJson(argv) ? renderErrorJson(error, systemClock.now()) : renderError(error))
  return exitCodeOf(code)
}

/** What commander found wrong with the command line, in one line. */
function usageError({ message }: CommanderError): ExtractError {
  const text = message.replace(/^error: /, '').replace(/\n\(Did you mean (.*)\?\)/, ': did you mean $1?')
  return new ExtractError('USAGE', text)
}

/** What a library throws because of an abort is the interrupt itself. */
function interruption(thrown: unknown, signal: AbortSignal | undefined): unknown {
  return signal?.aborted && !(thrown instanceof ExtractError) ? signal.reason : thrown
}

/** Read from the bare arguments: the command line may be what is wrong. */
function wantsJson(argv: string[]): boolean {
  return argv.includes('--log-format=json') || argv[argv.indexOf('--log-format') + 1] === 'json'
}
