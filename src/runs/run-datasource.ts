import { systemClock, type Clock } from '../clock.js'
import type { Config, Datasource } from '../config/config-types.js'
import { connectorOf } from '../config/connector-of.js'
import { openFileTexts } from '../extraction/file-texts.js'
import { selectDatasources } from '../config/select-datasources.js'
import { hintedSignal, validateNotInterrupted } from '../errors/interruption.js'
import { beginHeld, holdState, rollbackHeld } from '../state/hold.js'
import type { Pipeline } from '../enrichment/pipeline.js'
import type { Compression } from '../sinks/compress/compression.js'
import type { Format } from '../sinks/formats/format.js'
import { openStore } from '../state/stores/open-store.js'
import type { StateLock, Store } from '../state/stores/store.js'
import { keepWindows, readsAgain } from '../sync/run/keep-windows.js'
import { loadLastRun } from '../sync/run/last-run.js'
import type { HandOff, Lane } from '../sync/handed/lane.js'
import { syncDatasource, type SyncOptions } from '../sync/sync.js'
import type { Listener, Log, Retry, RunReport } from '../terms.js'
import { compactAfterRun } from './compact/compact-after.js'
import { finishFolds } from './compact/compact-folder.js'
import { holdDestination, type HeldDestination } from './destination.js'
import { findRead } from './find-read.js'
import { describeForm, openForm, validateForm, type Form } from './forms/form.js'
import { localFolder } from '../state/stores/local-folder.js'
import { claimKeptFolder } from './kept-folder.js'
import { openConnector } from './open-connector.js'
import { openDatasourcePipeline } from './pipeline/open-pipeline.js'
import { openOutput, type Output } from './output.js'
import { openOutputTarget } from './targets/open-output-target.js'
import type { Target } from '../sinks/targets/target.js'
import { recoverFolder } from './recover-folder.js'
import { buildRunId } from './run-id.js'
import { keepOrg } from './same-org.js'
import type { SharedOrgs } from '../org/shared-orgs.js'
import { takeLock } from './take-lock.js'

/** What is read, and where it goes. */
export interface RunOptions extends Omit<SyncOptions, 'runId'> {
  config: Config
  /** Its id or name, or itself; may be left out where only one is configured. */
  datasource?: string | Datasource
  output: Output
  /**
   * Names the place that a writer or a sink of the caller's own stands for: each has watermarks of its own. Without a
   * name they share those of standard output; a folder is known by its mark.
   */
  destination?: string
  /** How files and a stream have the documents; as the configuration says where it isn't given. */
  format?: Format
  /** How these are compressed; as the configuration says where it isn't given. */
  compress?: Compression
  /** Leaves the new watermarks pending until they are committed or rolled back. */
  hold?: boolean
  /** How long to wait for another run that holds the datasource; 0, the default, doesn't. */
  waitMs?: number
  /** Names the run in file names and reports; made where it isn't given. */
  runId?: string
  /**
   * Reads one handed object, in place of the datasource: under a lock of its own, beside other runs of the datasource.
   * Where the object is no longer handed by this token, or is done, nothing is read, and the report is `done` without
   * objects. A report that is `done` or `partial` is final: the next run of the datasource takes the object back. After
   * any other outcome, and after what is thrown, the object is still handed, and a further run with the same lane goes
   * on from its last checkpoint.
   */
  lane?: Lane
  /**
   * Hands objects with much to read to runs of their own: is told of each once that is kept, and again by each later
   * run with a `handOff` that finds it neither done nor taken back. A run without one takes handed objects back, and
   * throws LOCK_HELD while one is being read. Nothing is handed off by a held run, nor into a target that takes a run
   * whole.
   */
  handOff?: HandOff
  /** Names who runs, in the names of files and to who meets its locks: a worker. */
  worker?: string
  listener?: Listener
  /** Ends the run with a checkpoint of what is written; what is asked of the org is given up. */
  signal?: AbortSignal
  /** Ends the run at its next checkpoint that has documents, which is then due. */
  limit?: AbortSignal
  /** Shared with other runs and left open; opened and closed where it isn't given. */
  store?: Store
  /** What the runs of the caller share of the orgs; without it each run logs in and counts for itself. */
  sharedOrgs?: SharedOrgs
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
  const progress: Progress = { isKept: false }
  const { signal, close } = hintedSignal(options.signal, () => nextStep(options, progress))
  try {
    const lock = await takeLock(datasource.id, { store, signal }, options.waitMs)
    let report: RunReport
    try {
      report = await runInto({ ...options, signal }, { datasource, clock, lock, progress, retries: {} })
    } finally {
      await lock.release()
    }
    return await compactAfterRun(report, { ...options, clock })
  } finally {
    close()
    if (options.store === undefined) await store.state.close()
  }
}

interface Progress {
  /** What the run is told to read again is kept: the next run goes on with it. */
  isKept: boolean
}

/** What to do after an interruption. */
function nextStep({ full, since, reconcile, hold }: RunOptions, { isKept }: Progress): string {
  const told = [
    ...(full ? ['--full'] : []),
    ...(since === undefined ? [] : ['--since']),
    ...(reconcile ? ['--reconcile'] : []),
  ]
  const flags = told.join(' and ')
  if (!isKept && flags === '') return 'Nothing has been read: run it again.'
  if (!isKept) return `Nothing has been read, and ${flags} is not kept yet: run it again with ${flags}.`
  const next = hold
    ? 'What it wrote is pending: `sf-extract commit` keeps it, else the next `sf-extract sync` reads it again.'
    : 'The next `sf-extract sync` goes on from here.'
  return flags === '' ? next : `${next} It does what ${flags} asked for without being told again.`
}

