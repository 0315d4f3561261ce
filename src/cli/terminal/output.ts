import { isErrno } from '../../durable-files.js'
import { diskError } from '../../errors/disk-error.js'
import { ExtractError } from '../../errors/extract-error.js'
import { behindStdout } from '../../sinks/output-failed.js'
import { isFileDescriptor, writeFully } from '../../sinks/write-fully.js'
import { printable } from './printable.js'
import type { Terminal } from './terminal.js'

/**
 * Writes data to stdout and resolves when it has been taken, all of it.
 * Throws SINK_CLOSED once the reader is gone (`| head`), OUTPUT_FAILED on any other trouble.
 */
export async function writeOut({ stdout }: Pick<Terminal, 'stdout'>, text: string): Promise<void> {
  try {
    if (isFileDescriptor(stdout.fd)) await writeFully(stdout.fd, Buffer.from(text))
    else await writeStream(stdout, text)
  } catch (cause) {
    throw outputError(cause)
  }
}

/** Writes text for a person to stdout, as `printable` leaves it. Data goes through `writeOut`, byte for byte. */
export function writeText(terminal: Pick<Terminal, 'stdout'>, text: string): Promise<void> {
  return writeOut(terminal, printable(text))
}

function writeStream(stdout: Terminal['stdout'], text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stdout.write(text, (error) => (error ? reject(error) : resolve()))
  })
}

/** What went wrong while writing to stdout, as `writeOut` throws it. */
export function outputError(cause: unknown): ExtractError {
  if (isErrno(cause, 'EPIPE', 'ERR_STREAM_DESTROYED')) {
    return new ExtractError('SINK_CLOSED', 'The reader of stdout went away.', { cause })
  }
  const work = { what: "stdout can't be written", place: behindStdout, otherwise: 'send stdout elsewhere' }
  return diskError('OUTPUT_FAILED', work, cause)
}
