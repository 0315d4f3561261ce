import type { Clock } from '../clock.js'
import type { Connector, ExtractSettings } from '../config/config-types.js'
import type { Log, Retry } from '../terms.js'
import { openApi } from './http/api.js'
import type { Api } from './http/api.js'
import { openBulk } from './bulk/bulk.js'
import { openComposite } from './composite/composite.js'
import { openDescribes } from './describes/describes.js'
import { openHttp } from './http/http.js'
import { openOrgClock } from './http/org-clock.js'
import type { Org } from './org.js'
import { openSharedOrg, type SharedOrg } from './shared-org.js'
import { fetchDeleted } from './queries/deleted.js'
import { openBatch } from './queries/batch.js'
import { saveFile } from './queries/files.js'
import { openQueries } from './queries/queries.js'
import { openQuotaGuard } from './http/quota.js'
import { buildBadAnswer } from './errors/refusal.js'
import type { RetryPolicy } from './http/retry.js'
import { pagesUrl } from './login/instance-url.js'
import { openSessions } from './login/session.js'
import type { RefreshTokens } from './login/refresh-tokens.js'
import type { TokenCache } from './login/token-cache.js'
import { fetchLatestVersion } from './http/api-version.js'

export interface OrgOptions {
  connector: Connector
  extract: Pick<
    ExtractSettings,
    'retry' | 'requestTimeoutMs' | 'maxAnswerBytes' | 'quotaReserve' | 'pageSize' | 'concurrency'
  >
  clock: Clock
  log: Log
  /** Tokens of earlier runs; without it each run logs in. */
  tokenCache?: TokenCache
  /** Where refresh tokens go that the org gives in the place of the configured one; without it they are lost. */
  refreshTokens?: RefreshTokens
  /**
   * The environment of commands that tell a secret, and of the Salesforce CLI; HTTPS_PROXY and its like of it count.
   * The process's own where it isn't given.
   */
  env?: NodeJS.ProcessEnv
  /** The most API calls of this run, retries included. */
  maxCalls?: number
  /** Ends requests and waits with INTERRUPTED, or with the signal's reason where that is an ExtractError. */
  signal?: AbortSignal
  /** What other runs over the same connector share with this one; without it there is nothing to share. */
  shared?: SharedOrg | undefined
  /** From 0 up to 1, for the jitter of retries. */
  random?: () => number
  /** Hears of each call and each login that is about to be tried again. */
  retried?: (retry: Retry) => void
}

/** The org of a connector. Nothing is sent before something is asked. `close` drops the kept-open connections. */
export function openOrg(options: OrgOptions): Org {
  const { connector, extract, clock, log, maxCalls, signal, random = Math.random, retried } = options
  const { session, inLine, joinUsage } = options.shared ?? openSharedOrg(extract)
  const retryPolicy: RetryPolicy = { retry: extract.retry, clock, random, signal, retried }
  const { tokenCache, refreshTokens, env = process.env } = options
  const http = openHttp({ ...extract, signal, way: { settings: connector, env } })
  const login = { connector, http, retryPolicy, env, refreshTokens }
  const sessions = openSessions({ ...login, tokenCache, shared: session })
  const { usage, leave } = joinUsage()
  const quota = openQuotaGuard({ reserve: extract.quotaReserve, maxCalls, usage })
  const orgClock = openOrgClock()
  const api = openApi({ http, sessions, quota, orgClock, retryPolicy, log, inLine })
  const version = once(() => (connector.apiVersion === 'latest' ? fetchLatestVersion(api) : connector.apiVersion))
  const root = async () => `/services/data/v${await version()}`
  const describes = openDescribes(api, root)
  const queries = openQueries({ api, sessions, pageSize: extract.pageSize, root })
  const composite = openComposite({ api, root, orgClock })
  const bulk = openBulk({ ...extract, api, root, retryPolicy })
  return {
    describeGlobal: (lastModified) => describes.describeGlobal(lastModified),
    describe: (sobject, lastModified) => describes.describe(sobject, lastModified),
    describeRaw: (sobject) => describes.describeRaw(sobject),
    query: (query) => queries.query(query),
    queryMore: (path, sobject) => queries.queryMore(path, sobject),
    soqlBudgetBytes: () => queries.soqlBudgetBytes(),
    bulk,
    batch: () => openBatch({ composite, describes, queries }),
    batchCalls: (members) => composite.count(members),
    async session() {
      const { instanceUrl, userId, orgId } = await sessions.current()
      return { instanceUrl: pagesUrl(instanceUrl), apiVersion: await version(), userId, orgId }
    },
    saveFile: async (file, target) => saveFile(api, `${await root()}/sobjects`, file, target),
    deleted: async (sobject, span) => fetchDeleted(api, await root(), sobject, span),
    limits: async () => fetchLimits(api, await root()),
    startTime: () => orgClock.startTime(),
    quota: () => quota.usage(),
    calls: (sobject) => quota.calls(sobject),
    async close() {
      leave()
      http.close()
    },
  }
}

/** The first call's promise for every call. */
function once<T>(work: () => T | Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined
  return () => (result ??= Promise.resolve(work()))
}

/** Needs View Setup and Configuration; the numbers lag by up to five minutes (REST API Developer Guide, "Limits"). */
async function fetchLimits(api: Api, root: string): Promise<Record<string, { Max: number; Remaining: number }>> {
  const { body } = await api.call({ path: `${root}/limits` })
  if (typeof body !== 'object' || body === null) throw buildBadAnswer("the limits aren't an object", {})
  return Object.fromEntries(Object.entries(body).filter(isAllocation))
}

function isAllocation(entry: [string, unknown]): entry is [string, { Max: number; Remaining: number }] {
  const { Max: max, Remaining: remaining } = (entry[1] ?? {}) as { Max?: unknown; Remaining?: unknown }
  return typeof max === 'number' && typeof remaining === 'number'
}
