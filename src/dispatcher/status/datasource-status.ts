import type { DestinationStatus } from '../../runs/statuses.js'
import type { ErrorReport, ObjectMode, ObjectReport, PageEvent, RunReport, Stamp } from '../../terms.js'
import type { ScheduledDatasource } from '../dispatcher-listener.js'
import { openDayPoints } from './day-points.js'
import { addProgress, countCode, noProgress, openCounts, progressOf, progressSince } from './object-counts.js'
import type { Progress } from './object-counts.js'
import { keptObject, noteReport, snapshotOf, type KeptObject } from './object-status.js'
import { isOverdue } from './overdue.js'
import type { DatasourceSnapshot, ObjectCounts, RunningObject } from './snapshot.js'

interface Running {
  run?: string
  startedMs: number
  progressMs: number
  objects: Map<string, Progress & { mode: ObjectMode; hasEnded: boolean }>
}

/** What a run came to. */
export interface RunEnd {
  started: Stamp
  ended: Stamp
  report?: RunReport
  error?: ErrorReport
}

/** What is known of one datasource, filled by what its runs report. Times are this machine's, in milliseconds. */
export class DatasourceStatus {
  private readonly counted
  private readonly points = openDayPoints<[written: number, deleted: number]>()
  private readonly objects = new Map<string, KeptObject>()
  private running: Running | undefined
  private next: Stamp | undefined
  private failures = 0
  private last: Pick<
    DatasourceSnapshot,
    'lastStarted' | 'lastEnded' | 'lastSucceeded' | 'outcome' | 'failure' | 'destination'
  > = {}

  constructor(
    public scheduled: ScheduledDatasource,
    private readonly chosenMs: number,
  ) {
    this.counted = openCounts(scheduled.id)
  }

  /** Whether its first run is planned, or was. */
  get isPlanned(): boolean {
    return this.next !== undefined || this.last.lastStarted !== undefined
  }

  /** Takes what the state has of earlier runs, where this process knows no later ones. */
  remember({ destination, lastRun, objects }: DestinationStatus): void {
    this.last = {
      lastEnded: lastRun?.ended,
      lastSucceeded: lastRun?.succeeded,
      outcome: lastRun?.outcome,
      ...this.last,
      destination,
    }
    for (const each of objects) if (!this.objects.has(each.object)) this.objects.set(each.object, keptObject(each))
  }

  planned(at: Stamp, failures: number): void {
    this.next = at
    this.failures = failures
  }

  runStarted(run: string, nowMs: number): void {
    this.running = { run, startedMs: nowMs, progressMs: nowMs, objects: new Map() }
    this.last.lastStarted = new Date(nowMs).toISOString()
  }

  objectStarted(object: string, mode: ObjectMode, nowMs: number): void {
    this.running?.objects.set(object, { ...noProgress, mode, hasEnded: false })
    this.gotOn(nowMs)
  }

  pageDone(event: PageEvent, nowMs: number): void {
    this.moved(event.object, progressOf(event), nowMs)
    this.gotOn(nowMs)
  }

  objectEnded(report: ObjectReport, nowMs: number): void {
    this.moved(report.object, progressOf(report), nowMs)
    const object = this.running?.objects.get(report.object)
    if (object !== undefined) object.hasEnded = true
    const startedMs = this.running?.startedMs ?? nowMs
    this.note(report, startedMs, new Date(nowMs).toISOString())
    this.gotOn(nowMs)
  }

  retried(object: string | undefined, code: string): void {
    countCode(this.counted.of(object).retries, code)
  }

  runFinished({ started, ended, report, error = report?.error }: RunEnd, nowMs: number): void {
    if (report !== undefined) this.sumUp(report, nowMs)
    if (error !== undefined && isFailure(error)) countCode(this.counted.of().failures, error.code)
    this.running = undefined
    const { lastSucceeded } = this.last
    this.last = {
      ...this.last,
      lastStarted: started,
      lastEnded: ended,
      lastSucceeded: report?.outcome === 'done' ? ended : lastSucceeded,
      outcome: report?.outcome ?? 'failed',
      failure: failureOf({ ended, report, error }),
    }
  }

