/** Keeps datasources in sync, each at its own interval, until it is told to stop. */
import { reportError } from '../errors/extract-error.js'
import type { Lock } from '../state/locks/lock.js'
import type { ErrorReport } from '../terms.js'
import { combineListeners } from './combine-listeners.js'
import { arrange, beginDue, drain, isOver, openDesk, type Desk, type DeskOptions } from './desk.js'
import type { DispatcherListener } from './dispatcher-listener.js'
import type { DispatcherSettings } from './roster.js'
import type { EndedRun } from './run-once.js'
import { putInForce, replaceSettings } from './settings-in-force.js'
import { takeSingleton } from './singleton.js'
import { openWaiting, type Waiting } from './waiting.js'

export interface DispatcherOptions extends DeskOptions {
  /** What is in force at first. */
  settings: DispatcherSettings
  /** Reads them anew: when their file has changed, and when `reread` is called. What it throws is told. */
  loadSettings(): Promise<DispatcherSettings>
  /** Ends runs at their next checkpoint, and then the dispatcher. */
  signal: AbortSignal
  /** Opens one more listener, when it is known that no other dispatcher is at work. */
  openListener?: (() => Promise<DispatcherListener>) | undefined
}

export interface Dispatcher {
  /**
   * Keeps the datasources in sync until the signal aborts, or, without `keep_running`, until what is due now has been
   * run once. Rejects with LOCK_HELD where another dispatcher works on the same state and `singleton` is on.
   */
  run(): Promise<DispatcherEnd>
  /** Has the settings read again. */
  reread(): void
}

export interface DispatcherEnd {
  /** The runs of the one round, without `keep_running`. */
  runs: EndedRun[]
  /** What ended it though nobody told it to: the reader of its output went away, say. */
  error?: ErrorReport | undefined
}

/** Nothing is begun before `run` is called. */
export function openDispatcher(options: DispatcherOptions): Dispatcher {
  const waiting = openWaiting(options.clock)
  const changes: Changes = {
    isStale: false,
    note() {
      changes.isStale = true
      waiting.wake()
    },
  }
  return { run: () => runAlone(options, waiting, changes), reread: changes.note }
}

/** Whether the settings may have changed since they were read. */
interface Changes {
  isStale: boolean
  note(): void
}

async function runAlone(given: DispatcherOptions, waiting: Waiting, changes: Changes): Promise<DispatcherEnd> {
  const lock = given.settings.config.pipeline.singleton ? await takeSingleton(given) : undefined
  try {
    return await runLocked({ ...given, listener: await combineOpened(given) }, lock, waiting, changes)
  } finally {
    await lock?.release()
  }
}

async function combineOpened({ listener = {}, openListener }: DispatcherOptions): Promise<DispatcherListener> {
  return openListener === undefined ? listener : combineListeners(await openListener(), listener)
}

async function runLocked(
  options: DispatcherOptions,
  lock: Lock | undefined,
  waiting: Waiting,
  changes: Changes,
): Promise<DispatcherEnd> {
  const { keepRunning } = options.settings.config.pipeline
  const desk = openDesk(options, { isOneRound: !keepRunning, wake: waiting.wake })
  const stop = () => drain(desk)
  const stops = [options.signal, ...(lock === undefined ? [] : [lock.lost])]
  for (const signal of stops) signal.addEventListener('abort', stop)
  try {
    if (stops.some(({ aborted }) => aborted)) stop()
    await keepInSync(desk, options, waiting, changes)
    return { runs: desk.ended, error: lock?.lost.aborted ? reportError(lock.lost.reason) : desk.error }
  } finally {
    for (const signal of stops) signal.removeEventListener('abort', stop)
  }
}

async function keepInSync(desk: Desk, options: DispatcherOptions, waiting: Waiting, changes: Changes): Promise<void> {
  const { clock, listener, loadSettings } = options
  const arrangeOnDesk = (settings: DispatcherSettings) => arrange(desk, settings)
  const arranging = { clock, listener, loadSettings, arrange: arrangeOnDesk, note: changes.note }
  let inForce = await putInForce(options.settings, arranging)
  try {
    while (!isOver(desk)) {
      if (changes.isStale) {
        changes.isStale = false
        inForce = await replaceSettings(inForce, arranging)
      }
      const nextMs = beginDue(desk)
      if (!isOver(desk)) await waiting.until(nextMs)
    }
    if (desk.bugs.length > 0) throw desk.bugs[0]
  } finally {
    inForce.close()
  }
}
