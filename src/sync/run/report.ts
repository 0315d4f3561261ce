/** What a run did, object by object: the numbers of the summary, of --report and of `status`. */
import { findCodeRow } from '../../errors/codes.js'
import { isExtractError, reportError } from '../../errors/extract-error.js'
import { objectKey } from '../../state/keys.js'
import type { StateChange } from '../../state/state.js'
import type { ErrorReport, ObjectReport, RunReport, Stamp } from '../../terms.js'
import type { Catalog } from '../plan/catalog/catalog.js'
import { unwatchedWarnings } from '../children/unwatched.js'
import { lastRunChange } from './last-run.js'
import { openObjectReport } from './object-report.js'
import { renderObjectState } from './object-state.js'
import type { Run, WritingRun } from './run.js'

/** The reports of objects that were not read at all. */
export function unreadReports({ skipped, failed }: Pick<Catalog, 'skipped' | 'failed'>): ObjectReport[] {
  return [
    ...skipped.map(({ object, reason }) => ({
      ...openObjectReport(object, 'incremental'),
      outcome: 'skipped' as const,
      reason,
    })),
    ...failed.map(({ object, error }) => ({
      ...openObjectReport(object, 'incremental'),
      outcome: 'failed' as const,
      error,
    })),
  ]
}

interface RunFacts {
  run: WritingRun
  startedMs: number
  directories: number
  warnings: string[]
  objects: ObjectReport[]
  /** What ended the run before its end. */
  error?: unknown
}

/** Sums a run up. `outcome` is the run's: what ended it, or `partial` where an object failed alone. */
export function buildRunReport(facts: RunFacts): RunReport {
  const { run, startedMs, directories, warnings, objects, error } = facts
  const { org, options, datasource, sink } = run
  const quota = org.quota()
  const cause = error === undefined ? allUnreachable(objects) : reportError(error)
  return {
    run: options.runId,
    datasource: datasource.id,
    started: new Date(startedMs).toISOString(),
    ended: new Date(run.clock.now()).toISOString(),
    outcome: cause === undefined ? (isPartial(run, objects) ? 'partial' : 'done') : outcomeOf(error),
    written: sum(objects, 'written'),
    deleted: sum(objects, 'deleted'),
    directories,
    refused: sink.refused?.().count || undefined,
    bytes: sink.bytes?.(),
    calls: org.calls(),
    quota,
    notes: run.notes,
    warnings,
    objects,
    error: cause,
  }
}

/** Keeps what `status` shows of the run, and of the objects that failed before anything of theirs was read. */
export async function saveRun(run: WritingRun, report: RunReport): Promise<void> {
  const objects = [...new Set([...(run.last?.objects ?? []), ...report.objects.map((object) => object.object)])]
  const { ended, outcome, calls, quota, error } = report
  run.last = { ...run.last, run: report.run, ended, outcome, calls, objects, quota, error }
  if (run.options.objects === undefined) run.last.started = report.started
  if (outcome === 'done' && run.options.objects === undefined) run.last.succeeded = ended
  const failed = report.objects.filter(({ object }) => run.catalog.failed.some((unread) => unread.object === object))
  await run.sink.commit('run', [...failed.map((last) => failureChange(run, last, ended)), lastRunChange(run)])
}

function failureChange({ datasource, states }: Run, last: ObjectReport, lastEnded: Stamp): StateChange {
  const state = { ...states.get(last.object)!, last, lastEnded }
  return { key: objectKey(datasource.id, last.object), value: renderObjectState(state) }
}

/**
 * A warning for each child sObject that could not be polled, and one where more children changed than can be
 * remembered.
 */
export function childWarnings(run: Run): string[] {
  const {
    childFailures,
    children: { forgotten },
    settings,
  } = run
  const failures = childFailures.map(({ child, error }) => {
    const why = [`${error.code}: ${error.message}`, ...(error.hint === undefined ? [] : [error.hint])].map(endSentence)
    return `Changes to ${child} were not checked, so their records may be out of date: ${why.join(' ')}`
  })
  failures.push(...unwatchedWarnings(run))
  if (forgotten === 0) return failures
  const limit = settings.overlapLimit
  return [
    ...failures,
    `${forgotten} children are not remembered (overlap_limit is ${limit}), so their records may be written again in the next run.`,
  ]
}

function endSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}

/** What the run-as user may not read is a warning in every run; what failed this time makes the run partial. */
function isPartial({ childFailures }: Run, objects: ObjectReport[]): boolean {
  return (
    objects.some((object) => object.outcome === 'failed') ||
    childFailures.some(({ error }) => !findCodeRow(error.code).lasts)
  )
}

function sum(objects: ObjectReport[], key: 'written' | 'deleted'): number {
  return objects.reduce((total, object) => total + object[key], 0)
}

function outcomeOf(error: unknown): RunReport['outcome'] {
  if (isExtractError(error, 'QUOTA_REACHED')) return 'quota'
  return isExtractError(error, 'INTERRUPTED') ? 'interrupted' : 'failed'
}

/** Where every object met the same dead end it is the org that is out of reach, not the objects. */
function allUnreachable(objects: ObjectReport[]): ErrorReport | undefined {
  const read = objects.filter(({ outcome }) => outcome !== 'skipped' && outcome !== 'handed')
  const dead = read.length > 0 && read.every((object) => outOfReach.has(object.error?.code))
  return dead ? read[0]!.error : undefined
}

const outOfReach = new Set<string | undefined>(['ORG_UNREACHABLE', 'ORG_UNAVAILABLE'])
