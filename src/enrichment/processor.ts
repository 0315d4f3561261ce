/** The port of processors: what a pipeline hands them, and what they give back. */
import type { Clock } from '../clock.js'
import type { WaySettings } from '../network/way.js'
import type { Log } from '../terms.js'

/** A document as processors see it: any JSON, with an ExactNumber for numbers that a double can't hold. */
export type Fields = Record<string, unknown>

/** What became of one document: the documents that take its place, or why there are none. */
export type Outcome = { documents: Fields[] } | { failure: Failure }

export interface Failure {
  /** What happened, as a sentence without its end. */
  message: string
  /** Whether the same document may be taken another time. */
  isPassing: boolean
}

/** Documents stay as they are: what changes is a copy. */
export interface Processor {
  /** An outcome for each document, in their order. Throws ExtractError for what ends the run. */
  process(documents: Fields[]): Outcome[] | Promise<Outcome[]>
  /** What its documents follow from; its options, where it isn't given. */
  identity?: unknown
  /** Ends what it has started. */
  close?(): Promise<void>
}

export interface ProcessorContext {
  /** Where relative paths count from. */
  folder: string
  /** Where files lie that documents may name. */
  filesDir?: string | undefined
  /** The environment of programs, and of proxies. */
  env: NodeJS.ProcessEnv
  /** How services are reached, as the connector has it. */
  way?: Pick<WaySettings, 'proxy' | 'caFile'> | undefined
  clock: Clock
  log: Log
  /** Ends what it waits for. */
  signal: AbortSignal
}

/** A processor that makes of each document another one, or several, by itself; what `change` throws is a failure. */
export function eachDocument(change: (document: Fields) => Fields | Fields[]): Processor {
  return { process: (documents) => documents.map((document) => outcomeOf(document, change)) }
}

function outcomeOf(document: Fields, change: (document: Fields) => Fields | Fields[]): Outcome {
  try {
    const made = change(document)
    return { documents: Array.isArray(made) ? made : [made] }
  } catch (error) {
    return { failure: { message: error instanceof Error ? error.message : String(error), isPassing: false } }
  }
}
