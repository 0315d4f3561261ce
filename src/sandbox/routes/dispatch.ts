import { ApiError, refuse, renderApiError } from '../http/api-errors.js'
import type { Call, Reply } from '../http/call.js'
import { translateReply } from '../http/language.js'
import { strikeAnswer } from '../faults/answer-faults.js'
import type { SandboxOrg } from '../org.js'
import { subjectOf } from '../subject.js'
import { answerBatch } from './composite/batch.js'
import { answerComposite } from './composite/composite.js'
import { answerGraph } from './composite/graph.js'
import { ROUTES } from './routes.js'
import { answerVersions, isKnownVersion, isRetired } from './versions.js'

/** Answers a REST call: who asks, whether they may, then the route. Errors become the answers the service gives. */
export function answerRest(org: SandboxOrg, call: Call): Reply {
  return translateReply(org.settings.language, answerOrRefuse(org, call))
}

function answerOrRefuse(org: SandboxOrg, call: Call): Reply {
  try {
    if (call.path === '/services/data') {
      if (methodOf(call) !== 'GET') throw notAllowed(call, ['GET'])
      return answerVersions()
    }
    call.session ??= org.sessions.check(call.headers['authorization'])
    if (!call.inner) org.usage.used++
    const struck = strikeAnswer(org, call, subjectOf(org, call))
    if (struck) return struck
    if (!call.inner && org.usage.used > org.usage.max) throw refuse('dailyLimit')
    if (isRetired(call.version)) throw refuse('versionGone', call.version)
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

/** Calls made of calls: each part comes here again. */
const OUTER: Record<string, typeof answerComposite> = {
  '/composite': answerComposite,
  '/composite/batch': answerBatch,
  '/composite/graph': answerGraph,
}

function route(org: SandboxOrg, call: Call): Reply {
  const path = call.path.slice(`/services/data/v${call.version}`.length)
  const answerParts = call.inner ? undefined : OUTER[path]
  const method = methodOf(call)
  if (answerParts !== undefined && method === 'POST') {
    if (org.faults.strike('no-composite', subjectOf(org, call))) throw refuse('notEnabled')
    return answerParts(org, call, (inner) => answerRest(org, inner))
  }
  const matching = ROUTES.flatMap((one) => {
    const match = one.isOuter && call.inner ? null : one.pattern.exec(path)
    return match ? [{ ...one, parts: match.slice(1) }] : []
  })
  const found = matching.find(({ methods }) => methods.includes(method))
  if (found !== undefined) return found.answer(org, { ...call, method }, found.parts)
  const allowed = [...matching.flatMap(({ methods }) => methods), ...(answerParts ? ['POST'] : [])]
  if (allowed.length === 0) throw refuse('notFound')
  throw notAllowed(call, allowed)
}

/** A POST may say in its address which method is meant (REST API Developer Guide, "Using HTTP methods"). */
function methodOf({ method, query }: Call): string {
  const named = method === 'POST' ? (query.get('_HttpMethod') ?? method) : method
  return named === 'HEAD' ? 'GET' : named
}

function notAllowed({ method }: Call, methods: string[]): Error {
  const allowed = [...new Set(methods)].map((each) => (each === 'GET' ? 'HEAD,GET' : each)).join(',')
  return refuse('methodNotAllowed', `${method}' not allowed. Allowed are ${allowed}`)
}
