import { CommanderError, type Command } from 'commander'
import type { ErrorCode } from '../errors/codes.js'
import type { Act } from './command.js'
import { buildProgram } from './program.js'
import type { OpenTerminal, Terminal } from './terminal/terminal.js'

/** Where a command line writes. */
type Streams = Pick<Terminal, 'stdout' | 'stderr'>

/**
 * Runs one command line, `process.argv` in form, logs what went wrong, and gives the exit code. The terminal is
 * opened when a command runs.
 */
export async function runCommandLine(
  argv: string[],
  streams: Streams,
  openTerminal: () => Promise<OpenTerminal>,
): Promise<number> {
  let opened: OpenTerminal | undefined
  let exitCode = 0
  const asked: string[] = []
  const act: Act = (handle) =>
    async function (this: Command) {
      const { parseLogOptions } = await import('./flags/log-options.js')
      const { validateFilled } = await import('./flags/validate-filled.js')
      parseLogOptions(this.optsWithGlobals())
      validateFilled(this.optsWithGlobals())
      opened = await openTerminal()
      exitCode = await handle(this.optsWithGlobals(), opened, this.args)
    }
  try {
    const help = { stdout: { write: (text: string) => asked.push(text) }, stderr: streams.stderr }
    const program = await buildProgram(argv.slice(2), act, help)
    await parse(program, argv)
    if (asked.length > 0) await writeAsked(asked, streams)
  } catch (error) {
    exitCode = await logFailure(error, argv, streams, opened?.signal)
  }
  opened?.close()
  return opened?.exitCode(exitCode) ?? exitCode
}

/** --help and --version end commander with an error that is none. */
async function parse(program: Command, argv: string[]): Promise<void> {
  try {
    await program.parseAsync(argv)
  } catch (error) {
    if (!(error instanceof CommanderError && error.exitCode === 0)) throw error
  }
}

/** What --help and --version have to say. Throws where it can't be written: a script would take nothing for it. */
async function writeAsked(texts: string[], { stdout }: Streams): Promise<void> {
  const cause = await new Promise<unknown>((resolve) => stdout.write(texts.join(''), resolve))
  if (!cause) return
  const { outputError } = await import('./terminal/output.js')
  throw outputError(cause)
}

/** Without another descriptor the module that tells of errors can't be loaded: that is told right here. */
async function logFailure(thrown: unknown, argv: string[], streams: Streams, signal?: AbortSignal): Promise<number> {
  try {
    if (lacksFiles(thrown)) throw thrown
    const failure = await import('./failure.js')
    return failure.logFailure(thrown, argv, streams, signal)
  } catch (error) {
    if (!lacksFiles(error)) throw error
    streams.stderr.write(filesExhausted)
    return 1
  }
}

function lacksFiles(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown }
  return code === 'EMFILE' || code === 'ENFILE'
}

const code: ErrorCode = 'FILES_EXHAUSTED'
const filesExhausted = `error ${code}: This process may not open as many files as it needs.
hint: Raise the limit (\`ulimit -n 1024\`, LimitNOFILE= of systemd) and run the command again.
`
