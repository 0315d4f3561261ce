import { CommanderError, type Command } from 'commander'
import { ExtractError } from '../errors/extract-error.js'
import type { Act } from './command.js'
import { exitCodeOf } from './exit-codes.js'
import { renderError } from './printer/error.js'
import { buildProgram, usageError } from './program.js'
import type { Terminal } from './terminal.js'

/** Runs one command line, `process.argv` in form, on a terminal, says what went wrong, and gives the exit code. */
export async function runCommandLine(argv: string[], terminal: Terminal): Promise<number> {
  let exitCode = 0
  const act: Act = (run) =>
    async function (this: Command) {
      const { parseLogWishes } = await import('./log-wishes.js')
      parseLogWishes(this.optsWithGlobals())
      exitCode = await run(this.optsWithGlobals(), terminal, this.args)
    }
  try {
    await buildProgram(act, terminal).parseAsync(argv)
    return exitCode
  } catch (error) {
    return failed(error, argv, terminal)
  }
}

function failed(thrown: unknown, argv: string[], { signal, stderr }: Terminal): number {
  if (thrown instanceof CommanderError && thrown.exitCode === 0) return 0
  // No command at all: commander has shown the help on stderr.
  if (thrown instanceof CommanderError && thrown.code === 'commander.help') return exitCodeOf('USAGE')
  const error = thrown instanceof CommanderError ? usageError(thrown) : interruption(thrown, signal)
  const code = error instanceof ExtractError ? error.code : 'BUG'
  if (code !== 'SINK_CLOSED') stderr.write(renderError(error, wantsJson(argv)))
  return exitCodeOf(code)
}

/** What a library throws because of an abort is the interrupt itself. */
function interruption(thrown: unknown, signal: AbortSignal): unknown {
  return signal.aborted && !(thrown instanceof ExtractError) ? signal.reason : thrown
}

/** Read from the bare words: the command line may be what is wrong. */
function wantsJson(argv: string[]): boolean {
  return argv.includes('--log-format=json') || argv[argv.indexOf('--log-format') + 1] === 'json'
}
