import type { Readable } from 'node:stream'
import type { LimitFunction } from 'p-limit'
import { ExtractError } from '../../errors/extract-error.js'
import { unlessAborted, validateNotInterrupted } from '../../errors/interruption.js'
import { parseJson } from '../../exact-json.js'
import type { Log, Stamp } from '../../terms.js'
import { findRule } from '../errors/error-table.js'
import { buildApiHeaders } from './headers.js'
import { hints } from '../errors/hints.js'
import type { Http, HttpAnswer } from './http.js'
import { sentTime, type OrgClock } from './org-clock.js'
import type { QuotaGuard } from './quota.js'
import { isWebPage, readError, type OrgProblem } from '../errors/read-error.js'
import { buildDetails, buildNoJson, buildRefusal, buildTimedOut, buildUnreachable } from '../errors/refusal.js'
import { validateSize } from '../errors/refusal.js'
import type { Subject } from '../errors/subject.js'
import { classifyNoAnswer, isNobodyThere, isUntrusted, validateNotBlocked } from '../errors/way-errors.js'
import { parseRetryAfter } from '../../network/retry-after.js'
import { policyOf, retryPassing, type Outcome, type RetryPolicy } from './retry.js'
import type { Session, Sessions } from '../login/session.js'

export interface ApiRequest extends Subject {
  /** On the instance host, with its query string. */
  path: string
  headers?: Record<string, string>
  /** Makes the call a POST of this as application/json. A try that fails in passing is made again, as for a GET. */
  json?: unknown
  /** Where the call is neither GET nor POST. */
  method?: 'PATCH' | 'DELETE'
  /**
   * Takes the body of a success as it comes, instead of its being parsed as JSON, within the call: it is begun anew at
   * each try. What it throws by itself ends the call.
   */
  read?: (body: Readable) => Promise<unknown>
  /** Set where the path is a query locator: the generation of the session that opened it, where that is known. */
  locator?: { generation?: number }
  /**
   * The call has other calls as its parts, which can be made by themselves: it is tried twice at most, and throws
   * QUERY_TIMEOUT where it took too long.
   */
  isShared?: boolean
  /** False for the list of versions, which Salesforce gives without a login and doesn't count. */
  isCounted?: boolean
}

export interface ApiAnswer {
  status: number
  headers: HttpAnswer['headers']
  /** Parsed JSON, its long numbers as ExactNumber, or what `read` made of the body; undefined for a 304. */
  body: unknown
  /** How long the body was, unpacked. */
  bytes: number
  /** The org's clock when it was asked, as sentTime says; undefined without a readable Date header. */
  orgTime: Stamp | undefined
  /** Of the session that got the answer. */
  generation: number
}

/** The way every call to the org goes. */
export interface Api {
  /**
   * Waits for a free line, asks, retries what passes by itself, and renews an expired session once.
   * Throws as error-table.ts says; QUOTA_REACHED before a call over budget; BAD_ANSWER; INTERRUPTED.
   */
  call(request: ApiRequest): Promise<ApiAnswer>
}

interface ApiParts {
  http: Http
  sessions: Sessions
  quota: QuotaGuard
  orgClock: OrgClock
  retryPolicy: RetryPolicy
  log: Log
  /** Lets so many calls through at a time; one that waits for its next try counts as on its way. */
  inLine: LimitFunction
}

/** A call's end under one session: an answer, or that the session has expired. */
type Reply = { answer: ApiAnswer } | { expired: ExtractError }

/** The calls of one run, in line with those of others to the same org. */
export function openApi(parts: ApiParts): Api {
  const { signal } = parts.retryPolicy
  return {
    call: (request) =>
      unlessAborted(
        parts.inLine(() => callInLine(request, parts)),
        signal,
      ),
  }
}

async function callInLine(request: ApiRequest, parts: ApiParts): Promise<ApiAnswer> {
  validateNotInterrupted(parts.retryPolicy.signal)
  for (let hasLoggedIn = false; ;) {
    const session = await parts.sessions.current()
    validateLocatorAlive(request, session)
    const reply = await retryPassing(() => attempt(request, session, parts), policyOf(request, parts.retryPolicy))
    if ('answer' in reply) return reply.answer
    if (hasLoggedIn) throw await giveUp(reply.expired, parts)
    if (request.locator) throw await loseLocator(request, session, parts)
    hasLoggedIn = await parts.sessions.renew(session)
  }
}

/** A locator is never tried with another token than the one it was opened with. */
function validateLocatorAlive(request: ApiRequest, session: Session): void {
  const opener = request.locator?.generation
  if (opener !== undefined && opener !== session.generation) throw buildLocatorLost(request)
}

async function attempt(request: ApiRequest, session: Session, parts: ApiParts): Promise<Outcome<Reply>> {
  const { clock } = parts.retryPolicy
  const sentMs = clock.now()
  const answer = await send(request, session, parts)
  if ('failure' in answer) {
    const { host } = new URL(session.instanceUrl)
    validateSize(answer, request)
    if (request.isShared && answer.failure === 'ETIMEDOUT' && !answer.proxyFailure) throw buildTimedOut(host)
    // Nobody is there, or another: for a kept session that is the old address of an org, and a login names the new one.
    if (session.isDoubtful && (isNobodyThere(answer) || isUntrusted(answer))) {
      return { value: { expired: buildUnreachable(answer, host, request, 1) } }
    }
    return classifyNoAnswer(answer, session.instanceUrl, request)
  }
  const orgTime = sentTime(answer.headers.date, clock.now() - sentMs)
  return isSuccess(answer, request)
    ? readAnswer({ ...answer, orgTime }, request, session, parts)
    : classify({ ...answer, orgTime }, request, session, parts)
}

