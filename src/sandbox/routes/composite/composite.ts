import { ApiError, refuse, renderApiError } from '../../http/api-errors.js'
import type { Call, Reply } from '../../http/call.js'
import { readJson } from '../../http/read-json.js'
import type { LoggedSubrequest } from '../../http/request-log.js'
import type { SandboxOrg } from '../../org.js'
import { subjectOf } from '../../subject.js'
import {
  buildPart,
  logPart,
  METHODS,
  REFERENCE_RULE,
  renderPart,
  type AnswerCall,
  type Subrequest,
  type Subresponse,
} from './subrequest.js'

/**
 * POST /composite: up to 25 subrequests, five of them queries, as one API call. With `allOrNone` the parts after a
 * failed one are not carried out, and those before it are taken back.
 */
export function answerComposite(org: SandboxOrg, call: Call, answer: AnswerCall): Reply {
  const whole = readJson(call.body) as { compositeRequest?: Subrequest[]; allOrNone?: unknown } | null
  const parts = readParts(whole?.compositeRequest)
  if (parts.length > MAX_PARTS) throw refuse('compositeSize')
  if (parts.filter((part) => QUERY_PATH.test(part.url)).length > MAX_QUERIES) throw refuse('compositeQueries')
  const { compositeResponse, subrequests } = answerParts(org, call, parts, answer, whole?.allOrNone === true)
  return { status: 200, json: { compositeResponse }, subrequests }
}

/**
 * Subrequests as they came. Throws JSON_PARSER_ERROR for what are none, and for what they may not have (REST API
 * Developer Guide, "Composite Subrequest").
 */
export function readParts(parts: Subrequest[] | undefined): Subrequest[] {
  if (!Array.isArray(parts) || parts.some((part) => typeof part?.url !== 'string'))
    throw refuse('badJson', 'compositeRequest must be an array of subrequests with a url')
  for (const { method, referenceId, httpHeaders } of parts) {
    if (!METHODS.has(method as string)) throw refuse('badJson', `method must be one of ${[...METHODS].join(', ')}`)
    if (typeof referenceId !== 'string' || !REFERENCE.test(referenceId))
      throw refuse('badJson', `Provided referenceId ('${String(referenceId)}') ${REFERENCE_RULE}`)
    const inherited = Object.keys(httpHeaders ?? {}).find((name) => INHERITED.has(name.toLowerCase()))
    if (inherited !== undefined) throw refuse('badJson', `${inherited} may not be specified in a subrequest`)
  }
  return parts
}

/** The answers of subrequests, each of which may name values of those before it. */
export function answerParts(
  org: SandboxOrg,
  call: Call,
  parts: Subrequest[],
  answer: AnswerCall,
  allOrNone: boolean,
): { compositeResponse: Subresponse[]; subrequests: LoggedSubrequest[] } {
  const answered = new Map<string, Subresponse>()
  const subrequests: LoggedSubrequest[] = []
  const isConditional = org.faults.strike('ignored-conditions', subjectOf(org, call)) === undefined
  let isHalted = false
  const compositeResponse = parts.map((part) => {
    const inner = isHalted ? refuse('compositeRolledBack') : buildPart(call, part, answered)
    const isRefused = inner instanceof ApiError
    if (!isRefused && !isConditional) delete inner.headers['if-modified-since']
    const response = isRefused ? renderRefused(part, inner) : renderPart(part, answer(inner))
    answered.set(part.referenceId, response)
    subrequests.push(logPart(part, isRefused ? undefined : inner, response.httpStatusCode))
    if (allOrNone && response.httpStatusCode >= 400) isHalted = true
    return response
  })
  return { compositeResponse: isHalted ? takeBack(parts, compositeResponse) : compositeResponse, subrequests }
}

/** All but the parts that failed by themselves are as if they had not been ("Composite Subrequest Result"). */
function takeBack(parts: Subrequest[], responses: Subresponse[]): Subresponse[] {
  return responses.map((response, at) =>
    response.httpStatusCode < 400 ? renderRefused(parts[at]!, refuse('compositeRolledBack')) : response,
  )
}

const MAX_PARTS = 25
const MAX_QUERIES = 5
const QUERY_PATH = /^\/+services\/data\/v[\d.]+\/(?:query|queryAll|composite\/sobjects)(?:[./?]|$)/

const REFERENCE = /^[A-Za-z0-9]\w*$/
/** What a part has from the whole. */
const INHERITED = new Set(['accept', 'authorization', 'content-type'])

function renderRefused({ referenceId }: Subrequest, refusal: ApiError): Subresponse {
  return { body: renderApiError(refusal), httpHeaders: {}, httpStatusCode: refusal.status, referenceId }
}
