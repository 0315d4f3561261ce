import type { Sink } from '../sinks/sink.js'
import { openFilesSink } from '../sinks/files/files-sink.js'
import { recoverFiles } from '../sinks/files/recovery.js'
import { openStdoutSink } from '../sinks/stdout.js'
import { hasHeld, holdState, rollbackHeld } from '../state/hold.js'
import { openLock, type Lock } from '../state/locks/lock.js'
import { loadLastRun } from '../sync/run/last-run.js'
import { syncDatasource, type SyncOptions } from '../sync/sync.js'
import type { Datasource, Listener, RunReport, State } from '../terms.js'
import type { CommandContext } from '../cli/command-context.js'
import { buildRunId } from './run-id.js'
import type { Terminal } from '../cli/terminal/terminal.js'

export interface RunOptions {
  wishes: Omit<SyncOptions, 'run'>
  listener: Listener
  /** The folder documents go to; stdout without one. */
  output?: string
  /** Leaves the new watermarks pending until `commit`. */
  hold: boolean
  maxCalls?: number
  /** How long to wait for another run that holds the datasource. */
  waitMs: number
}

/**
 * One run over one datasource, under its lock, into stdout or files. Throws what syncDatasource, locks and sinks
 * throw.
 */
export async function runDatasource(
  datasource: Datasource,
  options: RunOptions,
  context: CommandContext,
  terminal: Terminal,
): Promise<RunReport> {
  const state = await context.state()
  const lock = await takeLock(datasource, options.waitMs, state, context, terminal)
  try {
    await settleEarlierHold(state, datasource, options.listener)
    return await syncInto(datasource, options, { context, terminal, state, lock })
  } finally {
    await lock.release()
  }
}

/** The lock of a datasource: one run at a time, and no commit in the middle of one. Throws LOCK_HELD. */
export function takeLock(
  { id }: Datasource,
  waitMs: number,
  state: State,
  { config }: CommandContext,
  { clock, signal }: Terminal,
): Promise<Lock> {
  return openLock(id, { address: config.extract.state, state, clock, waitMs, signal })
}

/** What an earlier `--hold` left was not committed: its documents have to go out again. */
async function settleEarlierHold(state: State, { id }: Datasource, listener: Listener): Promise<void> {
  if (!(await hasHeld(state, id))) return
  const dropped = await rollbackHeld(state, id)
  if (dropped > 0)
    listener.note(`${id}: an earlier run made with --hold was not committed, so it is rolled back and read again.`)
}

interface Surroundings {
  context: CommandContext
  terminal: Terminal
  state: State
  lock: Lock
}

async function syncInto(
  datasource: Datasource,
  options: RunOptions,
  { context, terminal, state, lock }: Surroundings,
): Promise<RunReport> {
  const { wishes, listener, hold, maxCalls } = options
  const { clock } = terminal
  const run = buildRunId(clock.now(), (await loadLastRun(state, datasource.id))?.run)
  const view = hold ? holdState(state, datasource.id) : state
  const sink = await openSink(run, view, datasource, options, { terminal, state })
  const signal = AbortSignal.any([terminal.signal, lock.lost])
  const org = await context.org(context.connectorOf(datasource), {
    signal,
    ...(maxCalls === undefined ? {} : { maxCalls }),
  })
  try {
    return await syncDatasource(
      datasource,
      { ...wishes, run },
      { org, state: view, sink, clock, listener, signal, settings: context.config.extract },
    )
  } finally {
    await sink.close()
  }
}

async function openSink(
  run: string,
  view: State,
  { id }: Datasource,
  { output, hold }: RunOptions,
  { terminal, state }: Pick<Surroundings, 'terminal' | 'state'>,
): Promise<Sink> {
  if (output === undefined) return openStdoutSink({ stream: terminal.stdout, state: view })
  if (hold) await recoverFiles({ folder: output, datasource: id, state })
  return openFilesSink({ folder: output, run, datasource: id, state: view, held: hold })
}
