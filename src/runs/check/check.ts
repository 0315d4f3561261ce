import type { Connector, Datasource } from '../../config/config-types.js'
import { isExtractError } from '../../errors/extract-error.js'
import type { Org } from '../../org/org.js'
import { outputFailed } from '../../sinks/output-failed.js'
import type { State } from '../../state/state.js'
import { connectorOf } from '../../config/connector-of.js'
import { orKeepFailed } from '../../sync/files/file-place.js'
import type { TargetAddress } from '../../config/targets/target-address.js'
import { checkDatasource } from './check-datasource.js'
import { checkTarget } from './check-target.js'
import { failure, type CheckResult } from './check-result.js'
import { describeLogin } from './describe-login.js'
import { checkWay } from './check-way.js'
import { tryFolder } from './try-folder.js'
import { withTriedState } from './try-state.js'
import { openConnector, type OrgContext } from '../open-connector.js'
import { findDamage } from '../state/repair.js'

/** What orgs are opened with, and what is checked. The signal ends the check. */
export type CheckContext = OrgContext & {
  signal: AbortSignal
  /** Only these and their orgs. */
  datasources?: Datasource[]
  /** The output folder of the runs to come: it is written to, and counts for what is known already. */
  folder?: string
  /** The target of the runs to come: it is asked whether it is ready, and gets nothing. */
  target?: TargetAddress | undefined
  /** No call: configuration, state and output alone. */
  offline: boolean
}

/**
 * Tries what a run needs, at a call or two an object: the configuration, the state and the output, each with a write,
 * each org with its login, each datasource with its objects, the names in its settings and a first row. Hands each
 * result to `tell` as it is known. Logs in anew, and leaves everything as it was.
 */
export async function check(context: CheckContext, tell: (result: CheckResult) => Promise<void>): Promise<void> {
  const { config, clock, offline, folder, target } = context
  await tell({ outcome: 'good', subject: 'configuration', text: config.file ?? 'from the environment' })
  for (const note of config.notes) await tell({ outcome: 'note', subject: 'configuration', text: note })
  await withTriedState(config.extract.state, { clock, offline }, async ({ result, state }) => {
    await tell(result)
    if (result.outcome === 'good') for (const damage of await checkValues(state)) await tell(damage)
    if (folder !== undefined) await tell(await checkFolder(folder))
    if (target !== undefined) {
      const first = config.connectors.find((each) => isChecked(each, context))
      await tell(await checkTarget(target, { ...context, connector: first }))
    }
    const { filesDir } = config.extract
    const keepsFiles = (context.datasources ?? config.datasources).some(({ files }) => files === 'download')
    if (filesDir !== undefined && keepsFiles) await tell(await checkFilesDir(filesDir))
    for (const connector of config.connectors) {
      if (!isChecked(connector, context)) continue
      const way = await checkWay(connector, context.env)
      if (way !== undefined) await tell(way)
      if (offline || way?.outcome === 'bad') continue
      for await (const found of checkConnector(connector, state, context)) await tell(found)
    }
  })
  if (offline)
    await tell({ outcome: 'note', subject: 'offline', text: 'login, objects, fields and quota are not checked' })
}

/** Each value that isn't what was written; a run that doesn't read it would not notice. */
async function checkValues(state: State): Promise<CheckResult[]> {
  try {
    const damages = await findDamage(state)
    return damages.map(({ key, content, effect }) => ({
      outcome: 'bad',
      subject: 'state',
      text: `"${key}" is damaged. It held ${content}.`,
      code: 'STATE_BROKEN',
      hint: `Run \`sf-extract state repair\`: then ${effect}. Or restore the state from a backup.`,
    }))
  } catch (error) {
    return [failure('state', error)]
  }
}

async function checkFolder(folder: string): Promise<CheckResult> {
  try {
    await tryFolder(folder)
    return { outcome: 'good', subject: 'output', text: folder }
  } catch (error) {
    return failure('output', outputFailed(folder, error))
  }
}

async function checkFilesDir(filesDir: string): Promise<CheckResult> {
  try {
    await orKeepFailed(filesDir, () => tryFolder(filesDir))
    return { outcome: 'good', subject: 'files_dir', text: filesDir }
  } catch (error) {
    return failure('files_dir', error)
  }
}

/** Where some datasources alone are checked, so are their connectors. */
function isChecked(connector: Connector, context: CheckContext): boolean {
  return context.datasources === undefined || datasourcesOf(connector, context).length > 0
}

function datasourcesOf(connector: Connector, { config, datasources = config.datasources }: CheckContext): Datasource[] {
  return datasources.filter((each) => connectorOf(config, each) === connector)
}

async function* checkConnector(connector: Connector, state: State, context: CheckContext): AsyncGenerator<CheckResult> {
  const own = datasourcesOf(connector, context)
  const org = openConnector(connector, context, { freshLogin: true })
  let subject = `login ${connector.id}`
  try {
    yield { outcome: 'good', subject, text: await describeLogin(connector, org) }
    for (const datasource of own) yield* checkAlone(datasource, org, state, context)
    subject = `quota ${connector.id}`
    yield { outcome: 'good', subject, text: await describeQuota(org) }
  } catch (error) {
    yield failure(subject, error)
  } finally {
    await org.close()
  }
}

/** What ends the run of a datasource doesn't keep the next one from being checked. */
async function* checkAlone(
  datasource: Datasource,
  org: Org,
  state: State,
  { clock, signal, config, folder, log, env }: CheckContext,
): AsyncGenerator<CheckResult> {
  try {
    const { extract: settings } = config
    const { filesDir } = settings
    const connector = connectorOf(config, datasource)
    yield* checkDatasource(datasource, { org, state, clock, signal, log, env, connector, folder, filesDir, settings })
  } catch (error) {
    if (isExtractError(error, 'INTERRUPTED')) throw error
    yield failure(datasource.id, error)
  }
}

async function describeQuota(org: Org): Promise<string> {
  const usage = org.quota()
  if (usage !== undefined) return renderUsage(usage.used, usage.max)
  const requests = (await org.limits())['DailyApiRequests']
  return requests === undefined ? 'the org does not tell' : renderUsage(requests.Max - requests.Remaining, requests.Max)
}

function renderUsage(used: number, max: number): string {
  return `${used.toLocaleString('en-US')} of ${max.toLocaleString('en-US')} API calls used in 24 hours`
}
