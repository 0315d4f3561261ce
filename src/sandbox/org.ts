import type { Call } from './http/call.js'
import type { Jobs } from './bulk/jobs.js'
import type { Churned, ChurnOptions } from './company/churn/churn.js'
import type { DescribeStamps } from './describes/describe-stamps.js'
import type { FaultBook } from './faults/fault-book.js'
import type { Language } from './http/language.js'
import type { LongCalls } from './http/long-calls.js'
import type { Locators } from './locators.js'
import type { RequestLog } from './http/request-log.js'
import type { Sessions } from './sessions.js'
import type { SandboxClock, Store } from './terms.js'
import type { Usage } from './usage.js'

/** All the embedded org is made of, as its routes see it. */
export interface SandboxOrg {
  store: Store
  clock: SandboxClock
  sessions: Sessions
  /** The refresh tokens that are good. */
  refreshTokens: Set<string>
  locators: Locators
  jobs: Jobs
  faults: FaultBook
  log: RequestLog
  longCalls: LongCalls
  usage: Usage
  describeStamps: DescribeStamps
  settings: Settings
  /** Makes random changes. */
  churn: (options: ChurnOptions) => Churned
}

interface Settings {
  /** `http://127.0.0.1:port`, without a trailing slash. */
  url: string
  clientId: string
  clientSecret: string
  organizationId: string
  /** PEM of the app's certificate or public key; without it no JWT is taken. */
  certificate: string | undefined
  /** Whether a refresh token can be used once, and another comes with each answer. */
  rotatesRefreshTokens: boolean
  pageSize: number
  childPageSize: number
  /** Rows of a page of a job's results. */
  bulkPageSize: number
  /** What opens the username-password flow; without it the org blocks that flow, as orgs do. */
  password: string | undefined
  /** The language of the user's messages. */
  language: Language
  /** Also tell the calls of the connected app in Sforce-Limit-Info. */
  perAppUsage: boolean
}

/** The line faults are matched against. */
export function lineOf(call: Call): string {
  const query = call.query.toString()
  return `${call.method} ${call.path}${query === '' ? '' : `?${decodeQuery(query)}`}`
}

function decodeQuery(query: string): string {
  return decodeURIComponent(query.replaceAll('+', ' '))
}
