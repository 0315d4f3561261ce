import { onTestFinished } from 'vitest'
import type { Connector } from '../../src/config/config-types.js'
import type { Org } from '../../src/org/org.js'
import { openOrg } from '../../src/org/open-org.js'
import type { OrgOptions } from '../../src/org/open-org.js'
import type { Log, Page } from '../../src/terms.js'
import { openManualClock } from './manual-clock.js'
import type { ManualClock } from './manual-clock.js'
import { startScriptedServer } from './scripted-server.js'
import type { ScriptedServer } from './scripted-server.js'

export interface ScriptedOrg {
  org: Org
  server: ScriptedServer
  clock: ManualClock
  /** Everything logged, as text. */
  logged: string[]
}

type FieldTable = Partial<Omit<OrgOptions, 'connector' | 'clock' | 'extract'>> & {
  connector?: Partial<Connector>
  extract?: Partial<OrgOptions['extract']>
  clock?: ManualClock
}

export const usualExtract: OrgOptions['extract'] = {
  retry: { attempts: 4, delayMs: 1000, maxDelayMs: 30_000, budgetMs: 120_000 },
  requestTimeoutMs: 5000,
  maxAnswerBytes: 10_000_000,
  quotaReserve: { percent: 10 },
  pageSize: 2000,
  concurrency: 4,
}

/** An org on a scripted server of its own; both are closed when the test ends. Jitter is always the longest wait. */
export async function openScriptedOrg({ connector, extract, ...options }: FieldTable = {}): Promise<ScriptedOrg> {
  const server = await startScriptedServer()
  onTestFinished(() => server.close())
  const clock = options.clock ?? openManualClock()
  const logged: string[] = []
  const org = openOrg({
    log: openListLog(logged),
    random: () => 1,
    ...options,
    clock,
    connector: { ...buildConnector(server.url), ...connector },
    extract: { ...usualExtract, ...extract },
  })
  onTestFinished(() => org.close())
  return { org, server, clock, logged }
}

export function buildConnector(loginUrl: string): Connector {
  return {
    id: 'salesforce',
    name: 'Salesforce Connector',
    loginUrl,
    folder: '/',
    auth: 'client_credentials',
    clientId: '3MVG9exampleClientId',
    clientSecret: 'example-client-secret',
    apiVersion: '62.0',
    jobsAtOnce: 4,
  }
}

function openListLog(logged: string[]): Log {
  const write = (facts: Record<string, unknown>, text: string) => void logged.push(`${JSON.stringify(facts)} ${text}`)
  return { debug: write }
}

const accountsUrl = '/services/data/v62.0/sobjects/Account'

/** A query answer of rows with the Ids; `next` makes it not the last. */
export function buildPageBody(ids: string[], next?: string) {
  return {
    totalSize: ids.length,
    done: next === undefined,
    nextRecordsUrl: next,
    records: ids.map((Id) => ({ attributes: { type: 'Account', url: `${accountsUrl}/${Id}` }, Id })),
  }
}

/** The answer to a composite call with a part for each body: an error where it is a list. */
export function buildComposite(...bodies: unknown[]) {
  const compositeResponse = bodies.map((body, place) => ({
    body,
    httpHeaders: {},
    httpStatusCode: Array.isArray(body) ? 400 : 200,
    referenceId: `part${place}`,
  }))
  return { body: { compositeResponse } }
}

/** An error as the REST API sends it. */
export function buildErrorBody(errorCode: string, message: string) {
  return [{ message, errorCode }]
}

export const accounts = { sobject: 'Account', soql: 'SELECT Id FROM Account', scope: 'live' } as const

/** Every page of one question. */
export async function readPages(org: Org, query: Parameters<Org['query']>[0] = accounts): Promise<Page[]> {
  const pages: Page[] = []
  for await (const page of org.query(query).pages()) pages.push(page)
  return pages
}

/** The Ids of every row of one question. */
export async function readIds(org: Org): Promise<unknown[]> {
  return (await readPages(org)).flatMap(({ rows }) => rows.map(({ Id }) => Id))
}
