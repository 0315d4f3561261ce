import type { DispatcherListener, ScheduledDatasource } from '../../src/dispatcher/dispatcher-listener.js'
import type { ErrorReport, ObjectReport, RunReport } from '../../src/terms.js'
import type { ManualClock } from './manual-clock.js'

export const crm: ScheduledDatasource = {
  id: 'crm',
  name: 'CRM',
  connector: 'salesforce',
  interval: '5m',
  intervalMs: 300_000,
}

export function objectReport(object: string, facts: Partial<ObjectReport> = {}): ObjectReport {
  const counts = { written: 0, deleted: 0, dropped: 0, pages: 1, calls: 0, bytes: 0, seconds: 1 }
  return { object, mode: 'incremental', outcome: 'done', ...counts, lagSeconds: 0, ...facts }
}

/** Runs as a dispatcher reports them, without any. */
export function openReportedRuns(listener: DispatcherListener, clock: ManualClock) {
  let number = 0
  const stamp = () => new Date(clock.now()).toISOString()
  return {
    choose(...datasources: ScheduledDatasource[]): void {
      listener.settingsRead?.({ file: '/etc/coco.yml' })
      listener.datasourcesChosen?.({ datasources })
    },
    plan: (datasource: string, inMs = 0, failures = 0) =>
      listener.runAwaited?.({ datasource, at: new Date(clock.now() + inMs).toISOString(), failures }),
    /** A run from its beginning to its end, `seconds` long. */
    run(objects: ObjectReport[], { datasource = 'crm', seconds = 2, ...facts }: RunFacts = {}): RunReport {
      number += 1
      const runId = `run-${number}`
      const started = stamp()
      const sum = (key: 'written' | 'deleted' | 'calls') => objects.reduce((total, object) => total + object[key], 0)
      listener.runStarted?.({ datasource, runId, objects: objects.map(({ object }) => object) })
      clock.advance(seconds * 1000)
      for (const { object, mode, ...report } of objects) {
        listener.objectStarted?.({ datasource, runId, object, mode })
        const { written, deleted, pages, calls, bytes } = report
        listener.pageDone?.({ datasource, runId, object, written, deleted, pages, calls, bytes, quota: facts.quota })
        listener.objectEnded?.({ datasource, runId, report: { object, mode, ...report } })
      }
      const isDone = facts.error === undefined && objects.every(({ outcome }) => outcome === 'done')
      const report: RunReport = {
        run: runId,
        datasource,
        started,
        ended: stamp(),
        outcome: isDone ? 'done' : facts.error === undefined ? 'partial' : 'failed',
        written: sum('written'),
        deleted: sum('deleted'),
        directories: 0,
        calls: sum('calls'),
        warnings: [],
        objects,
        ...facts,
      }
      listener.runEnded?.({ datasource, runId, report })
      listener.runFinished?.({ datasource, runId, started, ended: report.ended, report, timedOut: false })
      return report
    },
    /** A run that could not begin. */
    fail(error: ErrorReport, datasource = 'crm'): void {
      listener.runFinished?.({ datasource, started: stamp(), ended: stamp(), error, timedOut: false })
    },
  }
}

type RunFacts = Partial<Pick<RunReport, 'quota' | 'error' | 'bytes' | 'calls' | 'directories' | 'datasource'>> & {
  seconds?: number
}
