/** A worker: takes jobs from the queue, runs them, and sees to what becomes of them. */
import { setMaxListeners } from 'node:events'
import type { Job, Worker } from 'bullmq'
import { ExtractError } from '../../errors/extract-error.js'
import { unlessAborted } from '../../errors/interruption.js'
import type { ErrorReport } from '../../terms.js'
import { combineListeners } from '../combine-listeners.js'
import { putInForce, replaceSettings, type InForce } from '../settings-in-force.js'
import type { DispatcherSettings } from '../roster.js'
import { openGuardedOrgs } from './org-guard.js'
import { openQueues, queueNames, repeatStrategy, type ObjectData, type PollData } from './queues.js'
import { openRunChannel } from './run-channel.js'
import { pardon } from './schedulers.js'
import { signOfLifeMs } from './shared-facts.js'
import { RetryError, runJob, type AnyJob, type Bench } from './run-job.js'
import { soon } from './soon.js'
import type { WorkerOptions } from './worker-options.js'

export interface QueueWorker {
  /**
   * Takes jobs until the signal aborts, and what is at work has ended. Gives what ended it though nobody told it to.
   */
  run(): Promise<{ error?: ErrorReport }>
  /** Has the settings read again. */
  reread(): void
}

/** No job is taken before `run` is called. */
export function openWorker(options: WorkerOptions): QueueWorker {
  const { clock, listener: own = {}, connection, name, signal } = options
  const [ending, gaveUp] = [new AbortController(), new AbortController()]
  setMaxListeners(0, ending.signal)
  let error: ErrorReport | undefined
  const queues = openQueues(connection, options.heard)
  const channel = openRunChannel(connection.client, clock)
  const followed = followSettings(options, async (next) => {
    for (const { connectorId } of next.datasources) bench.sharedOrgs.pardon(connectorId)
    await pardon(next, queues).catch(options.heard)
  })
  const bench: Bench = {
    ...options,
    listener: own,
    listeners: { poll: combineListeners(own, channel.poll), object: combineListeners(own, channel.object) },
    queues,
    sharedOrgs: openGuardedOrgs({ facts: queues.facts, clock, ending: ending.signal }),
    settings: followed.settings,
    ending: ending.signal,
    held: new Map(),
    giveUp(cause) {
      error ??= cause
      gaveUp.abort()
    },
    delayedError: () => new connection.bullmq.DelayedError(),
    waitingError: () => new connection.bullmq.WaitingError(),
    unrecoverable: (text) => new connection.bullmq.UnrecoverableError(text),
  }
  return {
    reread: followed.reread,
    async run() {
      await followed.begin()
      const stopBeats = clock.every(signOfLifeMs, () => void giveSigns(bench))
      try {
        await unlessAborted(giveSigns(bench), signal).catch(() => undefined)
        await work(bench, { leaving: AbortSignal.any([signal, gaveUp.signal]), ending })
        return error === undefined ? {} : { error }
      } finally {
        stopBeats()
        await Promise.all([soon(queues.facts.forget(name), clock), followed.close()])
      }
    },
  }
}

/** The settings that are in force. `changed` is told of others before they are. */
function followSettings(
  { clock, listener, loadSettings, settings }: WorkerOptions,
  changed: (settings: DispatcherSettings) => Promise<void>,
) {
  let inForce: InForce | undefined
  // One after the other: each closes the watch of the one before.
  let rereading = Promise.resolve()
  const replace = async () => {
    if (inForce !== undefined) inForce = await replaceSettings(inForce, arranging)
  }
  const reread = () => {
    rereading = rereading.then(replace)
  }
  const arrange = async (next: DispatcherSettings) => {
    if (inForce !== undefined) await changed(next)
  }
  const arranging = { clock, listener, loadSettings, arrange, note: reread }
  return {
    settings: () => inForce?.settings ?? settings,
    begin: async () => void (inForce = await putInForce(settings, arranging)),
    reread,
    async close() {
      await soon(rereading, clock)
      inForce?.close()
    },
  }
}

interface Leaving {
  leaving: AbortSignal
  /** Is aborted where what is at work is to end before its time. */
  ending: AbortController
}

async function work(bench: Bench, { leaving, ending }: Leaving): Promise<void> {
  const { drains, clock, listener } = bench
  const workers = [open<PollData>(queueNames.polls, bench), open<ObjectData>(queueNames.objects, bench)]
  await new Promise<void>((resolve) => {
    if (leaving.aborted) resolve()
    else leaving.addEventListener('abort', () => resolve(), { once: true })
  })
  listener.draining?.({ atWork: drains ? 'finishes' : 'stops' })
  // From here on no job is taken; it resolves when BullMQ has told the ends of those at work.
  const pausing = Promise.all(workers.map((worker) => worker.pause()))
  if (!drains) ending.abort(new ExtractError('INTERRUPTED', 'The worker was told to stop.'))
  do {
    await Promise.all([...bench.held.values()].map(({ ended }) => ended))
    await soon(pausing, clock)
  } while (bench.held.size > 0)
  // By force: else it would wait for a Redis that is away. A job whose end could not be told is taken over.
  await soon(Promise.all(workers.map((worker) => worker.close(true))), clock)
}

function open<Data>(name: string, bench: Bench): Worker {
  const { connection, concurrency, heard } = bench
  const { bullmq, skipVersionCheck } = connection
  const worker = new bullmq.Worker<Data>(
    name,
    (job: Job, token?: string) => runJob(job as AnyJob, token ?? '', bench),
    {
      connection: connection.connection,
      skipVersionCheck,
      name: bench.name,
      concurrency,
      // The locks of the state are what keeps two runs apart: a job that is taken over too early waits for them.
      lockDuration: 15_000,
      stalledInterval: 5000,
      maxStalledCount: 50,
      runRetryDelay: 1000,
      settings: { repeatStrategy, backoffStrategy },
    },
  )
  worker.on('error', heard)
  return worker as unknown as Worker
}

/** A job that failed by a bug comes again after a minute. */
function backoffStrategy(_attempts: number, _type?: string, error?: Error): number {
  return error instanceof RetryError ? error.inMs : 60_000
}

/** What is held doesn't run out, and the worker is known to be there. */
async function giveSigns({ queues, name, held }: Bench): Promise<void> {
  try {
    await queues.facts.hear(name)
    for (const { slot } of held.values()) await queues.facts.renewSlot(slot)
  } catch {
    // The connection is away; the next one says it.
  }
}
