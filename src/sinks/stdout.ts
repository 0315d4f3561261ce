import type { Writable } from 'node:stream'
import type { State, StateChange } from '../state/state.js'
import type { Format } from './formats/format.js'
import { ndjson } from './formats/ndjson.js'
import { countLaneBytes } from './lane-bytes.js'
import type { Sink } from './sink.js'
import { openStdoutStream, type StdoutStream } from './stdout-stream.js'

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
  const stdout = openStdoutStream(stream)
  return { ...openStreamSink(stdout, { state, format }), close: async () => stdout.close() }
}

/** The same into a stream that several sinks write to: their documents mix, their lines don't. It stays open. */
export function openStreamSink(stdout: StdoutStream, { state, format }: { state: State; format: Format }): Sink {
  let commits: Promise<unknown> = Promise.resolve()
  const bytes = countLaneBytes()
  const move = async (changes: StateChange[]) => {
    await stdout.flush()
    if (changes.length > 0) await state.write(changes)
  }
  return {
    sendsAtOnce: true,
    write: async (lane, documents) => {
      for (const chunk of format.render(documents)) {
        await stdout.write(chunk)
        bytes.add(lane, Buffer.byteLength(chunk))
      }
    },
    bytes: bytes.of,
    commit: (_lane, changes) => {
      // One after the other: lanes have keys in common, of which the last value given has to stay.
      const turn = commits.then(() => move(changes))
      commits = turn.catch(() => undefined)
      return turn
    },
    close: async () => {},
  }
}
