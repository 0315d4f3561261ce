import type { Writable } from 'node:stream'
import { isErrno } from '../durable-files.js'
import { ExtractError } from '../errors/extract-error.js'
import type { State, StateChange } from '../state/state.js'
import type { Format } from './formats/format.js'
import { ndjson } from './formats/ndjson.js'
import { outputFailed } from './output-failed.js'
import type { Sink } from './sink.js'
import { openStdoutFile } from './stdout-file.js'

export interface StdoutSinkOptions {
  stream: Writable & { fd?: unknown }
  state: State
  format?: Format
}

/**
 * A sink that writes to a pipe, in the order of the writes; all lanes share it. Every write waits until the operating
 * system has taken its lines, so a commit finds nothing under way and only moves the state; where the pipe is a file
 * (`> documents.ndjson`) it is flushed to the disk before, and a disk that is full leaves no half line. The stream is
 * the caller's to end. Its errors are heard until the sink is closed: they come out of `write` and `commit`, as
 * SINK_CLOSED where the reader went away.
 */
export function openStdoutSink({ stream, state, format = ndjson }: StdoutSinkOptions): Sink {
  let failure: ExtractError | undefined
  let commits: Promise<unknown> = Promise.resolve()
  const waiting = new Set<(error: ExtractError) => void>()
  const fail = (cause: unknown) => {
    failure ??= isReaderGone(cause) ? readerGone(cause) : outputFailed('stdout', cause)
    for (const reject of waiting) reject(failure)
    waiting.clear()
  }
  const close = () => fail(undefined)
  stream.on('error', fail).on('close', close)
  if (stream.destroyed) fail(undefined)

  const file = openStdoutFile(stream.fd)
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

  const move = async (changes: StateChange[]) => {
    if (failure === undefined) await file?.commit().catch(fail)
    if (failure !== undefined) throw failure
    if (changes.length > 0) await state.write(changes)
  }

  return {
    sendsAtOnce: true,
    write: async (_lane, documents) => {
      for (const chunk of format.render(documents)) {
        if (failure !== undefined) throw failure
        await hand(chunk)
      }
    },
    commit: (_lane, changes) => {
      // One after the other: lanes have keys in common, of which the last value given has to stay.
      const turn = commits.then(() => move(changes))
      commits = turn.catch(() => undefined)
      return turn
    },
    close: async () => void stream.off('error', fail).off('close', close),
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
