/** The command line: words in, words out, and the only place that ends the process. */
import { runCommandLine } from './command-line.js'

/** Runs one command line, `process.argv` in form, and sets the exit code. Never throws. */
export async function main(argv: string[]): Promise<void> {
  // Whoever writes learns that a reader went away; without a listener the event would end the process with a stack.
  process.stdout.on('error', () => {})
  process.stderr.on('error', () => {})
  process.exitCode = await runCommandLine(argv, process, async () => {
    const { keepHeapSmall } = await import('./terminal/heap.js')
    const { openTerminal } = await import('./terminal/open-terminal.js')
    keepHeapSmall()
    return openTerminal(argv, (code) => process.exit(code)) // oxlint-disable-line no-process-exit
  })
}

if (import.meta.filename === process.argv[1]) await main(process.argv)
