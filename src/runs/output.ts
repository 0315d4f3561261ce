import type { Writable } from 'node:stream'
import type { Clock } from '../clock.js'
import type { TargetAddress } from '../config/targets/target-address.js'
import { openSink } from '../sinks/open-sink.js'
import type { Sink } from '../sinks/sink.js'
import { openDeadLetter } from '../sinks/targets/dead-letter.js'
import { openTargetSink } from '../sinks/targets/target-sink.js'
import type { Target } from '../sinks/targets/target.js'
import { openWriterSink, type DocumentWriter } from '../sinks/writer-sink.js'
import { holdState } from '../state/hold.js'
import type { State } from '../state/state.js'
import type { Lane } from '../sync/handed/lane.js'
import type { Form } from './forms/form.js'

/**
 * Where the documents of a run go: files under a folder, a stream, a target, a writer, or a sink of the caller's own.
 */
export type Output = { folder: string } | { stream: Writable } | TargetOutput | DocumentWriter | OpenSink

export interface TargetOutput {
  target: TargetAddress
  /** The file for documents that it refuses; without it such a document fails its object. */
  deadLetter?: string | undefined
  /** Where a `command:` is started: in the working directory without it. */
  cwd?: string | undefined
  /** Where the output of a `command:` goes; nowhere without them. */
  stdout?: Writable | undefined
  stderr?: Writable | undefined
}

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
  /** The target, opened, where it is one. */
  target?: Target | undefined
  clock: Clock
  /** The handed object that the run has to itself. */
  lane?: Lane | undefined
}

/**
 * Opens the sink of an output. Has to be done before the watermarks are read, by the holder of the datasource's lock:
 * a folder may have commits of an earlier run to finish. Throws OUTPUT_FAILED and STATE_BROKEN.
 */
export async function openOutput(output: Output, run: OutputRun): Promise<Sink> {
  const { runId, datasource, destination, state, hold, form, target, clock, lane } = run
  if ('target' in output) {
    const { target: address, deadLetter: file } = output
    const { name } = address
    const deadLetter = file === undefined ? undefined : openDeadLetter(file, { target: name, datasource, clock })
    return openTargetSink({ target: target!, name, datasource, state, held: hold, deadLetter })
  }
  if ('stream' in output || 'folder' in output) {
    const kind = 'stream' in output ? ({ kind: 'stdout', ...output } as const) : ({ kind: 'files', ...output } as const)
    return openSink(kind, { run: runId, datasource, destination, state, held: hold, lane, ...form })
  }
  const view = hold ? holdState(state, datasource) : state
  if (typeof output === 'function') return output({ runId, datasource, state: view })
  return openWriterSink({ writer: output, state: view })
}
