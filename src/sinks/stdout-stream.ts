import type { Writable } from 'node:stream'
import { isErrno } from '../durable-files.js'
import { ExtractError } from '../errors/extract-error.js'
import { endMarks, openMembers } from './compress/members.js'
import type { Compression } from './compress/compression.js'
import { outputFailed } from './output-failed.js'
import { openStdoutFile } from './stdout-file.js'

/** A stream that takes lines from one sink, or from several that write side by side: what is given stays together. */
export interface StdoutStream {
  /**
   * Resolves when the operating system has taken the lines; where they are compressed they may wait for `flush`. Rejects
   * with SINK_CLOSED where the reader went away, with OUTPUT_FAILED on any other trouble, and so it does from then on.
   */
  write(lines: Buffer | string): Promise<void>
  /** Has what was written on the disk, where the stream is a file. Rejects after any write that failed. */
  flush(): Promise<void>
  /** Errors of the stream are no longer heard. The stream is the caller's to end. */
  close(): void
}

/** Where the stream is a file (`> documents.ndjson`), a disk that is full leaves no half line. */
export function openStdoutStream(stream: Writable & { fd?: unknown }, compress?: Compression): StdoutStream {
  let failure: ExtractError | undefined
  const waiting = new Set<(error: ExtractError) => void>()
  const fail = (cause: unknown) => {
    failure ??= isReaderGone(cause) ? readerGone(cause) : outputFailed('stdout', cause)
    for (const reject of waiting) reject(failure)
    waiting.clear()
  }
  const close = () => fail(undefined)
  stream.on('error', fail).on('close', close)
  if (stream.destroyed) fail(undefined)

  const file = openStdoutFile(stream.fd, compress === undefined ? undefined : endMarks[compress])
  // A stream within this process has taken a chunk before its reader has read it; the system has a copy of its own.
  const keepsChunks = typeof stream.fd !== 'number'
  const hand = (chunk: Buffer | string) =>
    new Promise<void>((resolve, reject) => {
      waiting.add(reject)
      const taken = (error?: Error | null) => {
        if (error) return fail(error)
        waiting.delete(reject)
        resolve()
      }
      if (file === undefined) stream.write(keepsChunks ? Buffer.from(chunk) : chunk, taken)
      else void file.write(chunk).then(() => taken(), taken)
    })
  const members = compress === undefined ? undefined : openMembers(compress, hand, { isFirst: file?.isEmpty ?? true })
  return {
    write: async (lines) => {
      if (failure !== undefined) throw failure
      await (members === undefined ? hand(lines) : members.write(lines).catch(fail))
      if (failure !== undefined) throw failure
    },
    flush: async () => {
      if (failure === undefined) await members?.end().catch(fail)
      if (failure === undefined) await file?.commit().catch(fail)
      if (failure !== undefined) throw failure
    },
    close: () => {
      stream.off('error', fail).off('close', close)
      members?.close()
    },
  }
}

/** Without a cause the stream was closed under us. */
function isReaderGone(cause: unknown): boolean {
  return (
    cause === undefined ||
    isErrno(cause, 'EPIPE', 'ECONNRESET', 'EOF', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END')
  )
}

function readerGone(cause: unknown): ExtractError {
  return new ExtractError('SINK_CLOSED', 'The reader of the output went away.', {
    hint: 'Nothing past the last commit is remembered: the next run writes it again.',
    cause,
  })
}