interface LockedContext {
  datasource: Datasource
  clock: Clock
  lock: StateLock
  progress: Progress
  /** Who hears of further tries, once the run has its id. */
  retries: { heard?: (retry: Retry) => void }
}

function chooseDatasource(config: Config, datasource: string | Datasource | undefined): Datasource {
  if (typeof datasource === 'object') return datasource
  return selectDatasources(config, datasource === undefined ? {} : { names: [datasource] })[0]!
}

interface RunContext extends LockedContext {
  destination: HeldDestination
  form: Form
  pipeline: Pipeline | undefined
  target: Target | undefined
}

async function runInto(options: RunOptions & { signal: AbortSignal }, begun: LockedContext): Promise<RunReport> {
  const { config, output, destination: name, full = false, waitMs, signal } = options
  const { datasource, lock, clock } = begun
  const folder = 'folder' in output ? output.folder : undefined
  const form = openForm(config.extract, options)
  const isStream = 'stream' in output
  const hasForm = isStream || folder !== undefined || ('target' in output && output.target.kind === 's3')
  if (hasForm) validateForm(form, { datasource, objects: options.objects, isStream })
  const context = { state: lock.state, datasource: datasource.id, clock, full, form: describeForm(form) }
  const { filesDir } = config.extract
  const connector = connectorOf(config, datasource)
  const pipeline = await openDatasourcePipeline(datasource, { ...options, clock, filesDir, connector })
  let target: Target | undefined
  try {
    const opening = { ...options, form, connector, retried: (retry: Retry) => begun.retries.heard?.(retry) }
    target = 'target' in output ? await openOutputTarget(output, opening, clock) : undefined
    const held = target && 'target' in output ? { name: output.target.name, isMissing: target.isMissing } : undefined
    const destination = await holdDestination({ folder, name, target: held }, context, { waitMs, signal })
    try {
      if (folder !== undefined) await finishFolds(folder, { clock, signal })
      return await runLocked(options, { ...begun, destination, form, pipeline, target })
    } finally {
      await destination.release()
    }
  } finally {
    await target?.close()
    await pipeline?.close()
  }
}

async function runLocked(options: RunOptions, context: RunContext): Promise<RunReport> {
  const { config, output, hold = false, listener = {}, log = { debug: () => {} }, env = process.env } = options
  const { datasource, clock, destination, form, lock, progress, pipeline, target, retries } = context
  const { id } = datasource
  const { state } = destination
  const keeper = { datasource, state: lock.state, destination: destination.destination }
  const { kept, notes: ofFiles } = await claimKeptFolder(config.extract.filesDir, keeper)
  const { outcome, keys } = await rollbackHeld(state, id)
  const isRolledBack = outcome === 'rolled back' && keys > 0
  const runId = options.runId ?? buildRunId(clock.now(), (await loadLastRun(state, id))?.run)
  const notes = [...destination.notes, ...ofFiles, ...(isRolledBack ? [noteRolledBack(target)] : [])]
  for (const text of notes) listener.note?.({ datasource: id, runId, text: `${id}: ${text}` })
  validateNotInterrupted(options.signal)
  // From here on it is kept, whatever signal comes meanwhile.
  progress.isKept = true
  if (readsAgain(options)) await keepTold(options, context)
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
    if (hold && 'folder' in output) await beginHeld(state, id, runId)
    const view = hold || target?.settle ? holdState(state, id) : state
    await keepOrg(org, { state: view, datasource: id, full })
    const run = { runId, datasource: id, destination: destination.destination.id, state, hold, form, target, clock }
    const sink = await openOutput(output, run)
    const texts = openFileTexts(localFolder('texts', config.extract.state, env), { clock, signal })
    try {
      const findName = (object: string) => findRead(lock.state, id, object)
      const known = { state: view, pipeline, kept, limit: options.limit, findRead: findName }
      const told = notes.length === 0 ? undefined : notes
      const sync = { ...known, org, sink, clock, listener, signal, texts, notes: told, settings: config.extract }
      return await syncDatasource(datasource, { ...scopeOf(options), runId }, sync)
    } finally {
      await texts.close()
      await sink.close()
    }
  } finally {
    await org.close()
  }
}

/** A commit that a crash cut short is finished before, or it would put the windows back as they were. */
async function keepTold(options: RunOptions, { datasource, destination, lock }: RunContext): Promise<void> {
  const folder = 'folder' in options.output ? options.output.folder : undefined
  await recoverFolder(destination.destination, { datasource: datasource.id, folder, state: lock.state })
  await keepWindows(destination.state, datasource, options)
}

function noteRolledBack(target: Target | undefined): string {
  if (target?.settle === undefined) {
    return 'an earlier run made with --hold was not committed, so it is rolled back and read again.'
  }
  return 'an earlier run ended before its target had taken everything, so it is rolled back and read again.'
}

function scopeOf(options: RunOptions): Omit<SyncOptions, 'runId'> {
  const { objects, full, since, reconcile, maxCalls, transport } = options
  return {
    objects,
    full,
    since,
    reconcile,
    maxCalls,
    transport,
  }
}