  counts(): ObjectCounts[] {
    return this.counted.list()
  }

  snapshot(nowMs: number): DatasourceSnapshot {
    const { id, name, connector, interval, intervalMs } = this.scheduled
    const { chosenMs, failures, running } = this
    const succeededMs = this.last.lastSucceeded === undefined ? undefined : Date.parse(this.last.lastSucceeded)
    const progressMs = running?.progressMs
    return {
      id,
      name,
      connector,
      interval,
      intervalMs,
      next: running === undefined ? this.next : undefined,
      failures,
      isOverdue: isOverdue({ intervalMs, chosenMs, succeededMs, progressMs, failures }, nowMs),
      ...this.last,
      running: running && {
        run: running.run,
        started: new Date(running.startedMs).toISOString(),
        objects: [...running.objects].map(runningObject),
      },
      objects: [...this.objects.values()].map((object) => snapshotOf(object, nowMs)),
      rows: this.points.list(nowMs).map(([startMs, [written, deleted]]) => [startMs, written, deleted]),
      retries: this.retries(),
    }
  }

  private retries(): Record<string, number> {
    const sums: Record<string, number> = {}
    for (const { retries } of this.counts()) {
      for (const [code, count] of Object.entries(retries)) sums[code] = (sums[code] ?? 0) + count
    }
    return sums
  }

  /** What was counted while the run went is not counted again. */
  private sumUp(report: RunReport, nowMs: number): void {
    const startedMs = Date.parse(report.started)
    for (const object of report.objects) {
      this.moved(object.object, progressOf(object), nowMs)
      this.note(object, startedMs, report.ended)
      if (object.error !== undefined && object.outcome === 'failed') {
        countCode(this.counted.of(object.object).failures, object.error.code)
      }
    }
    const own = (key: 'calls' | 'bytes') => report.objects.reduce((sum, object) => sum + (object[key] ?? 0), 0)
    const written = report.directories
    const bytes = Math.max(0, (report.bytes ?? 0) - own('bytes'))
    addProgress(this.counted.of(), { written, deleted: 0, bytes, calls: Math.max(0, report.calls - own('calls')) })
  }

  private moved(object: string, now: Progress, nowMs: number): void {
    const known = this.running?.objects.get(object)
    const on = progressSince(known ?? noProgress, now)
    if (known === undefined) this.running?.objects.set(object, { ...now, mode: 'incremental', hasEnded: true })
    else Object.assign(known, now)
    addProgress(this.counted.of(object), on)
    if (on.written + on.deleted === 0) return
    this.points.put(nowMs, ([written, deleted] = [0, 0]) => [written + on.written, deleted + on.deleted])
  }

  private note(report: ObjectReport, startedMs: number, ended: Stamp): void {
    this.objects.set(report.object, noteReport(this.objects.get(report.object), report, { startedMs, ended }))
  }

  private gotOn(nowMs: number): void {
    if (this.running !== undefined) this.running.progressMs = nowMs
  }
}

function runningObject([object, { mode, written, deleted, hasEnded }]: [
  string,
  Progress & { mode: ObjectMode; hasEnded: boolean },
]): RunningObject {
  return { object, mode, written, deleted, hasEnded }
}

/**
 * A run that was ended, by its time limit or since the dispatcher ends, goes on the next time; and one that another
 * process makes is none of this one's.
 */
function isFailure({ code }: ErrorReport): boolean {
  return code !== 'INTERRUPTED' && code !== 'LOCK_HELD'
}

/** Of a run in which objects failed alone, the first of their errors. */
function failureOf({
  ended,
  report,
  error,
}: Pick<RunEnd, 'ended' | 'report' | 'error'>): DatasourceSnapshot['failure'] {
  const cause = error ?? report?.objects.find((object) => object.outcome === 'failed')?.error
  return cause === undefined || !isFailure(cause) ? undefined : { at: ended, error: cause }
}
