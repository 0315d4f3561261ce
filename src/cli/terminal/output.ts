import { ExtractError } from '../../errors/extract-error.js'
import { printable } from './printable.js'
import type { Terminal } from './terminal.js'

/**
 * Writes data to stdout and resolves when it has been taken.
 * Throws SINK_CLOSED once the reader is gone (`| head`), OUTPUT_FAILED on any other trouble.
 */
export function writeOut({ stdout }: Pick<Terminal, 'stdout'>, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stdout.write(text, (error) => (error ? reject(outputError(error)) : resolve()))
  })
}

/** Writes text for a person to stdout, as `printable` leaves it. Data goes through `writeOut`, byte for byte. */
export function writeText(terminal: Pick<Terminal, 'stdout'>, text: string): Promise<void> {
  return writeOut(terminal, printable(text))
}

function outputError(cause: Error & { code?: string }): ExtractError {
  if (cause.code === 'EPIPE' || cause.code === 'ERR_STREAM_DESTROYED') {
    return new ExtractError('SINK_CLOSED', 'The reader of stdout went away.', { cause })
  }
  return new ExtractError('OUTPUT_FAILED', `stdout can't be written: ${cause.message}`, { cause })
}
