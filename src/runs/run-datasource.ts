import { systemClock, type Clock } from '../clock.js'
import { connectorOf } from '../config/connector-of.js'
import { selectDatasources } from '../config/select-datasources.js'
import { hasHeld, holdState, rollbackHeld } from '../state/hold.js'
import type { Lock } from '../state/locks/lock.js'
import { formats } from '../sinks/formats/formats.js'
import type { Format } from '../sinks/formats/format.js'
import type { State } from '../state/state.js'
import { openStore } from '../state/stores/open-store.js'
import type { Store } from '../state/stores/store.js'
import { loadLastRun } from '../sync/run/last-run.js'
import { syncDatasource, type SyncOptions } from '../sync/sync.js'
import type { Config, Datasource, Listener, Log, RunReport } from '../terms.js'
import { openConnector } from './open-connector.js'
import { openOutput, type Output } from './output.js'
import { buildRunId } from './run-id.js'
import { takeLock } from './take-lock.js'

/** What is read, and where it goes. */
export interface RunOptions extends Omit<SyncOptions, 'runId'> {
  config: Config
  /** Its id or name, or itself; may be left out where only one is configured. */
  datasource?: string | Datasource
  output: Output
  /** How files and a stream have the documents; NDJSON where it isn't given. */
  format?: Format
  /** Leaves the new watermarks pending until they are committed or rolled back. */
  hold?: boolean
  /** Stops cleanly after so many API calls. */
  maxCalls?: number
  /** How long to wait for another run that holds the datasource; 0, the default, doesn't. */
  waitMs?: number
  /** Names the run in file names and reports; made where it isn't given. */
  runId?: string
  listener?: Listener
  /** Ends the run at its next checkpoint. */
  signal?: AbortSignal
  /** Shared with other runs and left open; opened and closed where it isn't given. */
  store?: Store
  clock?: Clock
  log?: Log
  /** The process's own where it isn't given. XDG_CACHE_HOME counts, for tokens where the state is in no folder. */
  env?: NodeJS.ProcessEnv
}

/**
 * One run over one datasource, under its lock, into its output: opens what it needs and closes it again. Single objects
 * fail alone, and so does the run once it has begun: the report has the cause.
 * Throws ExtractError where it can't begin: a datasource there isn't, a lock that is held, login, an org out of reach,
 * the state, the output.
 */
export async function runDatasource(options: RunOptions): Promise<RunReport> {
  const { config, clock = systemClock } = options
  const datasource = chooseDatasource(config, options.datasource)
  const store = options.store ?? (await openStore(config.extract.state, { clock }))
  const { state } = store
  try {
    const lock = await takeLock(datasource.id, { ...options, store }, options.waitMs)
    try {
      return await runLocked(options, { datasource, state, clock, lock })
    } finally {
      await lock.release()
    }
  } finally {
    if (options.store === undefined) await state.close()
  }
}

function chooseDatasource(config: Config, datasource: string | Datasource | undefined): Datasource {
  if (typeof datasource === 'object') return datasource
  return selectDatasources(config, datasource === undefined ? {} : { names: [datasource] })[0]!
}

interface RunContext {
  datasource: Datasource
  state: State
  clock: Clock
  lock: Lock
}

async function runLocked(options: RunOptions, { datasource, state, clock, lock }: RunContext): Promise<RunReport> {
  const { config, output, hold = false, listener = {}, log = { debug: () => {} }, env = process.env } = options
  const { id } = datasource
  const dropped = await rollbackEarlier(state, id)
  const runId = options.runId ?? buildRunId(clock.now(), (await loadLastRun(state, id))?.run)
  if (dropped > 0) {
    const text = `${id}: an earlier run made with --hold was not committed, so it is rolled back and read again.`
    listener.note?.({ datasource: id, runId, text })
  }
  const view = hold ? holdState(state, id) : state
  const sink = await openOutput(output, {
    runId,
    datasource: id,
    state,
    hold,
    format: options.format ?? formats.ndjson,
  })
  try {
    const signal = AbortSignal.any([lock.lost, ...(options.signal === undefined ? [] : [options.signal])])
    const { maxCalls } = options
    const use = maxCalls === undefined ? {} : { maxCalls }
    const warn = (text: string) => listener.warning?.({ datasource: id, runId, text })
    const org = openConnector(connectorOf(config, datasource), { config, clock, log, signal, env, warn }, use)
    try {
      return await syncDatasource(
        datasource,
        { ...scopeOf(options), runId },
        { org, state: view, sink, clock, listener, signal, settings: config.extract },
      )
    } finally {
      await org.close()
    }
  } finally {
    await sink.close()
  }
}

/** What an earlier held run left was not committed: its documents have to go out again. Gives the number of keys. */
async function rollbackEarlier(state: State, datasource: string): Promise<number> {
  return (await hasHeld(state, datasource)) ? rollbackHeld(state, datasource) : 0
}

function scopeOf({ objects, full, since, reconcile }: RunOptions): Omit<SyncOptions, 'runId'> {
  return {
    ...(objects === undefined ? {} : { objects }),
    ...(full === undefined ? {} : { full }),
    ...(since === undefined ? {} : { since }),
    ...(reconcile === undefined ? {} : { reconcile }),
  }
}
