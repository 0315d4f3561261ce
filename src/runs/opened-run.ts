/** A run that has its lock and its destination: over a datasource, or over one handed object. */
import type { Clock } from '../clock.js'
import type { Datasource } from '../config/config-types.js'
import { connectorOf } from '../config/connector-of.js'
import { openFileTexts } from '../extraction/file-texts.js'
import { validateNotInterrupted } from '../errors/interruption.js'
import { beginHeld, holdState, rollbackHeld } from '../state/hold.js'
import type { Pipeline } from '../enrichment/pipeline.js'
import type { Org } from '../org/org.js'
import { localFolder } from '../state/stores/local-folder.js'
import type { State } from '../state/state.js'
import type { StateLock } from '../state/stores/store.js'
import type { Target } from '../sinks/targets/target.js'
import { latestRun, loadHanded, type HandedObjects } from '../sync/handed/handed.js'
import type { Lane } from '../sync/handed/lane.js'
import { syncLane } from '../sync/handed/sync-lane.js'
import { keepWindows, readsAgain } from '../sync/run/keep-windows.js'
import { syncDatasource, type SyncOptions } from '../sync/sync.js'
import type { Retry, RunReport } from '../terms.js'
import type { HeldDestination } from './destination.js'
import { findRead } from './find-read.js'
import type { Form } from './forms/form.js'
import { claimKeptFolder, type Claim } from './kept-folder.js'
import { takeBack } from './lanes/take-back.js'
import type { LockContext } from './locks/take-lock.js'
import { openConnector } from './open-connector.js'
import { openOutput } from './output.js'
import { recoverFolder } from './recover-folder.js'
import { buildRunId } from './run-id.js'
import type { RunOptions } from './run-options.js'
import { keepOrg, validateSameOrg } from './same-org.js'

export interface Progress {
  /** What the run is told to read again is kept: the next run goes on with it. */
  isKept: boolean
}

export interface RunContext {
  datasource: Datasource
  clock: Clock
  /** Of the datasource, or of the handed object. */
  lock: StateLock
  /** What further locks are taken with. */
  locks: LockContext
  progress: Progress
  /** Who hears of further tries, once the run has its id. */
  retries: { heard?: (retry: Retry) => void }
  destination: HeldDestination
  form: Form
  pipeline: Pipeline | undefined
  target: Target | undefined
}

/** One run over the datasource: takes back what was handed, as far as it is this run's to read, and then begins. */
export async function runLocked(options: RunOptions, context: RunContext): Promise<RunReport> {
  const { output, hold = false, full = false } = options
  const { datasource, clock, destination, lock, locks, target, progress } = context
  const { id } = datasource
  const { state } = destination
  const handsOff = options.handOff !== undefined && !hold && target?.settle === undefined
  const place = { datasource: id, ...destination, folder: folderOf(options), state: lock.state }
  const { objects, waitMs } = options
  const left = await takeBack(place, { leavesUndone: handsOff && !readsAgain(options), objects, waitMs }, locks)
  const claim = await claimFiles(options, context)
  const { outcome, keys } = await rollbackHeld(state, id)
  const isRolledBack = outcome === 'rolled back' && keys > 0
  const runId = options.runId ?? buildRunId(clock.now(), left.latestRun, options.worker)
  const notes = [...destination.notes, ...claim.notes, ...(isRolledBack ? [noteRolledBack(target)] : [])]
  for (const text of notes) options.listener?.note?.({ datasource: id, runId, text: `${id}: ${text}` })
  validateNotInterrupted(options.signal)
  // From here on it is kept, whatever signal comes meanwhile.
  progress.isKept = true
  if (readsAgain(options)) await keepTold(options, context)
  const view = hold || target?.settle ? holdState(state, id) : state
  const begin = async (org: Org) => {
    if (hold && 'folder' in output) await beginHeld(state, id, runId)
    await keepOrg(org, { state: view, datasource: id, full })
  }
  const asked = { ...options, handOff: handsOff ? options.handOff : undefined }
  return runOpened(asked, context, { runId, view, notes, claim, handed: left.handed, begin })
}

