/** A datasource against its org: objects, names in the settings, and a first row of each object. */
import { isExtractError, type ExtractError } from '../../errors/extract-error.js'
import { sliceQuery } from '../../sync/windows/window-query.js'
import { closestName } from '../../config/values/closest-name.js'
import { findObjectName } from '../../config/values/find-object-name.js'
import type { Org } from '../../org/org.js'
import type { State } from '../../state/state.js'
import type { SyncContext } from '../../sync/context.js'
import { openContext } from '../../sync/object-sync.js'
import { describeNamedParents } from '../../sync/plan/catalog/parents.js'
import { namedPaths } from '../../sync/plan/fields/wanted-paths.js'
import { planObjects } from '../../sync/plan/plan-objects.js'
import { settingsOf } from '../../sync/plan/settings-of.js'
import { rowsScan } from '../../sync/records/rows-scan.js'
import type { ObjectContext } from '../../sync/run/object-context.js'
import { openRun, type Run } from '../../sync/run/run.js'
import type { Connector, Datasource } from '../../config/config-types.js'
import type { Log } from '../../terms.js'
import { viewDestination } from '../destination.js'
import { findRead } from '../find-read.js'
import { viewKeptFolder } from '../kept-folder.js'
import { openDatasourcePipeline } from '../pipeline/open-pipeline.js'
import { trySample } from '../pipeline/try-sample.js'
import { validateSameOrg } from '../same-org.js'
import { findWrongNames } from './check-names.js'
import { checkQuery } from './check-query.js'
import { failure, type CheckResult } from './check-result.js'

export interface DatasourceCheck extends Pick<SyncContext, 'clock' | 'signal' | 'settings'> {
  org: Org
  log: Log
  env?: NodeJS.ProcessEnv | undefined
  /** Of the org. */
  connector: Connector
  /** The state itself, or a view of it. */
  state: State
  /** The output folder of the runs to come; stdout without one. */
  folder?: string
  /** Where files are kept, of the datasources that fetch them. */
  filesDir: string | undefined
}

/** Throws what ends a run. */
export async function* checkDatasource(datasource: Datasource, check: DatasourceCheck): AsyncGenerator<CheckResult> {
  const { id, enabled, disabledBy } = datasource
  if (!enabled) yield { outcome: 'note', subject: id, text: `switched off (${disabledBy}: false)` }
  const of = { state: check.state, datasource: id, clock: check.clock, full: false }
  const { destination, state } = await viewDestination(check.folder, of)
  await validateSameOrg(check.org, { ...of, state })
  const { filesDir } = check
  const kept = await viewKeptFolder(filesDir, { datasource, destination, state: check.state })
  const known: Known = { kept, findRead: (object: string) => findRead(check.state, id, object) }
  try {
    known.pipeline = await openDatasourcePipeline(datasource, check)
    yield* checkObjects(datasource, { ...check, ...known, state })
  } catch (error) {
    if (!isExtractError(error, 'OBJECT_UNKNOWN', 'CONFIG_INVALID')) throw error
    yield* failuresOf(id, error)
    if (error.code === 'CONFIG_INVALID') return
    yield* checkObjects(await withKnownObjects(datasource, check.org), { ...check, ...known, state })
  } finally {
    await known.pipeline?.close()
  }
}

/** One for each problem. */
function failuresOf(subject: string, error: ExtractError): CheckResult[] {
  return (error.details.problems ?? [error.message]).map((text) => ({ ...failure(subject, error), text }))
}

type Known = Pick<SyncContext, 'findRead' | 'kept' | 'pipeline'>

