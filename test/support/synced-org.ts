import { onTestFinished } from 'vitest'
import { systemClock, type Clock } from '../../src/clock.js'
import type { Datasource } from '../../src/config/config-types.js'
import { buildSectionSchema } from '../../src/config/settings/section-schema.js'
import { datasourceSettings, syncSettings } from '../../src/config/settings/settings.js'
import type { Pipeline } from '../../src/enrichment/pipeline.js'
import { openFileTexts } from '../../src/extraction/file-texts.js'
import type { Org } from '../../src/org/org.js'
import { openOrg, type OrgOptions } from '../../src/org/open-org.js'
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.js'
import type { Sink } from '../../src/sinks/sink.js'
import { openJsonState } from './json-state.js'
import type { SyncContext, SyncOptions } from '../../src/sync/context.js'
import { keepWindows } from '../../src/sync/run/keep-windows.js'
import { syncDatasource } from '../../src/sync/sync.js'
import type { State } from '../../src/state/state.js'
import type { Document, Query, RunReport } from '../../src/terms.js'
import { askedSince, type Asked } from './journey.js'
import { openManualClock, type ManualClock } from './manual-clock.js'
import { openMemorySink, type SinkHooks } from './memory-sink.js'
import { openHeardListener, type HeardListener } from './heard-listener.js'
import { usualExtract } from './scripted-org.js'
import { makeTempFolder } from './temp-folder.js'

export interface SyncedOrgOptions {
  sandbox?: SandboxOptions
  datasource?: Partial<Datasource>
  extract?: Partial<OrgOptions['extract']>
  settings?: Partial<SyncContext['settings']>
}

/** What one run of a test is given besides the datasource. */
export interface RunExtras extends SinkHooks {
  signal?: AbortSignal
  maxCalls?: number
  /** Instead of the memory sink. */
  sink?: Sink
  /** Instead of its own state: a held view. */
  state?: State
  clock?: Clock
  pipeline?: Pipeline
  /** Called before a query's first page is fetched. */
  before?(query: Query): void | Promise<void>
}

export interface Outcome {
  report: RunReport
  /** What was committed. */
  documents: Document[]
  /** What was written, committed or not. */
  written: Document[]
  /** The org's log of this run, logins apart, the parts of composite calls each by itself. */
  requests: Asked[]
  heard: HeardListener
}

export interface SyncedOrg {
  sandbox: Sandbox
  state: State
  datasource: Datasource
  /** This machine's clock, which stands still. */
  clock: ManualClock
  /** One run in this process, as `runDatasource` has it: an org and a sink of its own over the same state. */
  run(options?: Omit<SyncOptions, 'runId'>, extras?: RunExtras): Promise<Outcome>
  /** What a run works with, for what is no sync: plan. */
  context(extras?: RunExtras): SyncContext
  /** Moves the org's clock on. */
  pass(seconds: number): void
}

/**
 * An embedded org over real HTTP, a state in memory, and runs between them; everything is closed when the test ends.
 */
export async function openSyncedOrg(options: SyncedOrgOptions = {}): Promise<SyncedOrg> {
  const sandbox = await startSandbox({ records: 0, ...options.sandbox })
  onTestFinished(() => sandbox.close())
  const clock = openManualClock()
  const state = openJsonState()
  const textsFolder = await makeTempFolder()
  const datasource = { ...usualDatasource, ...options.datasource }
  const heardOf = new Map<SyncContext, HeardListener>()
  let runs = 0
  const contextOf = (extras: RunExtras = {}): SyncContext => {
    const heard = openHeardListener()
    const made = buildContext(sandbox, { clock, state, textsFolder, ...extras }, options, heard)
    heardOf.set(made, heard)
    return made
  }
  return {
    sandbox,
    state,
    datasource,
    clock,
    context: contextOf,
    pass: (seconds) => sandbox.clock.advance(seconds * 1000),
    async run(asked = {}, extras = {}) {
      const made = contextOf(extras)
      const sink = openMemorySink(made.state, extras)
      const logged = sandbox.log.entries().length
      runs += 1
      await keepWindows(state, datasource, asked)
      try {
        const report = await syncDatasource(
          datasource,
          { runId: `run-${runs}`, ...asked },
          { ...made, sink: extras.sink ?? sink },
        )
        const requests = askedSince(sandbox, logged).filter(({ url }) => url.startsWith('/services/data/v'))
        return { report, documents: sink.committed, written: sink.written, requests, heard: heardOf.get(made)! }
      } finally {
        await sink.close()
        await made.org.close()
      }
    },
  }
}

const { syncCustomObjects: _, ...defaults } = buildSectionSchema(datasourceSettings).parse({})
const { syncEnabled: __, ...schedule } = buildSectionSchema(syncSettings).parse({})

export const usualDatasource: Datasource = {
  ...defaults,
  ...schedule,
  id: 'crm',
  name: 'My Salesforce Data',
  connectorId: 'salesforce',
  enabled: true,
  standardObjects: ['Account', 'Case'],
  namesStandardObjects: true,
  objects: {},
}

function buildContext(
  sandbox: Sandbox,
  extras: RunExtras & { clock: Clock; state: State; textsFolder: string },
  { extract, settings }: SyncedOrgOptions,
  listener: HeardListener,
): SyncContext {
  const { clock, state, textsFolder, signal = new AbortController().signal, maxCalls, before, pipeline } = extras
  const usual = { ...usualExtract, ...extract }
  const connector = {
    id: 'salesforce',
    name: 'Salesforce Connector',
    loginUrl: sandbox.url,
    folder: '/',
    auth: 'client_credentials' as const,
    clientId: sandbox.clientId,
    clientSecret: sandbox.clientSecret,
    apiVersion: '62.0',
    jobsAtOnce: 4,
  }
  const org = openOrg({
    connector,
    extract: usual,
    clock,
    log: silentLog,
    signal,
    maxCalls,
  })
  onTestFinished(() => org.close())
  const texts = openFileTexts(textsFolder, { clock: systemClock })
  onTestFinished(() => texts.close())
  return {
    org: before === undefined ? org : watchQueries(org, before),
    state,
    clock,
    listener,
    signal,
    texts,
    pipeline,
    settings: { ...usualSettings, concurrency: usual.concurrency, pageSize: usual.pageSize, ...settings },
  }
}

const usualSettings = { overlapLimit: 250_000, bulkThreshold: 50_000, bulkWaitMs: 1_800_000, rangeThreshold: 200_000 }

const silentLog = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

/** The same org, with a word to the test before each query. */
function watchQueries(org: Org, before: (query: Query) => void | Promise<void>): Org {
  const query = (asked: Query) => {
    const result = org.query(asked)
    return {
      query: asked,
      async *pages() {
        await before(asked)
        yield* result.pages()
      },
    }
  }
  return {
    ...org,
    query,
    batch: () => ({ ...org.batch(), query }),
  }
}