type TimedAnswer = HttpAnswer & Pick<ApiAnswer, 'orgTime'>

/** Not found, gone, misdirected: so another host answers for an org that has moved. */
const noSuchPlace = new Set([404, 410, 421])

async function send(request: ApiRequest, session: Session, { http, quota, log }: ApiParts) {
  const isCounted = request.isCounted ?? true
  const complete = isCounted ? await quota.admit(request.sobject) : undefined
  let headers: HttpAnswer['headers'] = {}
  try {
    const { json, method, read } = request
    const url = `${session.instanceUrl}${request.path}`
    const requestHeaders = { ...buildApiHeaders(session.token), ...request.headers }
    const answer = await http.send({ url, headers: requestHeaders, json, method, read })
    const end = 'failure' in answer ? { failure: answer.failure } : { status: answer.status }
    log.debug({ path: request.path, object: request.sobject, ...end }, 'API call')
    if ('headers' in answer) headers = answer.headers
    return answer
  } finally {
    complete?.(headers)
  }
}

/** 304 is an answer where the request was conditional. */
function isSuccess({ status }: HttpAnswer, { headers }: ApiRequest): boolean {
  return (status >= 200 && status < 300) || (status === 304 && headers?.['if-modified-since'] !== undefined)
}

function readAnswer(
  answer: TimedAnswer,
  request: ApiRequest,
  session: Session,
  { orgClock }: ApiParts,
): Outcome<Reply> {
  const { status, headers, orgTime } = answer
  const content = readContent(answer, request)
  if (content === undefined) {
    // Who answers at the old address of an org shows people where to log in.
    if (session.isDoubtful && isWebPage(answer.body)) return { value: { expired: buildNoJson(answer, request, 1) } }
    return { passing: (tries) => buildNoJson(answer, request, tries) }
  }
  session.isDoubtful = false
  orgClock.note(orgTime)
  const { length: bytes } = answer.body
  return { value: { answer: { status, headers, body: content.body, bytes, orgTime, generation: session.generation } } }
}

/** Undefined for JSON that doesn't parse: it was cut short, or is a page of something in between, and may pass. */
function readContent({ status, body, content }: HttpAnswer, { read }: ApiRequest): { body: unknown } | undefined {
  if (status === 304) return { body: undefined }
  if (read) return { body: content }
  try {
    return { body: parseJson(body.toString('utf8')) }
  } catch {
    return undefined
  }
}

async function classify(
  answer: TimedAnswer,
  request: ApiRequest,
  session: Session,
  parts: ApiParts,
): Promise<Outcome<Reply>> {
  if (!session.isDoubtful) {
    validateNotBlocked(answer, new URL(session.instanceUrl).host, request, request.read !== undefined)
  }
  const problem = readProblem(answer)
  const rule = findRule(problem, request, request.locator ? 'locator' : request.read && 'content')
  if (rule.treatment === 'retry') {
    return { passing: (tries) => buildRefusal(rule, problem, request, tries), waitMs: parseRetryAfter(answer) }
  }
  const error = buildRefusal(rule, problem, request)
  const isElsewhere =
    session.isDoubtful && (rule.as === 'ORG_MOVED' || problem.isPage || noSuchPlace.has(problem.status))
  // Another host's clock is not the org's.
  if (!isElsewhere) parts.orgClock.note(answer.orgTime)
  // An org may be without composite calls: a call by itself tells whether it is still there.
  const isWithout = request.isShared && problem.status === 404 && !problem.isPage
  if (rule.treatment === 'renew' || (isElsewhere && !isWithout)) return { value: { expired: error } }
  throw await giveUp(error, parts)
}

/** A redirect says nothing but where it leads: never the whole address, which can carry a session. */
function readProblem({ status, headers, body }: HttpAnswer): OrgProblem {
  const { location = '' } = headers
  if (status < 300 || status >= 400 || !URL.canParse(location)) return readError(status, body)
  return { status, message: `a redirect to ${new URL(location).host} is not followed` }
}

/** Draws the consequences an error has for later calls, and gives it back to be thrown. */
async function giveUp(error: ExtractError, { quota, sessions }: ApiParts): Promise<ExtractError> {
  if (error.code === 'QUOTA_REACHED') quota.exhaust()
  if (error.code === 'SESSION_NOT_FOR_API') await sessions.forget()
  return error
}

/**
 * The org refuses a dead token, and a living one that didn't open the locator, with the same 401. So the session is
 * replaced only where it did open it; elsewhere the query that is sent again finds out.
 */
async function loseLocator(request: ApiRequest, session: Session, { sessions }: ApiParts): Promise<ExtractError> {
  const opener = request.locator?.generation ?? 0
  if (opener === session.generation) await sessions.renew(session)
  return buildLocatorLost(request)
}

function buildLocatorLost(request: ApiRequest): ExtractError {
  return new ExtractError('LOCATOR_LOST', `${request.sobject}: the query locator ended with its session`, {
    hint: hints.locator,
    details: buildDetails(request),
  })
}
