import type { Format } from '../sinks/formats/format.js'
import { openSink, type Destination } from '../sinks/open-sink.js'
import { hasHeld, holdState, rollbackHeld } from '../state/hold.js'
import type { Lock } from '../state/locks/lock.js'
import { loadLastRun } from '../sync/run/last-run.js'
import { syncDatasource, type SyncOptions } from '../sync/sync.js'
import type { State } from '../state/state.js'
import type { Datasource, Listener, RunReport } from '../terms.js'
import type { CommandContext } from '../cli/command-context.js'
import { buildRunId } from './run-id.js'
import type { Terminal } from '../cli/terminal/terminal.js'

export interface RunOptions {
  wishes: Omit<SyncOptions, 'run'>
  listener: Listener
  /** The folder documents go to; stdout without one. */
  output?: string
  format: Format
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
  rooms: CommandContext,
  terminal: Terminal,
): Promise<RunReport> {
  const state = await rooms.state()
  const lock = await takeLock(datasource, options.waitMs, rooms, terminal)
  try {
    await settleEarlierHold(state, datasource, options.listener)
    return await syncInto(datasource, options, { rooms, terminal, state, lock })
  } finally {
    await lock.release()
  }
}

/** The lock of a datasource: one run at a time, and no commit in the middle of one. Throws LOCK_HELD. */
export async function takeLock(
  { id }: Datasource,
  waitMs: number,
  context: CommandContext,
  { signal }: Terminal,
): Promise<Lock> {
  return (await context.store()).lock(id, { waitMs, signal })
}

/** What an earlier `--hold` left was not committed: its documents have to go out again. */
async function settleEarlierHold(state: State, { id }: Datasource, listener: Listener): Promise<void> {
  if (!(await hasHeld(state, id))) return
  const dropped = await rollbackHeld(state, id)
  if (dropped > 0)
    listener.note(`${id}: an earlier run made with --hold was not committed, so it is rolled back and read again.`)
}

interface Surroundings {
  rooms: CommandContext
  terminal: Terminal
  state: State
  lock: Lock
}

async function syncInto(
  datasource: Datasource,
  options: RunOptions,
  { rooms, terminal, state, lock }: Surroundings,
): Promise<RunReport> {
  const { wishes, listener, hold, format, maxCalls } = options
  const { clock } = terminal
  const run = buildRunId(clock.now(), (await loadLastRun(state, datasource.id))?.run)
  const view = hold ? holdState(state, datasource.id) : state
  const sink = await openSink(destinationOf(options, terminal), {
    run,
    datasource: datasource.id,
    state,
    held: hold,
    format,
  })
  const signal = AbortSignal.any([terminal.signal, lock.lost])
  const org = await rooms.org(rooms.connectorOf(datasource), {
    signal,
    ...(maxCalls === undefined ? {} : { maxCalls }),
  })
  try {
    return await syncDatasource(
      datasource,
      { ...wishes, run },
      { org, state: view, sink, clock, listener, signal, settings: rooms.config.extract },
    )
  } finally {
    await sink.close()
  }
}

function destinationOf({ output }: RunOptions, { stdout }: Terminal): Destination {
  return output === undefined ? { kind: 'stdout', stream: stdout } : { kind: 'files', folder: output }
}
