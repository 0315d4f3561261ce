import { systemClock } from '../../clock.js'
import { openInterrupts } from './interrupts.js'
import type { OpenTerminal } from './terminal.js'

/**
 * The terminal of this process. From now on the first SIGINT or SIGTERM aborts its signal; the second calls `leave`.
 */
export function openTerminal(argv: string[], leave: (code: number) => void): OpenTerminal {
  const { stdin, stdout, stderr, env } = process
  const self = [process.execPath, ...process.execArgv, ...argv.slice(1, 2)]
  return {
    stdin,
    stdout,
    stderr,
    env,
    cwd: process.cwd(),
    clock: systemClock,
    self,
    onHangup,
    ...openInterrupts(leave),
  }
}

function onHangup(heard: () => void): () => void {
  process.on('SIGHUP', heard)
  return () => void process.off('SIGHUP', heard)
}
