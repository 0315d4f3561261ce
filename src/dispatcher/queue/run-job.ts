/** One job, from the moment a worker has it to what becomes of it. */
import type { Job } from 'bullmq'
import { connectorOf } from '../../config/connector-of.js'
import type { Config, Connector, Datasource } from '../../config/config-types.js'
import type { SharedOrgs } from '../../org/shared-orgs.js'
import { ExtractError, reportError } from '../../errors/extract-error.js'
import { unlessAborted } from '../../errors/interruption.js'
import { redact } from '../../errors/redact.js'
import type { ErrorReport, RunReport } from '../../terms.js'
import { endsAll } from '../back-off.js'
import type { DispatcherListener } from '../dispatcher-listener.js'
import type { DispatcherSettings } from '../roster.js'
import { errorOf, runOnce, stampOf, type EndedRun } from '../run-once.js'
import { decideFate, type Fate } from './job-fate.js'
import { openJobProgress } from './job-progress.js'
import { orgOf, waitFor } from './org-guard.js'
import { mostAtOnce } from './priorities.js'
import { promote, type ObjectData, type PollData, type Queues } from './queues.js'
import { pardonOrg } from './schedulers.js'
import type { Slot } from './shared-facts.js'
import { soon } from './soon.js'
import type { WorkerOptions } from './worker-options.js'

export type AnyJob = Job<PollData | ObjectData>

/** What a worker has at hand for its jobs. */
export interface Bench extends Omit<WorkerOptions, 'settings'> {
  listener: DispatcherListener
  /** What runs of either kind report to. */
  listeners: Record<'poll' | 'object', DispatcherListener>
  queues: Queues
  sharedOrgs: SharedOrgs
  settings(): DispatcherSettings
  /** Ends what is at work at its next checkpoint. */
  ending: AbortSignal
  /** The jobs whose runs are at work, by their ids. */
  held: Map<string, HeldJob>
  /** No run of this worker can go on. */
  giveUp(error: ErrorReport): void
  delayedError(): Error
  waitingError(): Error
  unrecoverable(text: string): Error
}

export interface HeldJob {
  slot: Slot
  connector: string
  /** Resolves when its run has ended; the queue may not know it yet. */
  ended: Promise<void>
}

/** What a dashboard shows of a job that has come to its end. */
export type JobResult = { skipped: string } | Pick<RunReport, 'run' | 'outcome' | 'written' | 'deleted' | 'calls'>

/** It has failed, and is tried again in so long. */
export class RetryError extends Error {
  constructor(
    message: string,
    readonly inMs: number,
  ) {
    super(message)
  }
}

/** What a job is about. */
interface Task {
  id: string
  kind: 'poll' | 'object'
  token: string
  job: AnyJob
  config: Config
  datasource: Datasource
  connector: Connector
  org: string
  /** Runs in a row that failed. */
  failures: number
}

/**
 * Runs a job, or puts it off where its org or its datasource has to wait. Rejects with what BullMQ takes for a job that
 * was moved, failed, or is to be tried again.
 */
export async function runJob(job: AnyJob, token: string, bench: Bench): Promise<JobResult> {
  const { config, datasources } = bench.settings()
  const datasource = datasources.find(({ id }) => id === job.data.datasource)
  if (datasource === undefined) throw refuseUnknown(job.data.datasource, bench)
  const connector = connectorOf(config, datasource)
  const org = orgOf(connector)
  const kind = 'object' in job.data ? 'object' : 'poll'
  const task: Task = { id: job.id!, kind, token, job, config, datasource, connector, org, failures: job.attemptsMade }
  const { facts } = bench.queues
  if (kind === 'poll') {
    const { failures, otherInMs } = await facts.takeTurn(datasource.id, task.id)
    if (otherInMs !== undefined) return { skipped: `another poll of it comes in ${Math.ceil(otherInMs / 1000)} s` }
    task.failures = failures
  }
  await waitForOrg(task, bench)
  const slot = { org, job: task.id, worker: bench.name }
  if (!(await facts.takeSlot(slot, mostAtOnce(kind, connector.jobsAtOnce)))) return park(task, bench)
  return runInSlot(task, slot, bench)
}

async function runInSlot(task: Task, slot: Slot, bench: Bench): Promise<JobResult> {
  const { held, sharedOrgs, clock } = bench
  const { id, connector } = task
  // Those that begin together with it get to know of a refusal without a try of their own.
  if (![...held.values()].some((each) => each.connector === connector.id)) sharedOrgs.pardon(connector.id)
  const run = runTask(task, bench)
  held.set(id, { slot, connector: connector.id, ended: run.then(forgetEnd, forgetEnd) })
  try {
    return await follow(task, await run, bench)
  } finally {
    held.delete(id)
    await soon(leave(slot, bench), clock)
  }
}

function forgetEnd(): void {}

/** Nothing is begun that the org would refuse, or that has to be left for others. */
async function waitForOrg(task: Task, bench: Bench): Promise<void> {
  const { facts } = bench.queues
  const standing = await facts.standing(task.org)
  const { waitMs, isOld } = waitFor(standing, task.config.extract.quotaReserve)
  if (waitMs > 0) await putOff(task, waitMs, bench)
  if (isOld && !(await facts.mayLook(task.org))) await putOff(task, lookMs, bench)
}

const lookMs = 60_000