async function* checkObjects(
  datasource: Datasource,
  { org, state, findRead: find, clock, signal, settings, kept, pipeline }: DatasourceCheck & Known,
): AsyncGenerator<CheckResult> {
  const sync = { org, state, findRead: find, clock, signal, listener: {}, settings, kept, pipeline }
  const run = await openRun(datasource, { runId: '' }, sync)
  await describeNamedParents(
    run,
    run.catalog.objects.map(({ name }) => name),
  )
  const batch = org.batch()
  const probed = planObjects(run).map((plan) => {
    const context = openContext(plan, run)
    return { context, first: batch.query(sliceQuery(rowsScan(context), 1)) }
  })
  for (const { context, first } of probed) {
    const subject = `${datasource.id} ${context.plan.object}`
    const { refusal, row } = await checkQuery(context, first, subject)
    if (refusal?.outcome !== 'bad') {
      yield { outcome: 'good', subject, text: `${context.plan.selection.fields.length} fields` }
    }
    yield* checkSettings(context, subject)
    if (refusal !== undefined) yield refusal
    else if (pipeline !== undefined) yield* await trySample(context, row, pipeline, subject)
  }
  for (const { object, reason } of run.catalog.skipped)
    yield { outcome: 'note', subject: `${datasource.id} ${object}`, text: reason }
  for (const { object, error } of run.catalog.failed) {
    const { code, message: text, hint } = error
    yield { outcome: 'bad', subject: `${datasource.id} ${object}`, text, code, hint }
  }
  yield* checkUnusedSettings(run)
}

function* checkSettings({ run, plan, report }: ObjectContext, subject: string): Generator<CheckResult> {
  const settings = settingsOf(plan.object, run.datasource)
  const describeOf = (sobject: string) => run.catalog.describes.get(sobject)
  const wrong = settings === undefined ? [] : findWrongNames(settings, { describe: plan.describe, describeOf })
  for (const text of wrong) yield { outcome: 'bad', subject, text, code: 'FIELD_UNKNOWN', hint: fieldHint }
  const named = new Set([...namedPaths(settings ?? {}), settings?.watermarkField])
  const lists = plan.selection.children.filter(({ isConfigured }) => isConfigured)
  const isOfList = (path: string) => lists.some(({ relationship }) => path.startsWith(`${relationship}.`))
  const missing = plan.selection.missing.filter((path) => !named.has(path) && !isOfList(path))
  if (missing.length > 0) yield { outcome: 'note', subject, text: `not there or not readable: ${missing.join(', ')}` }
  if (wrong.length === 0) for (const text of report.warnings ?? []) yield { outcome: 'note', subject, text }
}

const fieldHint =
  'Correct the name in the configuration, or let the run-as user read the field: ' +
  'Setup > Users > Permission Sets > Object Settings > Field Permissions. `sf-extract describe` lists the fields.'

/** Under `"*"` a configuration may have settings for an object that the org turns out not to have. */
function* checkUnusedSettings({ catalog, datasource }: Run): Generator<CheckResult> {
  const known = [...catalog.wanted, ...[...catalog.skipped, ...catalog.failed].map(({ object: name }) => ({ name }))]
  const names = known.map(({ name }) => name)
  for (const name of Object.keys(datasource.objects).filter((each) => !findObjectName(each, names))) {
    const near = closestName(name, names)
    const text = `objects.${name} has no effect: the org has no such object that this user can query`
    const suggestion = near === undefined ? '' : `; did you mean "${near}"?`
    yield { outcome: 'bad', subject: `${datasource.id} ${name}`, text: text + suggestion, code: 'OBJECT_UNKNOWN' }
  }
}

/** The datasource without the objects its org lacks, so that the others can be looked at too. */
async function withKnownObjects(datasource: Datasource, org: Org): Promise<Datasource> {
  const names = ((await org.describeGlobal()).body ?? []).map(({ name }) => name)
  const isKnown = (name: string) => name === '*' || findObjectName(name, names) !== undefined
  const objects = Object.entries(datasource.objects).filter(([name]) => isKnown(name))
  return {
    ...datasource,
    standardObjects: datasource.standardObjects.filter(isKnown),
    customObjects: datasource.customObjects.filter(isKnown),
    objects: Object.fromEntries(objects),
  }
}
