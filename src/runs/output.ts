import type { Writable } from 'node:stream'
import { openSink } from '../sinks/open-sink.js'
import type { Sink } from '../sinks/sink.js'
import { openWriterSink, type DocumentWriter } from '../sinks/writer-sink.js'
import { holdState } from '../state/hold.js'
import type { State } from '../state/state.js'
import type { Form } from './forms/form.js'

/** Where the documents of a run go: files under a folder, a stream, a writer, or a sink of the caller's own. */
export type Output = { folder: string } | { stream: Writable } | DocumentWriter | OpenSink

/** Opens a sink for one run, which closes it. */
export type OpenSink = (context: SinkContext) => Sink | Promise<Sink>

export interface SinkContext {
  runId: string
  /** The datasource's id. */
  datasource: string
  /** Where the sink applies the changes it is given to commit. */
  state: State
}

/** A run that is about to write. */
export interface OutputRun {
  runId: string
  datasource: string
  /** The id of the destination that the state is of. */
  destination: string
  /** The state itself, also of a held run. */
  state: State
  /** What the commits change stays pending until it is committed or rolled back. */
  hold: boolean
  /** How files and a stream have the documents. */
  form: Form
}

/**
 * Opens the sink of an output. Has to be done before the watermarks are read, by the holder of the datasource's lock:
 * a folder may have commits of an earlier run to finish. Throws OUTPUT_FAILED and STATE_BROKEN.
 */
export async function openOutput(output: Output, run: OutputRun): Promise<Sink> {
  const { runId, datasource, destination, state, hold, form } = run
  if ('stream' in output || 'folder' in output) {
    const kind = 'stream' in output ? ({ kind: 'stdout', ...output } as const) : ({ kind: 'files', ...output } as const)
    return openSink(kind, { run: runId, datasource, destination, state, held: hold, ...form })
  }
  const view = hold ? holdState(state, datasource) : state
  if (typeof output === 'function') return output({ runId, datasource, state: view })
  return openWriterSink({ writer: output, state: view })
}