/** A poll tries again soon; an object's job is called when another of its org has ended. */
async function park(task: Task, bench: Bench): Promise<never> {
  if (task.kind === 'object') await bench.queues.facts.park(task.org, task.id, task.job.priority)
  return putOff(task, task.kind === 'object' ? parkedMs : 1000, bench)
}

const parkedMs = 30_000

async function putOff(task: Task, inMs: number, { queues, delayedError, clock }: Bench): Promise<never> {
  if (task.kind === 'poll') await queues.facts.keepTurn(task.datasource.id, task.id, inMs, task.failures)
  await task.job.moveToDelayed(clock.now() + inMs, task.token)
  throw delayedError()
}

async function runTask(task: Task, bench: Bench): Promise<EndedRun> {
  const { config, datasource, kind, failures } = task
  const { clock, ending } = bench
  const listener = bench.listeners[kind]
  const at = new Date(clock.now()).toISOString()
  if (kind === 'poll') listener.runPlanned?.({ datasource: datasource.id, at, failures })
  const end = await runOnce({ config, datasource, clock, signal: ending, common: commonOf(task, bench) })
  // The run of one object says nothing of when the whole datasource was in sync.
  if (kind === 'poll') listener.runFinished?.({ ...end, runId: end.report?.run })
  return end
}

function commonOf(task: Task, bench: Bench) {
  const { output, store, maxCalls, log, env, sharedOrgs, name: worker, queues } = bench
  const { job, org, kind } = task
  const progress = openJobProgress(job, bench.listeners[kind], bench.clock)
  const common = { output, store, maxCalls, log, env, listener: progress, sharedOrgs, worker }
  if ('object' in job.data) return { ...common, lane: { object: job.data.object, token: job.data.token } }
  return {
    ...common,
    handOff: ({ datasource, object, token }: ObjectData) =>
      unlessAborted(queues.addObject({ datasource, object, token }, org), bench.ending),
  }
}

async function follow(task: Task, end: EndedRun, bench: Bench): Promise<JobResult> {
  const { kind, failures, config, org, datasource } = task
  const { facts } = bench.queues
  const context = { kind, failures, retryDelayMs: config.pipeline.retryDelayMs, isEnding: bench.ending.aborted }
  const { fate, orgWaitMs } = decideFate(end, { ...context, maxCalls: bench.maxCalls })
  const error = errorOf(end)
  if (error !== undefined && endsAll(end, bench.output)) {
    bench.giveUp(error)
    return putBack(task, bench)
  }
  if (fate.kind === 'back') return putBack(task, bench)
  // What came of old settings says nothing of new ones.
  if (fate.kind !== 'done' && config !== bench.settings().config) return tryAnew(task, bench)
  // The budget of a day has said itself for how long.
  if (orgWaitMs !== undefined && (await facts.standing(org)).waitMs === 0) {
    await facts.putOff(org, orgWaitMs, error?.message ?? '')
  }
  if (fate.kind === 'later') return putOff(task, await laterMs(fate, task, bench), bench)
  if (kind === 'object') await facts.leaveQueue(org, task.id)
  if (fate.kind === 'done') {
    if (kind === 'poll' && failures > 0) await facts.clearTurn(datasource.id)
    return summarize(end.report)
  }
  const text = redact(`${error?.code ?? 'BUG'}: ${error?.message ?? 'the run failed'}`)
  if (kind === 'poll') await facts.keepTurn(datasource.id, task.id, fate.inMs, fate.failures)
  throw fate.kind === 'again' ? new RetryError(text, fate.inMs) : bench.unrecoverable(text)
}

async function tryAnew(task: Task, bench: Bench): Promise<never> {
  await pardonOrg(task.org, bench.queues)
  return putOff(task, task.config.pipeline.retryDelayMs, bench)
}

/** As long as the org waits, where it does. */
async function laterMs(fate: Extract<Fate, { kind: 'later' }>, { org }: Task, { queues }: Bench): Promise<number> {
  const { waitMs } = await queues.facts.standing(org)
  return waitMs > 0 ? waitMs : fate.inMs
}

/** Another worker, or this one, takes it when it comes to it. */
async function putBack({ job, token }: Task, { waitingError, clock }: Bench): Promise<never> {
  await soon(job.moveToWait(token), clock)
  throw waitingError()
}

/** The slot goes to the job that waits for it. */
async function leave(slot: Slot, { queues }: Bench): Promise<void> {
  const next = await queues.facts.leaveSlot(slot)
  if (next !== undefined) await promote(queues.objects, next)
}

function summarize(report: RunReport | undefined): JobResult {
  if (report === undefined) return { skipped: 'it could not begin' }
  const { run, outcome, written, deleted, calls } = report
  return { run, outcome, written, deleted, calls }
}

/** It is lost for this worker, which says so; the next poll may go to one with all settings. */
function refuseUnknown(datasource: string, { name, clock, listener, unrecoverable }: Bench): Error {
  const text = `The settings of the worker ${name} have no enabled datasource "${datasource}".`
  const error = new ExtractError('DATASOURCE_UNKNOWN', text, {
    hint: 'Give all workers the settings of the dispatcher.',
  })
  const at = stampOf(clock)
  listener.runFinished?.({ datasource, started: at, ended: at, error: reportError(error), timedOut: false })
  return unrecoverable(`DATASOURCE_UNKNOWN: ${text}`)
}
