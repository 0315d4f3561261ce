/** The embedded org: Salesforce's HTTP interface over made-up data, for the demo and the tests, on loopback alone. */
import type { AddressInfo } from 'node:net'
import { openSandboxClock, repeat } from './clock.js'
import { churn, type Churned, type ChurnOptions } from './company/churn/churn.js'
import { openDescribeStamps } from './describes/describe-stamps.js'
import { openFaultBook, type FaultBook } from './faults/fault-book.js'
import type { FaultSpec } from './faults/faults.js'
import type { Language } from './http/language.js'
import { makeCertificate } from './http/certificate.js'
import { openLocators } from './locators.js'
import type { SandboxOrg } from './org.js'
import { openJobs } from './bulk/jobs.js'
import { openRandom } from './random.js'
import { recordId } from './record-ids.js'
import { openLongCalls } from './http/long-calls.js'
import { validateCertificate } from './routes/login/jwt-grant.js'
import { runAsUser } from './run-as-user.js'
import { openRequestLog, type RequestLog } from './http/request-log.js'
import type { Extra } from './schema/extras.js'
import { openServer } from './http/server.js'
import { openSessions } from './sessions.js'
import { openStore } from './store.js'
import type { SandboxClock, Store } from './terms.js'

export interface SandboxOptions {
  /** 0, the default, takes any free port. */
  port?: number
  /** The data is made from this number; another number is another org, with an Id of its own. */
  seed?: number
  /** About how many records the org starts with. */
  records?: number
  /** More accounts on top of them, with nothing on them: an org of one very large object. */
  accounts?: number
  /** What the org has on request: `person-accounts`, `multi-currency` and others. */
  extras?: readonly Extra[]
  /** Custom objects the org has besides its own, without rows. */
  objects?: number
  /** Added to every answer. */
  latencyMs?: number
  clientId?: string
  clientSecret?: string
  /** A refresh token that is good. */
  refreshToken?: string
  /** Each refresh token can be used once, as the app's policy may say. */
  rotatesRefreshTokens?: boolean
  /** PEM of the certificate or the public key whose private key signs JWTs. */
  certificate?: string
  /** Lets users log in with their name and this password, a flow that orgs block otherwise. */
  password?: string
  /** Speak TLS, with a certificate of its own for 127.0.0.1 and localhost. */
  tls?: boolean
  /** The language of the user whose messages these are. */
  language?: Language
  /** Logins of a user within an hour. */
  loginsPerHour?: number
  faults?: FaultSpec[]
  /** How far the org's clock is ahead of this machine's. */
  clockOffsetMs?: number
  /** Rows of a result page, child rows among them. */
  pageSize?: number
  /** Rows of the first page of a child list. */
  childPageSize?: number
  /** Most rows of a page of a bulk job's results. */
  bulkPageSize?: number
  /** API calls allowed in 24 hours. */
  dailyCalls?: number
  /** Random changes while the org runs. */
  churn?: ChurnOptions & { everyMs: number }
  /** Tell the connected app's share in Sforce-Limit-Info too. */
  perAppUsage?: boolean
}

export interface Sandbox {
  /** `http://127.0.0.1:port`; `https:` with TLS. */
  url: string
  /** The certificate as PEM, for clients to trust; without TLS there is none. */
  certificate: string | undefined
  clientId: string
  clientSecret: string
  /** Of the user that logins act as, whom a JWT or a password names. */
  username: string
  /** Those that are good now. */
  refreshTokens: ReadonlySet<string>
  store: Store
  clock: SandboxClock
  log: RequestLog
  faults: FaultBook
  /** Makes random changes now. */
  churn(changes: ChurnOptions): Churned
  /** Ends every session: the next call of each token answers 401. */
  expireSessions(): void
  close(): Promise<void>
}

/** Starts an org. Rejects when the port is taken, and where the certificate is none. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  if (options.certificate !== undefined) validateCertificate(options.certificate)
  const org = openOrg(options)
  const tls = options.tls ? await makeCertificate(org.clock.now() - (options.clockOffsetMs ?? 0)) : undefined
  const server = openServer(org, options.latencyMs ?? 0, tls)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, LOOPBACK, resolve)
  })
  org.settings.url = `${tls ? 'https' : 'http'}://${LOOPBACK}:${(server.address() as AddressInfo).port}`
  const stopChurn = options.churn ? repeat(options.churn.everyMs, () => void org.churn(options.churn!)) : undefined
  return {
    url: org.settings.url,
    certificate: tls?.cert,
    clientId: org.settings.clientId,
    clientSecret: org.settings.clientSecret,
    username: String(runAsUser(org.store)?.values['Username']),
    refreshTokens: org.refreshTokens,
    store: org.store,
    clock: org.clock,
    log: org.log,
    faults: org.faults,
    churn: org.churn,
    expireSessions: () => void org.sessions.expireAll(),
    close() {
      stopChurn?.()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      return closed
    },
  }
}

const LOOPBACK = '127.0.0.1'
const DEFAULT_SEED = 1
/** What a production org with a few licences has. */
const DEFAULT_DAILY_CALLS = 100_000
/** Of a user in an hour: more are refused (Salesforce Help, "Login rate exceeded"). */
const DEFAULT_LOGINS = 3600

function openOrg(options: SandboxOptions): SandboxOrg {
  const seed = options.seed ?? DEFAULT_SEED
  const clock = openSandboxClock({ offsetMs: options.clockOffsetMs ?? 0 })
  const { records, accounts, extras, objects } = options
  const store = openStore({ seed, clock, records, accounts, extras, objects })
  const random = openRandom(seed).fork('churn')
  const organizationId = recordId('00D', seed)
  const faults = openFaultBook((name) => store.object(name))
  for (const fault of options.faults ?? []) faults.add(fault)
  return {
    store,
    clock,
    faults,
    sessions: openSessions(organizationId, options.loginsPerHour ?? DEFAULT_LOGINS),
    refreshTokens: new Set(options.refreshToken === undefined ? [] : [options.refreshToken]),
    locators: openLocators(),
    jobs: openJobs(),
    log: openRequestLog(),
    longCalls: openLongCalls(clock),
    usage: { used: 0, max: options.dailyCalls ?? DEFAULT_DAILY_CALLS },
    describeStamps: openDescribeStamps(),
    settings: {
      url: '',
      clientId: options.clientId ?? 'sandbox-client-id',
      clientSecret: options.clientSecret ?? 'sandbox-client-secret',
      organizationId,
      certificate: options.certificate,
      password: options.password,
      language: options.language ?? 'en',
      rotatesRefreshTokens: options.rotatesRefreshTokens ?? false,
      pageSize: options.pageSize ?? 2000,
      childPageSize: options.childPageSize ?? 199,
      bulkPageSize: options.bulkPageSize ?? 50_000,
      perAppUsage: options.perAppUsage ?? false,
    },
    churn: (changes) => churn(store, random, changes),
  }
}
