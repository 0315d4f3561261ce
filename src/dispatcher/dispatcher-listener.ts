import type { ErrorReport, Listener, RunReport, Stamp } from '../terms.js'

/** What the dispatcher reports while it goes: what its runs report, and what it decides between them. */
export interface DispatcherListener extends Listener {
  /** At the start, and whenever the settings have changed. */
  datasourcesChosen?(event: { datasources: ScheduledDatasource[] }): void
  /** When the next run of a datasource that waits is to begin, told anew where that changes. */
  runAwaited?(event: { datasource: string; at: Stamp; failures: number }): void
  /** A run of the datasource is to begin now; `failures` in a row so far. */
  runPlanned?(event: { datasource: string; at: Stamp; failures: number }): void
  /** A run has ended, or could not begin: then there is an error and no report. */
  runFinished?(event: {
    datasource: string
    runId?: string
    started: Stamp
    ended: Stamp
    report?: RunReport
    error?: ErrorReport
    timedOut: boolean
  }): void
  /** The jobs of a queue, and who takes them, at a moment. */
  queueCounted?(event: QueueCounts): void
  /** The Redis of the queue is away: all wait. */
  queueLost?(event: { error: ErrorReport }): void
  queueBack?(event: object): void
  settingsRead?(event: { file?: string; error?: ErrorReport }): void
  /** No more runs are begun. Those in progress end at their next checkpoint or come to their end, or are others'. */
  draining?(event: { atWork: 'stops' | 'finishes' | 'goes on' }): void
}

/** How many jobs of each kind are in which state, and the names of the workers that were heard of lately. */
export interface QueueCounts {
  polls: JobCounts
  objects: JobCounts
  workers: string[]
}

/** `failed` ones are those that are still kept to be looked at. */
export interface JobCounts {
  waiting: number
  delayed: number
  active: number
  failed: number
}

export interface ScheduledDatasource {
  id: string
  name: string
  connector: string
  /** As the configuration has it: `5m`, or a cron expression. */
  interval: string
  /** For a cron expression the gap between its next two times. */
  intervalMs: number
}
