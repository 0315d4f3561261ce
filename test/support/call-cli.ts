import { PassThrough, Readable, Writable } from 'node:stream'
import { runCommandLine } from '../../src/cli/command-line.js'
import type { Terminal } from '../../src/cli/terminal.js'
import { systemClock } from '../../src/clock.js'
import { cliPath, type CliEnd, type CliOptions } from './run-cli.js'

/** Runs a command line in this process, on a terminal of the test's: the same words in and out without a second process. */
export async function callCli(args: string[], options: CliOptions, changes: Partial<Terminal> = {}): Promise<CliEnd> {
  const [stdout, stderr] = [openCollector(), openCollector()]
  const terminal: Terminal = {
    stdin: Readable.from(options.stdin === undefined ? [] : [options.stdin]),
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: options.env ?? {},
    cwd: options.cwd,
    clock: systemClock,
    signal: new AbortController().signal,
    self: [process.execPath, cliPath],
    ...changes,
  }
  const code = await runCommandLine([process.execPath, cliPath, ...args], terminal)
  return { code, stdout: stdout.text(), stderr: stderr.text() }
}

/** A stream that keeps what is written to it. */
export function openCollector(): { stream: Writable; text(): string } {
  const chunks: string[] = []
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      chunks.push(String(chunk))
      done()
    },
  })
  return { stream, text: () => chunks.join('') }
}

/** A stdin that a person types into, and that says it is a terminal. */
export function openKeyboard(): PassThrough & { isTTY: boolean } {
  return Object.assign(new PassThrough(), { isTTY: true })
}
