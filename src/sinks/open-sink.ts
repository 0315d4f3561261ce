import type { Writable } from 'node:stream'
import { holdState } from '../state/hold.js'
import type { State } from '../state/state.js'
import type { Compression } from './compress/compression.js'
import { openFilesSink } from './files/files-sink.js'
import type { Format } from './formats/format.js'
import type { Sink } from './sink.js'
import { validateStdoutOpen } from './stdout-closed.js'
import { openStdoutSink } from './stdout.js'

/** Where documents can go, by kind, and what each kind has to be told. */
interface Destinations {
  stdout: { stream: Writable & { fd?: unknown } }
  files: { folder: string }
}

export type Destination<Kind extends keyof Destinations = keyof Destinations> = {
  [Each in Kind]: { kind: Each } & Destinations[Each]
}[Kind]

export interface SinkContext {
  /** The run's id. */
  run: string
  datasource: string
  /** The id of the destination that the state is of. */
  destination?: string
  /** The state itself, also of a held run. */
  state: State
  /** What the commits change stays pending until `commit`. */
  held: boolean
  /** The handed object that the run has to itself, beside other runs. */
  lane?: { object: string; token: string } | undefined
  format: Format
  compress?: Compression | undefined
}

/**
 * Opens the sink of a destination. Has to be done before the watermarks are read, by the holder of the datasource's
 * lock: a destination may have commits of an earlier run to finish. Throws OUTPUT_FAILED and STATE_BROKEN.
 */
export async function openSink<Kind extends keyof Destinations>(
  destination: Destination<Kind>,
  context: SinkContext,
): Promise<Sink> {
  return openers[destination.kind](destination, context)
}

type Openers = { [Kind in keyof Destinations]: (to: Destination<Kind>, context: SinkContext) => Sink | Promise<Sink> }

const openers: Openers = {
  stdout: async ({ stream }, { datasource, state, held, format, compress }) => {
    await validateStdoutOpen(stream.fd)
    return openStdoutSink({ stream, state: held ? holdState(state, datasource) : state, format, compress })
  },
  files: ({ folder }, context) => openFilesSink({ folder, ...context }),
}