/** One run over a handed object: what belongs to the datasource's runs it finds in place, and leaves alone. */
export async function runLane(options: RunOptions & { lane: Lane }, context: RunContext): Promise<RunReport> {
  const { datasource, clock, destination, progress } = context
  const { id } = datasource
  const { state } = destination
  const claim = await claimFiles(options, context)
  const last = await latestRun(state, id, await loadHanded(state, id))
  const runId = options.runId ?? buildRunId(clock.now(), last, options.worker)
  progress.isKept = true
  const begin = (org: Org) => validateSameOrg(org, { state, datasource: id, full: false })
  // What a run of the datasource is told has no meaning here.
  const untold = {
    objects: undefined,
    full: false,
    since: undefined,
    reconcile: false,
    hold: false,
    handOff: undefined,
  }
  return runOpened({ ...options, ...untold }, context, { runId, view: state, notes: claim.notes, claim, begin })
}

/** What a run has found and kept before the org is asked for anything. */
interface BegunRun {
  runId: string
  /** The state as its documents move it. */
  view: State
  notes: string[]
  claim: Claim
  /** Objects that are left to others. */
  handed?: HandedObjects
  /** Keeps, or makes sure of, which org it is. */
  begin(org: Org): Promise<void>
}

async function runOpened(options: RunOptions, context: RunContext, begun: BegunRun): Promise<RunReport> {
  const { config, output, hold = false, listener = {}, log = { debug: () => {} }, env = process.env, lane } = options
  const { datasource, clock, destination, form, lock, pipeline, target, retries } = context
  const { id } = datasource
  const { runId, view, notes, claim, handed, begin } = begun
  const signals = [lock.lost, destination.lost, options.signal].filter((each) => each !== undefined)
  const signal = AbortSignal.any(signals)
  const { maxCalls, full = false } = options
  const warn = (text: string) => listener.warning?.({ datasource: id, runId, text })
  const retried = (retry: Retry) => listener.retried?.({ datasource: id, runId, ...retry })
  retries.heard = retried
  const connector = connectorOf(config, datasource)
  const use = { maxCalls, renewsToken: full, retried, shared: options.sharedOrgs?.of(connector, config.extract) }
  const org = openConnector(connector, { config, clock, log, signal, env, warn }, use)
  try {
    await begin(org)
    const { state, destination: place } = destination
    const sink = await openOutput(output, {
      runId,
      datasource: id,
      destination: place.id,
      state,
      hold,
      form,
      target,
      clock,
      lane,
    })
    const texts = openFileTexts(localFolder('texts', config.extract.state, env), { clock, signal })
    try {
      const findName = (object: string) => findRead(lock.state, id, object)
      const known = { state: view, pipeline, kept: claim.kept, limit: options.limit, findRead: findName, handed }
      const told = notes.length === 0 ? undefined : notes
      const sync = { ...known, org, sink, clock, listener, signal, texts, notes: told, settings: config.extract }
      const asked = { ...scopeOf(options), runId }
      return await (lane === undefined
        ? syncDatasource(datasource, asked, sync)
        : syncLane(datasource, lane, asked, sync))
    } finally {
      await texts.close()
      await sink.close()
    }
  } finally {
    await org.close()
  }
}

function claimFiles({ config }: RunOptions, { datasource, lock, destination: { destination } }: RunContext) {
  return claimKeptFolder(config.extract.filesDir, { datasource, state: lock.state, destination })
}

/** A commit that a crash cut short is finished before, or it would put the windows back as they were. */
async function keepTold(options: RunOptions, { datasource, destination, lock }: RunContext): Promise<void> {
  const place = { datasource: datasource.id, folder: folderOf(options), state: lock.state }
  await recoverFolder(destination.destination, place)
  await keepWindows(destination.state, datasource, options)
}

function folderOf({ output }: RunOptions): string | undefined {
  return 'folder' in output ? output.folder : undefined
}

function noteRolledBack(target: Target | undefined): string {
  if (target?.settle === undefined) {
    return 'an earlier run made with --hold was not committed, so it is rolled back and read again.'
  }
  return 'an earlier run ended before its target had taken everything, so it is rolled back and read again.'
}

function scopeOf(options: RunOptions): Omit<SyncOptions, 'runId'> {
  const { objects, full, since, reconcile, maxCalls, transport, handOff } = options
  return { objects, full, since, reconcile, maxCalls, transport, handOff }
}
