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
  settingsRead?(event: { file?: string; error?: ErrorReport }): void
  /** No more runs are begun; those in progress end at their next checkpoint. */
  draining?(): void
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
