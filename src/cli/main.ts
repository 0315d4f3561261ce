/** The command line: words in, words out, and the only place that ends the process. */
import { CommanderError, type Command } from 'commander'
import { systemClock } from '../clock.js'
import { ExtractError } from '../errors/extract-error.js'
import type { Act } from './command.js'
import { exitCodeOf } from './exit-codes.js'
import { openInterrupts, type Interrupts } from './interrupts.js'
import { renderError } from './printer/error.js'
import { buildProgram, usageError } from './program.js'
import type { Terminal } from './terminal.js'

/** Runs one command line, `process.argv` in form, and sets the exit code. Never throws. */
export async function main(argv: string[]): Promise<void> {
  // A reader that goes away is told to whoever writes; without a listener the event would end the process with a stack.
  process.stdout.on('error', () => {})
  process.stderr.on('error', () => {})
  const interrupts = openInterrupts((code) => process.exit(code)) // oxlint-disable-line no-process-exit
  process.exitCode = interrupts.exitCode(await runCommandLine(argv, openTerminal(argv, interrupts)))
  interrupts.close()
}

async function runCommandLine(argv: string[], terminal: Terminal): Promise<number> {
  let exitCode = 0
  const act: Act = (run) =>
    async function (this: Command) {
      const { parseLogWishes } = await import('./log-wishes.js')
      parseLogWishes(this.optsWithGlobals())
      exitCode = await run(this.optsWithGlobals(), terminal, this.args)
    }
  try {
    await buildProgram(act).parseAsync(argv)
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

function openTerminal(argv: string[], { signal }: Interrupts): Terminal {
  const { stdin, stdout, stderr, env } = process
  const self = [process.execPath, ...process.execArgv, ...argv.slice(1, 2)]
  return { stdin, stdout, stderr, env, cwd: process.cwd(), clock: systemClock, signal, self }
}

if (import.meta.filename === process.argv[1]) await main(process.argv)
