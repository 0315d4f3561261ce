import type { Writable } from 'node:stream'
import { ExtractError } from '../errors/extract-error.js'
import type { State, StateChange } from '../state/state.js'
import type { Document } from '../terms.js'
import type { Compression } from './compress/compression.js'
import { document } from './formats/document.js'
import type { Format, FormatFile } from './formats/format.js'
import { countLaneBytes } from './lane-bytes.js'
import type { Sink } from './sink.js'
import { openStdoutStream, type StdoutStream } from './stdout-stream.js'

export interface StdoutSinkOptions {
  stream: Writable & { fd?: unknown }
  state: State
  format?: Format
  compress?: Compression | undefined
}

/**
 * A sink that writes to a pipe, in the order of the writes; all lanes share it. Every write waits until the operating
 * system has taken its lines, so a commit finds nothing under way and only moves the state; where the pipe is a file
 * (`> documents.ndjson`) it is flushed to the disk before, and a disk that is full leaves no half line. Compressed lines
 * may wait for the commit, which ends a member. The stream is the caller's to end. Its errors are heard until the sink
 * is closed: they come out of `write` and `commit`, as SINK_CLOSED where the reader went away.
 */
export function openStdoutSink({ stream, state, format = document, compress }: StdoutSinkOptions): Sink {
  const stdout = openStdoutStream(stream, compress)
  return { ...openStreamSink(stdout, { state, format }), close: async () => stdout.close() }
}

/** The same into a stream that several sinks write to: their documents mix, their lines don't. It stays open. */
export function openStreamSink(stdout: StdoutStream, { state, format }: { state: State; format: Format }): Sink {
  let commits: Promise<unknown> = Promise.resolve()
  const bytes = countLaneBytes()
  const { expectFields, render } = openRendering(format)
  const move = async (changes: StateChange[]) => {
    await stdout.flush()
    if (changes.length > 0) await state.write(changes)
  }
  return {
    sendsAtOnce: true,
    expectFields,
    write: async (lane, documents) => {
      for (const chunk of render(documents)) {
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

/** A stream is one file: it has one header. */
function openRendering({ openFile, render }: Format) {
  if (openFile === undefined) return { expectFields: () => {}, render }
  let fields: readonly string[] | undefined
  let file: FormatFile | undefined
  return {
    expectFields: (_lane: string, expected: readonly string[]) => void (fields = expected),
    render: (documents: Document[]) => {
      file ??= openFile(fields)
      if (!file.takes(documents)) throw otherHeader()
      return file.render(documents)
    },
  }
}

function otherHeader(): ExtractError {
  return new ExtractError('OUTPUT_FAILED', 'Records have fields that the header on stdout does not name.', {
    hint: 'The fields of the object changed during the run. Run it again, or write to a folder with --output DIR.',
  })
}
