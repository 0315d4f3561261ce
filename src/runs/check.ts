import { isExtractError, reportError } from '../errors/extract-error.js'
import type { Org } from '../org/org.js'
import { planObjects } from '../sync/plan/plan-objects.js'
import { openRun } from '../sync/run/run.js'
import { equals, soql } from '../soql/soql.js'
import type { Connector, Datasource } from '../terms.js'
import { openMemoryState } from '../state/memory-state.js'
import { silentListener } from '../cli/printer/silent.js'
import type { Marks } from '../cli/printer/marks.js'
import type { CommandContext } from '../cli/command-context.js'
import type { Terminal } from '../cli/terminal/terminal.js'

/** One thing looked at. `bad` ones carry the code of their error. */
export interface Finding {
  outcome: keyof Marks
  /** `login salesforce`, `crm Account`. */
  subject: string
  text: string
  code?: string
  hint?: string
}

/**
 * Looks at the configuration, then at each org with its login, and at each datasource with its objects and fields.
 * Logs in anew, and keeps what it learns in memory alone.
 */
export async function* inspect(
  names: string[] | undefined,
  context: CommandContext,
  terminal: Terminal,
): AsyncGenerator<Finding> {
  const { config } = context
  const chosen = names === undefined ? config.datasources : context.datasources({ datasource: names, force: true })
  yield { outcome: 'good', subject: 'configuration', text: config.file ?? 'from the environment' }
  for (const note of config.notes) yield { outcome: 'note', subject: 'configuration', text: note }
  for (const connector of config.connectors) {
    const datasources = chosen.filter((datasource) => context.connectorOf(datasource) === connector)
    if (names === undefined || datasources.length > 0) yield* inspectOrg(connector, datasources, context, terminal)
  }
}

async function* inspectOrg(
  connector: Connector,
  datasources: Datasource[],
  context: CommandContext,
  terminal: Terminal,
): AsyncGenerator<Finding> {
  const org = await context.org(connector, { freshLogin: true })
  let subject = `login ${connector.id}`
  try {
    yield { outcome: 'good', subject, text: await describeLogin(org) }
    for (const datasource of datasources) {
      subject = datasource.id
      yield* inspectDatasource(datasource, org, context, terminal)
    }
    subject = `quota ${connector.id}`
    yield { outcome: 'good', subject, text: await describeQuota(org) }
  } catch (error) {
    yield failure(subject, error)
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

async function* inspectDatasource(
  datasource: Datasource,
  org: Org,
  context: CommandContext,
  terminal: Terminal,
): AsyncGenerator<Finding> {
  const { id, enabled, disabledBy } = datasource
  if (!enabled) yield { outcome: 'note', subject: id, text: `switched off (${disabledBy}: false)` }
  try {
    yield* inspectObjects(datasource, org, context, terminal)
  } catch (error) {
    if (!isExtractError(error, 'OBJECT_UNKNOWN')) throw error
    for (const problem of error.details.problems ?? [error.message]) yield { ...failure(id, error), text: problem }
    yield* inspectObjects(await withKnownObjects(datasource, org), org, context, terminal)
  }
}

async function* inspectObjects(
  datasource: Datasource,
  org: Org,
  context: CommandContext,
  { clock, signal }: Terminal,
): AsyncGenerator<Finding> {
  const state = openMemoryState()
  const run = await openRun(
    datasource,
    { run: '' },
    { org, state, clock, signal, listener: silentListener, settings: context.config.extract },
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

function failure(subject: string, error: unknown): Finding {
  const { code, message, hint } = reportError(error)
  return { outcome: 'bad', subject, text: message, code, ...(hint === undefined ? {} : { hint }) }
}
