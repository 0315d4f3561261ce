import { ExtractError } from '../../errors/extract-error.js'
import type { OpenTerminal } from './terminal.js'

type Interrupts = Pick<OpenTerminal, 'signal' | 'exitCode' | 'close'>

/**
 * Listens for SIGINT and SIGTERM: the first one aborts the signal, so that a run ends at its next checkpoint;
 * the second calls `leave` with the exit code, at once.
 */
export function openInterrupts(leave: (code: number) => void): Interrupts {
  const controller = new AbortController()
  let received: keyof typeof numbers | undefined
  const listen = (name: keyof typeof numbers) => () => {
    if (received !== undefined) leave(numbers[name])
    received = name
    controller.abort(new ExtractError('INTERRUPTED', `The run was interrupted by ${name}.`))
  }
  const listeners = { SIGINT: listen('SIGINT'), SIGTERM: listen('SIGTERM') }
  process.on('SIGINT', listeners.SIGINT).on('SIGTERM', listeners.SIGTERM)
  return {
    signal: controller.signal,
    exitCode: (code) => (code === numbers.SIGINT && received !== undefined ? numbers[received] : code),
    close: () => {
      process.off('SIGINT', listeners.SIGINT).off('SIGTERM', listeners.SIGTERM)
    },
  }
}

/** 128 and the number of the signal, as a shell has it. */
const numbers = { SIGINT: 130, SIGTERM: 143 }
