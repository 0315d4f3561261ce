import { ApiError, refuse, renderApiError } from '../http/api-errors.js'
import type { Call, Reply } from '../http/call.js'
import type { Strike } from '../faults/faults.js'
import { lineOf, type SandboxOrg } from '../org.js'
import { renderStatus } from '../http/status-pages.js'
import { answerComposite } from './composite.js'
import { answerBasicInfo, answerDescribe, answerGlobal } from './describe.js'
import { answerJob, answerJobs, answerResultPages, answerResults } from './jobs.js'
import { answerLimits } from './limits.js'
import { answerNextPage, answerQuery } from './query.js'
import { answerDeleted, answerUpdated } from './replication.js'
import { answerBlob, answerRow } from './rows.js'
import { answerResources, answerVersions, isKnownVersion } from './versions.js'

/** Answers a REST call: who asks, whether they may, then the route. Errors become the answers the service gives. */
export function answerRest(org: SandboxOrg, call: Call): Reply {
  try {
    if (call.path === '/services/data') return answerVersions()
    call.session ??= org.sessions.check(call.headers['authorization'])
    if (!call.inner) org.usage.used++
    const fault = org.faults.strikeAny('answer', { line: lineOf(call) })
    if (fault) return answerFault(call, fault)
    if (!call.inner && org.usage.used > org.usage.max) throw refuse('dailyLimit')
    if (!isKnownVersion(call.version)) throw refuse('notFound')
    return route(org, call)
  } catch (error) {
    return renderError(error)
  }
}

/** An error as the answer of the service. */
export function renderError(error: unknown): Reply {
  if (error instanceof ApiError) {
    const headers: Record<string, string> = error.status === 401 ? { 'WWW-Authenticate': 'Token' } : {}
    return { status: error.status, headers, json: renderApiError(error) }
  }
  const reason = error instanceof Error ? error.message : String(error)
  return { status: 500, json: renderApiError(refuse('unknown', reason)) }
}

type Route = (org: SandboxOrg, call: Call, parts: string[]) => Reply

/** Below /services/data/vNN.0, tried in this order. Jobs take more methods than GET, and are no part of a composite. */
const ROUTES: [RegExp, Route, isJob?: true][] = [
  [/^$/, (org, call) => answerResources(org, call)],
  [/^\/sobjects$/, (org, call) => answerGlobal(org, call)],
  [/^\/sobjects\/([^/]+)$/, (org, call, [name]) => answerBasicInfo(org, call, name!)],
  [/^\/sobjects\/([^/]+)\/describe$/, (org, call, [name]) => answerDescribe(org, call, name!)],
  [/^\/sobjects\/([^/]+)\/deleted$/, (org, call, [name]) => answerDeleted(org, call, name!)],
  [/^\/sobjects\/([^/]+)\/updated$/, (org, call, [name]) => answerUpdated(org, call, name!)],
  [/^\/sobjects\/([^/]+)\/([^/]+)$/, (org, call, [name, id]) => answerRow(org, call, name!, id!)],
  [
    /^\/sobjects\/([^/]+)\/([^/]+)\/([^/]+)$/,
    (org, call, parts) => answerBlob(org, call, parts as [string, string, string]),
  ],
  [/^\/query$/, (org, call) => answerQuery(org, call, false)],
  [/^\/queryAll$/, (org, call) => answerQuery(org, call, true)],
  [/^\/(?:query|queryAll)\/([^/]+)$/, (org, call, [locator]) => answerNextPage(org, call, locator!)],
  [/^\/limits$/, (org) => answerLimits(org)],
  [/^\/jobs\/query$/, (org, call) => answerJobs(org, call), true],
  [/^\/jobs\/query\/([^/]+)$/, (org, call, [id]) => answerJob(org, call, id!), true],
  [/^\/jobs\/query\/([^/]+)\/results$/, (org, call, [id]) => answerResults(org, call, id!), true],
  [/^\/jobs\/query\/([^/]+)\/resultPages$/, (org, call, [id]) => answerResultPages(org, call, id!), true],
]

function route(org: SandboxOrg, call: Call): Reply {
  const path = call.path.slice(`/services/data/v${call.version}`.length)
  if (path === '/composite' && !call.inner) {
    if (call.method !== 'POST') throw refuse('postOnly', call.method)
    return answerComposite(org, call, (inner) => answerRest(org, inner))
  }
  for (const [pattern, answer, isJob] of ROUTES) {
    const match = pattern.exec(path)
    if (!match || (isJob && call.inner)) continue
    if (!isJob && call.method !== 'GET' && call.method !== 'HEAD') throw refuse('methodNotAllowed', call.method)
    return answer(org, call, match.slice(1))
  }
  throw refuse('notFound')
}

function answerFault(call: Call, fault: Strike): Reply {
  if (fault.name === 'expire-session') {
    if (call.session) call.session.alive = false
    throw refuse('sessionExpired')
  }
  if (fault.name === 'session-not-for-rest') throw refuse('sessionNotForRest')
  if (fault.name === 'concurrent-limit') throw refuse('concurrentLimit')
  if (fault.name === 'daily-limit') throw refuse('dailyLimit')
  return renderStatus(fault.status ?? 503, fault.body ?? 'html')
}
