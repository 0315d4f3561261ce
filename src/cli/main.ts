/** The command line: words in, words out, and the only place that ends the process. */
import { systemClock } from '../clock.js'
import { runCommandLine } from './command-line.js'
import { keepHeapSmall } from './heap.js'
import { openInterrupts, type Interrupts } from './interrupts.js'
import type { Terminal } from './terminal.js'

/** Runs one command line, `process.argv` in form, and sets the exit code. Never throws. */
export async function main(argv: string[]): Promise<void> {
  keepHeapSmall()
  // A reader that goes away is told to whoever writes; without a listener the event would end the process with a stack.
  process.stdout.on('error', () => {})
  process.stderr.on('error', () => {})
  const interrupts = openInterrupts((code) => process.exit(code)) // oxlint-disable-line no-process-exit
  process.exitCode = interrupts.exitCode(await runCommandLine(argv, openTerminal(argv, interrupts)))
  interrupts.close()
}

function openTerminal(argv: string[], { signal }: Interrupts): Terminal {
  const { stdin, stdout, stderr, env } = process
  const self = [process.execPath, ...process.execArgv, ...argv.slice(1, 2)]
  return { stdin, stdout, stderr, env, cwd: process.cwd(), clock: systemClock, signal, self }
}

if (import.meta.filename === process.argv[1]) await main(process.argv)
