/** What there is to see of a dispatcher at a moment, as plain JSON: the status page, /metrics and /healthz show it. */
import type { QueueCounts } from '../dispatcher-listener.js'
import type { ErrorReport, ObjectMode, ObjectOutcome, Quota, RunReport, Stamp } from '../../terms.js'

export interface StatusSnapshot {
  at: Stamp
  /** When the dispatcher began; absent where the snapshot was made from the state alone. */
  since?: Stamp
  /** `still`: from the state alone. `starting`: settings are not read yet, or the first round is not planned. */
  phase: 'still' | 'starting' | 'running' | 'draining'
  /** The last reading of the settings; with an error what was read before stays in force. */
  settings?: { file?: string; at: Stamp; error?: ErrorReport }
  datasources: DatasourceSnapshot[]
  connectors: ConnectorSnapshot[]
  /** The jobs of the queue, and its workers; absent where there is none. */
  queue?: QueueCounts
}

export interface DatasourceSnapshot {
  id: string
  name: string
  connector: string
  /** Where its documents go, where that is told apart. */
  destination?: string
  interval?: string
  intervalMs?: number
  /** When its next run is to begin. */
  next?: Stamp
  /** Runs in a row that failed. */
  failures: number
  /** It has not succeeded for three intervals. */
  isOverdue: boolean
  lastStarted?: Stamp
  lastEnded?: Stamp
  lastSucceeded?: Stamp
  outcome?: RunReport['outcome']
  /** Why the last run did not end well; gone after one that did. */
  failure?: { at: Stamp; error: ErrorReport }
  running?: RunningSnapshot
  objects: ObjectSnapshot[]
  /** Over a day, oldest first: when five minutes begin (ms since 1970), rows written, deleted. None has neither. */
  rows: [startMs: number, written: number, deleted: number][]
  /** Further tries since the dispatcher began, by the code of what was met. */
  retries: Record<string, number>
}

export interface RunningSnapshot {
  run?: string
  started: Stamp
  objects: RunningObject[]
}

export interface RunningObject {
  object: string
  mode: ObjectMode
  written: number
  deleted: number
  hasEnded: boolean
}

/** An object as its last run left it. */
export interface ObjectSnapshot {
  object: string
  mode?: ObjectMode
  outcome?: ObjectOutcome
  watermark?: Stamp
  /** How far the watermark is behind the org's clock now; absent before the first watermark. */
  lagSeconds?: number
  lastEnded?: Stamp
  written: number
  deleted: number
  calls: number
  bytes?: number
  reason?: string
  error?: ErrorReport
  warnings?: string[]
}

export interface ConnectorSnapshot {
  id: string
  quota?: Quota
  /** Calls of the day that `quota_reserve` keeps from being used. */
  reserve?: number
  /** The day's usage over a day, oldest first: when five minutes begin (ms since 1970), the last told in them. */
  used: [startMs: number, used: number][]
}

/** What an object has come to since the dispatcher began; an empty name has what belongs to no object of a run. */
export interface ObjectCounts {
  datasource: string
  object: string
  written: number
  deleted: number
  bytes: number
  calls: number
  failures: Record<string, number>
  retries: Record<string, number>
}

/** A directory of a datasource with the number of its records, as far as it is known. */
export interface CountedDirectory {
  group: string
  title: string
  path: string
  count?: number
}

/** A record as the newest files have it. */
export interface RecordPreview {
  id: string
  type: string
  title: string
  updated?: Stamp
  url?: string
  tags?: string[]
  /** The beginning of its content. */
  text?: string
}

/** What the page is made from. */
export interface PageData {
  /** It listens for changes, and asks for directories and records as they are opened. */
  isLive: boolean
  status: StatusSnapshot
  /** By the key of a datasource, and its destination where that is told apart; the live page asks for them. */
  directories?: Record<string, DirectoryData[]>
}

export interface DirectoryData extends CountedDirectory {
  records?: RecordPreview[]
}
