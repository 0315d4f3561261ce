/** A dispatcher that runs nothing itself: it leaves jobs for workers. */
import type { Clock } from '../../clock.js'
import { ExtractError, reportError } from '../../errors/extract-error.js'
import { unlessAborted } from '../../errors/interruption.js'
import type { ErrorReport } from '../../terms.js'
import type { Store } from '../../state/stores/store.js'
import { combineListeners } from '../combine-listeners.js'
import type { DispatcherListener } from '../dispatcher-listener.js'
import { buildRoster, describeRoster, type DispatcherSettings, type Roster } from '../roster.js'
import { putInForce, replaceSettings } from '../settings-in-force.js'
import { takeSingleton } from '../singleton.js'
import { soon } from './soon.js'
import { openWaiting, type Waiting } from '../waiting.js'
import { queueFailed, type QueueConnection } from './connection.js'
import { openQueues, type Queues } from './queues.js'
import { hearRuns } from './run-channel.js'
import { keepSchedulers, pardon } from './schedulers.js'

export interface QueueDispatcherOptions {
  /** What is in force at first. */
  settings: DispatcherSettings
  /** Reads them anew: when their file has changed, and when `reread` is called. What it throws is told. */
  loadSettings(): Promise<DispatcherSettings>
  /** The caller closes it, and its troubles are the listener's. */
  connection: QueueConnection
  store: Store
  clock: Clock
  listener?: DispatcherListener
  /** Ends the dispatcher. Its schedulers stay, and workers go on. */
  signal: AbortSignal
  /** Opens one more listener, when it is known that no other dispatcher is at work. */
  openListener?: (() => Promise<DispatcherListener>) | undefined
  /** Hears of what BullMQ met. */
  heard(error: Error): void
}

export interface QueueDispatcher {
  /**
   * Keeps the schedulers of the queue equal to the settings until the signal aborts. Rejects with LOCK_HELD where
   * another dispatcher works on the same state and `singleton` is on, with CONFIG_INVALID for `keep_running: false`, and
   * with QUEUE_BROKEN where the queue refuses its schedulers from the start.
   */
  run(): Promise<{ error?: ErrorReport }>
  /** Has the settings read again. */
  reread(): void
}

/** Nothing is begun before `run` is called. */
export function openQueueDispatcher(options: QueueDispatcherOptions): QueueDispatcher {
  const waiting = openWaiting(options.clock)
  const changes = { isStale: false }
  const reread = () => {
    changes.isStale = true
    waiting.wake()
  }
  return {
    reread,
    async run() {
      const { singleton, keepRunning } = options.settings.config.pipeline
      if (!keepRunning) throw endsAtOnce()
      const lock = singleton ? await takeSingleton(options) : undefined
      const over = AbortSignal.any([options.signal, ...(lock === undefined ? [] : [lock.lost])])
      over.addEventListener('abort', waiting.wake)
      try {
        const more = await options.openListener?.()
        const listener = combineListeners(more ?? {}, options.listener ?? {})
        await keepQueue({ ...options, listener }, { changes, waiting, over, reread }).catch((error: unknown) => {
          if (!over.aborted) throw queueFailed(error, options.connection.text)
        })
        listener.draining?.({ atWork: 'goes on' })
        return lock?.lost.aborted ? { error: reportError(lock.lost.reason) } : {}
      } finally {
        // Where the state is away it runs out by itself.
        if (lock !== undefined) await soon(lock.release(), options.clock)
      }
    },
  }
}

interface Going {
  changes: { isStale: boolean }
  waiting: Waiting
  over: AbortSignal
  reread(): void
}

async function keepQueue(
  options: QueueDispatcherOptions & { listener: DispatcherListener },
  { changes, waiting, over, reread }: Going,
): Promise<void> {
  const { connection, clock, listener, loadSettings, heard } = options
  const queues = openQueues(connection, heard)
  let roster: Roster = new Map()
  let unpardoned: DispatcherSettings | undefined
  const keep = async () => {
    if (unpardoned !== undefined) await pardon(unpardoned, queues)
    unpardoned = undefined
    await lookAfter(roster, queues, listener)
  }
  // While its server is away that takes as long as it is.
  const look = () => unlessAborted(keep(), over)
  // What a server refuses now, one that becomes a primary or has memory again takes at the next look.
  const lookAgain = () =>
    look().catch((error: unknown) => {
      if (over.aborted) throw error
      heard(queueFailed(error))
    })
  const arrange = async (settings: DispatcherSettings) => {
    const isChange = roster.size > 0
    roster = await buildRoster(settings, roster, { nowMs: clock.now, loadLastStart: async () => undefined })
    listener.datasourcesChosen?.({ datasources: describeRoster(roster, clock.now()) })
    if (!isChange) return look()
    unpardoned = settings
    await lookAgain()
  }
  await unlessAborted(hearRuns(connection.further(), listener, heard), over)
  const arranging = { clock, listener, loadSettings, arrange, note: reread }
  let inForce = await putInForce(options.settings, arranging)
  try {
    while (!over.aborted) {
      await waiting.until(clock.now() + lookMs)
      if (over.aborted) break
      if (changes.isStale) {
        changes.isStale = false
        inForce = await replaceSettings(inForce, arranging)
      } else {
        await lookAgain()
      }
    }
  } finally {
    inForce.close()
    // Its server may be away: nobody waits for that.
    queues.close().catch(() => undefined)
  }
}

/** Between two looks at what is in the queue, which may have lost its schedulers meanwhile. */
const lookMs = 5000

async function lookAfter(roster: Roster, queues: Queues, listener: DispatcherListener): Promise<void> {
  const datasources = [...roster.values()].map(({ datasource }) => datasource)
  const next = await keepSchedulers(queues, datasources)
  for (const [datasource, ms] of next) {
    listener.runAwaited?.({ datasource, at: new Date(ms).toISOString(), failures: 0 })
  }
  listener.queueCounted?.(await queues.counts())
}

function endsAtOnce(): ExtractError {
  return new ExtractError(
    'CONFIG_INVALID',
    'keep_running: false says to run what is due once, and a queue has no end.',
    {
      hint: 'Leave keep_running out of the pipeline section, or run without a queue.',
    },
  )
}
