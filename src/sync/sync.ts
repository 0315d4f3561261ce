/** One run over one datasource, in the order of a record's journey. */
import type { Datasource } from '../config/config-types.js'
import { forbidsKeeping, isExtractError, reportError, type ExtractError } from '../errors/extract-error.js'
import type { Sink } from '../sinks/sink.js'
import type { ObjectReport, RunReport } from '../terms.js'
import type { SyncContext, SyncOptions } from './context.js'
import { eventOf, openRun, type WritingRun } from './run/run.js'
import { planObjects } from './plan/plan-objects.js'
import { writeDirectories } from './documents/write-directories.js'
import { leaveHanded } from './handed/hand-off.js'
import { childSources } from './children/child-sources.js'
import { findEnd } from './run/window-end.js'
import { openChildPolls, pollChildren } from './children/child-polls.js'
import { usePeeks } from './run/use-peeks.js'
import { openObject } from './object-sync.js'
import { queryTogether, syncObjects } from './read-objects.js'
import { dropDirectories } from './deletions/dropped-directories.js'
import { dropObjects } from './deletions/dropped-objects.js'
import { furthestBehindFirst } from './run/furthest-behind.js'
import { leastCallsToBegin, leastCallsToGetOn, noteStanding } from './run/least-calls.js'
import { withLeastCalls, type Standing } from './run/least-calls.js'
import { loadLastRun } from './run/last-run.js'
import { buildRunReport, childWarnings, saveRun, unreadReports } from './run/report.js'

export type { SyncContext, SyncOptions }

/**
 * One run over one datasource. Single objects fail alone and so does the run once it has begun: the report has the
 * cause.
 * Throws ExtractError where it can't begin: login, configuration, an org out of reach, the state.
 */
export async function syncDatasource(
  datasource: Datasource,
  options: SyncOptions,
  context: SyncContext & { sink: Sink },
): Promise<RunReport> {
  const startedMs = context.clock.now()
  const run = await beginRun(datasource, options, context)
  const planned = planObjects(run)
  const plans = planned.filter(({ object }) => !run.handed.has(object))
  run.listener.runStarted?.({ ...eventOf(run), objects: plans.map((plan) => plan.object) })
  const handed = await leaveHanded(run)
  const progress: RunProgress = { startedMs, directories: 0, objects: [...unreadReports(run.catalog), ...handed] }
  try {
    progress.directories = await writeDirectories(run)
    const sources = childSources(planned, run)
    progress.leastCalls = leastCallsToGetOn(run, plans, sources)
    run.end = await findEnd(run, plans, sources)
    const polls = openChildPolls(sources, run)
    const opened = plans.map((plan) => openObject(plan, run))
    progress.objects.push(...opened.map((object) => object.report))
    progress.standings = opened.map(noteStanding)
    const objects = furthestBehindFirst(opened)
    await usePeeks(run.peeks, polls, objects)
    queryTogether(run, polls, objects)
    await pollChildren(polls, run)
    await syncObjects(run, objects)
    progress.objects.push(...(await dropObjects(run)))
    progress.directories += await dropDirectories(run)
  } catch (error) {
    if (!isExtractError(error)) throw error
    const { leastCalls = leastCallsToBegin(run.org, datasource) } = progress
    progress.error = withLeastCalls(error, leastCalls, options, progress.standings)
  }
  return endRun(run, progress)
}

/** What the run has come to so far. */
interface RunProgress {
  startedMs: number
  directories: number
  objects: ObjectReport[]
  /** The calls that runs need to get on, as soon as its objects and their children are known. */
  leastCalls?: number
  standings?: Standing[]
  error?: unknown
}

async function beginRun(
  datasource: Datasource,
  options: SyncOptions,
  context: SyncContext & { sink: Sink },
): Promise<WritingRun> {
  try {
    return { ...(await openRun(datasource, options, context, { readsRows: true })), sink: context.sink }
  } catch (error) {
    throw withLeastCalls(error, leastCallsToBegin(context.org, datasource), options)
  }
}

async function endRun(run: WritingRun, { startedMs, directories, objects, error }: RunProgress): Promise<RunReport> {
  const ofDirectories = run.sink.refused?.('directories').warning ?? []
  const warnings = [...run.warnings, ...childWarnings(run)].concat(ofDirectories)
  const report = buildRunReport({ run, startedMs, directories, objects, error, warnings })
  try {
    if (!forbidsKeeping(error)) await saveRun(run, report)
    await settleSink(run, report)
  } catch (cause) {
    if (!isExtractError(cause)) throw cause
    fail(report, cause)
  }
  run.listener.runEnded?.({ ...eventOf(run), report })
  return report
}

/** A run whose documents were not taken after all has failed, and was not there but for that. */
async function settleSink(run: WritingRun, report: RunReport): Promise<void> {
  if (run.sink.settle === undefined) return
  try {
    await run.sink.settle()
  } catch (cause) {
    if (!isExtractError(cause)) throw cause
    fail(report, cause)
    run.last = await loadLastRun(run.state, run.datasource.id)
    await saveRun(run, report)
  }
}

function fail(report: RunReport, cause: ExtractError): void {
  report.outcome = 'failed'
  report.error ??= reportError(cause)
}
