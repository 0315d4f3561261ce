import type { Connector, Datasource } from '../config/config-types.js'
import { isExtractError, reportError } from '../errors/extract-error.js'
import type { Org } from '../org/org.js'
import { planObjects } from '../sync/plan/plan-objects.js'
import { openRun } from '../sync/run/run.js'
import { equals } from '../soql/conditions.js'
import { soql } from '../soql/soql.js'
import { connectorOf } from '../config/connector-of.js'
import { openMemoryState } from '../state/memory-state.js'
import { openConnector, type OrgContext } from './open-connector.js'

/** One thing that was checked. `bad` ones carry the code of their error. */
export interface CheckResult {
  outcome: 'good' | 'bad' | 'note'
  /** `login salesforce`, `crm Account`. */
  subject: string
  text: string
  code?: string
  hint?: string
}

/** What orgs are opened with; the signal ends the check. */
export type CheckContext = OrgContext & { signal: AbortSignal }

/**
 * Looks at the configuration, then at each org with its login, and at each datasource with its objects and fields.
 * With `datasources` only at those and their orgs. Logs in anew, and keeps what it learns in memory alone.
 */
export async function* check(
  datasources: Datasource[] | undefined,
  context: CheckContext,
): AsyncGenerator<CheckResult> {
  const { config } = context
  yield { outcome: 'good', subject: 'configuration', text: config.file ?? 'from the environment' }
  for (const note of config.notes) yield { outcome: 'note', subject: 'configuration', text: note }
  for (const connector of config.connectors) {
    const ofConnector = (datasources ?? config.datasources).filter((each) => connectorOf(config, each) === connector)
    if (datasources === undefined || ofConnector.length > 0) yield* checkOrg(connector, ofConnector, context)
  }
}

async function* checkOrg(
  connector: Connector,
  datasources: Datasource[],
  context: CheckContext,
): AsyncGenerator<CheckResult> {
  const org = openConnector(connector, context, { freshLogin: true })
  let subject = `login ${connector.id}`
  try {
    yield { outcome: 'good', subject, text: await describeLogin(org) }
    for (const datasource of datasources) {
      subject = datasource.id
      yield* checkDatasource(datasource, org, context)
    }
    subject = `quota ${connector.id}`
    yield { outcome: 'good', subject, text: await describeQuota(org) }
  } catch (error) {
    yield failure(subject, error)
  } finally {
    await org.close()
  }
}

async function describeLogin(org: Org): Promise<string> {
  const { instanceUrl, apiVersion, userId } = await org.session()
  return `${instanceUrl} as ${await userName(org, userId)}, API ${apiVersion}`
}

/** The user's own record may be hidden from it; the Id will do then. */
async function userName(org: Org, userId: string): Promise<string> {
  const statement = soql('User').fields(['Name', 'Username']).where(equals('Id', userId))
  try {
    for await (const { rows } of org.query({ sobject: 'User', scope: 'live', soql: statement.text() }).pages()) {
      const [row] = rows
      if (row !== undefined) return `${String(row['Name'])} (${String(row['Username'])})`
    }
  } catch (error) {
    if (!isExtractError(error, 'ACCESS_DENIED', 'OBJECT_NOT_FOUND', 'FIELD_UNKNOWN', 'QUERY_REFUSED')) throw error
  }
  return userId
}

async function* checkDatasource(datasource: Datasource, org: Org, context: CheckContext): AsyncGenerator<CheckResult> {
  const { id, enabled, disabledBy } = datasource
  if (!enabled) yield { outcome: 'note', subject: id, text: `switched off (${disabledBy}: false)` }
  try {
    yield* checkObjects(datasource, org, context)
  } catch (error) {
    if (!isExtractError(error, 'OBJECT_UNKNOWN')) throw error
    for (const problem of error.details.problems ?? [error.message]) yield { ...failure(id, error), text: problem }
    yield* checkObjects(await withKnownObjects(datasource, org), org, context)
  }
}

async function* checkObjects(
  datasource: Datasource,
  org: Org,
  { clock, signal, config }: CheckContext,
): AsyncGenerator<CheckResult> {
  const state = openMemoryState()
  const run = await openRun(
    datasource,
    { runId: '' },
    { org, state, clock, signal, listener: {}, settings: config.extract },
  )
  for (const { object, selection } of planObjects(run)) {
    const subject = `${datasource.id} ${object}`
    yield { outcome: 'good', subject, text: `${selection.fields.length} fields` }
    if (selection.missing.length > 0)
      yield { outcome: 'note', subject, text: `not there or not readable: ${selection.missing.join(', ')}` }
  }
  for (const { object, reason } of run.catalog.skipped)
    yield { outcome: 'note', subject: `${datasource.id} ${object}`, text: reason }
  for (const { object, error } of run.catalog.failed) {
    yield { outcome: 'bad', subject: `${datasource.id} ${object}`, text: error.message, code: error.code }
  }
}

/** The datasource without the objects its org lacks, so that the others can be looked at too. */
async function withKnownObjects(datasource: Datasource, org: Org): Promise<Datasource> {
  const known = new Set(((await org.describeGlobal()).body ?? []).map(({ name }) => name.toLowerCase()))
  const pick = (names: string[]) => names.filter((name) => name === '*' || known.has(name.toLowerCase()))
  return {
    ...datasource,
    standardObjects: pick(datasource.standardObjects),
    customObjects: pick(datasource.customObjects),
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

function failure(subject: string, error: unknown): CheckResult {
  const { code, message, hint } = reportError(error)
  return { outcome: 'bad', subject, text: message, code, hint }
}
