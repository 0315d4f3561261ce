import { systemClock } from '../clock.js'
import type { Config, Datasource } from '../config/config-types.js'
import { connectorOf } from '../config/connector-of.js'
import { selectDatasources } from '../config/select-datasources.js'
import { hintedSignal } from '../errors/interruption.js'
import { openStore } from '../state/stores/open-store.js'
import type { StateLock, Store } from '../state/stores/store.js'
import type { Retry, RunReport } from '../terms.js'
import { compactAfterRun } from './compact/compact-after.js'
import { finishFolds } from './compact/compact-folder.js'
import { holdDestination, type DestinationContext, type HeldDestination } from './destination.js'
import { describeForm, openForm, validateForm, type Form } from './forms/form.js'
import { holdLane, isStillHanded, reportIdle } from './lanes/hold-lane.js'
import { takeLaneLock, takeLock, type LockContext } from './locks/take-lock.js'
import { runLane, runLocked, type Progress, type RunContext } from './opened-run.js'
import { openDatasourcePipeline } from './pipeline/open-pipeline.js'
import { openOutputTarget } from './targets/open-output-target.js'
import type { Target } from '../sinks/targets/target.js'
import { buildRunId } from './run-id.js'
import type { RunOptions } from './run-options.js'

export type { RunOptions }

/**
 * One run over one datasource, or one handed object of it, under its lock, into its output: opens what it needs and
 * closes it again. Single objects fail alone, and so does the run once it has begun: the report has the cause.
 * Throws ExtractError where it can't begin: a datasource there isn't, a lock that is held, login, an org out of reach,
 * the state, the output.
 */
export async function runDatasource(options: RunOptions): Promise<RunReport> {
  const { config, clock = systemClock, lane, waitMs } = options
  const datasource = chooseDatasource(config, options.datasource)
  const store = options.store ?? (await openStore(config.extract.state, { clock }))
  const progress: Progress = { isKept: false }
  const { signal, close } = hintedSignal(options.signal, () => nextStep(options, progress))
  try {
    const locks = { store, signal, worker: options.worker }
    const own = { ...options, signal }
    const { id } = datasource
    const lock = await (lane === undefined
      ? takeLock(id, locks, waitMs)
      : takeLaneLock({ datasource: id, object: lane.object }, locks, waitMs))
    const report = await releasing(lock, () => runInto(own, { datasource, clock, lock, locks, progress, retries: {} }))
    return lane === undefined ? await compactAfterRun(report, { ...options, clock }) : report
  } finally {
    close()
    if (options.store === undefined) await store.state.close()
  }
}

async function releasing<T>(lock: StateLock, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } finally {
    await lock.release()
  }
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

interface LockedContext extends Pick<RunContext, 'datasource' | 'clock' | 'lock' | 'locks' | 'progress' | 'retries'> {
  locks: LockContext & { store: Store }
}

function chooseDatasource(config: Config, datasource: string | Datasource | undefined): Datasource {
  if (typeof datasource === 'object') return datasource
  return selectDatasources(config, datasource === undefined ? {} : { names: [datasource] })[0]!
}

async function runInto(options: RunOptions & { signal: AbortSignal }, begun: LockedContext): Promise<RunReport> {
  const { config, output, destination: name, full = false, lane } = options
  const { datasource, lock, clock } = begun
  const form = openOutputForm(options, datasource)
  const context = { state: lock.state, datasource: datasource.id, clock, full, form: describeForm(form) }
  if (lane !== undefined && !(await isStillHanded(lane, { output, name }, context))) {
    const started = new Date(clock.now()).toISOString()
    const run = options.runId ?? buildRunId(clock.now())
    return reportIdle(lane, { run, datasource: datasource.id, started })
  }
  const { filesDir } = config.extract
  const connector = connectorOf(config, datasource)
  const pipeline = await openDatasourcePipeline(datasource, { ...options, clock, filesDir, connector })
  let target: Target | undefined
  try {
    const opening = { ...options, form, connector, retried: (retry: Retry) => begun.retries.heard?.(retry) }
    target = 'target' in output ? await openOutputTarget(output, opening, clock) : undefined
    const destination = await holdPlace(options, context, target)
    try {
      const opened = { ...begun, destination, form, pipeline, target }
      if (lane !== undefined) return await runLane({ ...options, lane }, opened)
      if ('folder' in output) await finishFolds(output.folder, { clock, signal: options.signal })
      return await runLocked(options, opened)
    } finally {
      await destination.release()
    }
  } finally {
    await target?.close()
    await pipeline?.close()
  }
}

/** How files and a stream have the documents. Throws CONFIG_INVALID where they can't have them so. */
function openOutputForm(options: RunOptions, datasource: Datasource): Form {
  const { config, output, objects } = options
  const form = openForm(config.extract, options)
  const isStream = 'stream' in output
  const hasForm = isStream || 'folder' in output || ('target' in output && output.target.kind === 's3')
  if (hasForm) validateForm(form, { datasource, objects, isStream })
  return form
}

async function holdPlace(
  { output, destination: name, lane, waitMs, signal, worker }: RunOptions & { signal: AbortSignal },
  context: DestinationContext,
  target: Target | undefined,
): Promise<HeldDestination> {
  const locking = { waitMs, signal, worker }
  if (lane !== undefined) return holdLane(lane, { output, name }, context, locking)
  const held = target && 'target' in output ? { name: output.target.name, isMissing: target.isMissing } : undefined
  const folder = 'folder' in output ? output.folder : undefined
  return holdDestination({ folder, name, target: held }, context, locking)
}
