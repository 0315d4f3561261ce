import type { Clock } from '../../clock.js'
import type { Output } from '../../runs/output.js'
import type { RunOptions } from '../../runs/run-datasource.js'
import type { Store } from '../../state/stores/store.js'
import type { DispatcherListener } from '../dispatcher-listener.js'
import type { DispatcherSettings } from '../roster.js'
import type { QueueConnection } from './connection.js'

export interface WorkerOptions extends Pick<RunOptions, 'maxCalls' | 'log' | 'env'> {
  /** What is in force at first: of all its datasources jobs are taken. */
  settings: DispatcherSettings
  /** Reads them anew: when their file has changed, and when `reread` is called. What it throws is told. */
  loadSettings(): Promise<DispatcherSettings>
  /** In file names, locks and the queue: no other worker has it. */
  name: string
  /** How many polls, and how many objects, are at work at once. */
  concurrency: number
  /** A signal lets what is at work come to its end, instead of ending it at the page at hand. */
  drains: boolean
  output: Output
  /** The caller closes it, and its troubles are the listener's. */
  connection: QueueConnection
  store: Store
  clock: Clock
  listener?: DispatcherListener
  /** No more jobs are taken. */
  signal: AbortSignal
  /** Hears of what BullMQ met. */
  heard(error: Error): void
}
