import type { ObjectStatus } from '../../sync/run/status.js'
import type { ObjectReport, Stamp } from '../../terms.js'
import type { ObjectSnapshot } from './snapshot.js'

/** What is remembered of an object between its runs. */
export interface KeptObject {
  report: ObjectReport
  lastEnded?: Stamp | undefined
  watermark?: Stamp | undefined
  /** How far it was behind the org's clock, and when on this machine. */
  lag?: { seconds: number; atMs: number } | undefined
}

/** Takes a report over what was known before: an object that was not read keeps its watermark and its lag. */
export function noteReport(
  before: KeptObject | undefined,
  report: ObjectReport,
  { startedMs, ended }: { startedMs: number; ended: Stamp },
): KeptObject {
  const { lagSeconds, watermark = before?.watermark } = report
  const lag = lagSeconds === undefined ? before?.lag : { seconds: lagSeconds, atMs: startedMs }
  return { report, lastEnded: ended, watermark, lag }
}

/** The object as the state has it, from runs before this process. */
export function keptObject({ object, watermark, last, lastEnded }: ObjectStatus): KeptObject {
  const report = last ?? emptyReport(object)
  const startedMs = lastEnded === undefined ? undefined : Date.parse(lastEnded) - report.seconds * 1000
  const lag =
    report.lagSeconds === undefined || startedMs === undefined
      ? undefined
      : { seconds: report.lagSeconds, atMs: startedMs }
  return { report, lastEnded, watermark, lag }
}

/** The lag grows with the time since it was measured. */
export function snapshotOf({ report, lastEnded, watermark, lag }: KeptObject, nowMs: number): ObjectSnapshot {
  const { object, mode, outcome, written, deleted, calls, bytes, reason, error, warnings } = report
  return {
    object,
    mode,
    outcome: lastEnded === undefined ? undefined : outcome,
    watermark,
    lagSeconds: lag && Math.max(0, Math.round(lag.seconds + (nowMs - lag.atMs) / 1000)),
    lastEnded,
    written,
    deleted,
    calls,
    bytes,
    reason,
    error,
    warnings,
  }
}

function emptyReport(object: string): ObjectReport {
  const counts = { written: 0, deleted: 0, dropped: 0, pages: 0, calls: 0, seconds: 0 }
  return { object, mode: 'full', outcome: 'stopped', ...counts }
}
