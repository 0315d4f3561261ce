import { PassThrough, Readable, Writable } from 'node:stream'
import { runCommandLine } from '../../src/cli/command-line.js'
import type { Terminal } from '../../src/cli/terminal/terminal.js'
import { systemClock } from '../../src/clock.js'
import { cliPath, type CliEnd, type CliOptions } from './run-cli.js'

/**
 * Runs a command line in this process, on a terminal of the test's: the same words in and out without a second process.
 */
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
    onHangup: () => () => {},
    self: [process.execPath, cliPath],
    ...changes,
  }
  const open = { ...terminal, exitCode: (given: number) => given, close: () => {} }
  const code = await runCommandLine([process.execPath, cliPath, ...args], terminal, async () => open)
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

/** Runs a command line with a person at the terminal who types each answer when its question has been asked. */
export async function typeAnswers(
  args: string[],
  options: CliOptions,
  answers: [question: string, answer: string][],
): Promise<CliEnd> {
  const stdin = Object.assign(new PassThrough(), { isTTY: true })
  const printed = openCollector()
  const left = [...answers]
  const stderr = new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, encoding, done) {
      printed.stream.write(chunk, encoding, done)
      const [next] = left
      if (next === undefined || !printed.text().endsWith(`${next[0]}: `)) return
      left.shift()
      setImmediate(() => stdin.write(next[1]))
    },
  })
  const { code, stdout } = await callCli(args, options, { stdin, stderr: Object.assign(stderr, { isTTY: true }) })
  return { code, stdout, stderr: printed.text() }
}
