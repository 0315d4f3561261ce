import { refuse, renderApiError } from '../../http/api-errors.js'
import type { Call, Reply } from '../../http/call.js'
import { readJson } from '../../http/read-json.js'
import type { LoggedSubrequest } from '../../http/request-log.js'
import type { SandboxOrg } from '../../org.js'
import { subjectOf } from '../../subject.js'
import { buildPart, logPart, renderPart, type AnswerCall, type Subrequest, type Subresponse } from './subrequest.js'

/**
 * POST /composite: up to 25 subrequests, five of them queries, as one API call. With `allOrNone` the parts after a
 * failed one are not carried out.
 */
export function answerComposite(org: SandboxOrg, call: Call, answer: AnswerCall): Reply {
  const whole = readJson(call.body) as { compositeRequest?: Subrequest[]; allOrNone?: unknown } | null
  const parts = readParts(whole?.compositeRequest)
  if (parts.length > MAX_PARTS) throw refuse('compositeSize')
  if (parts.filter((part) => QUERY_PATH.test(part.url)).length > MAX_QUERIES) throw refuse('compositeQueries')
  const { compositeResponse, subrequests } = answerParts(org, call, parts, answer, whole?.allOrNone === true)
  return { status: 200, json: { compositeResponse }, subrequests }
}

/** Subrequests as they came. Throws JSON_PARSER_ERROR for what are none. */
export function readParts(parts: Subrequest[] | undefined): Subrequest[] {
  if (!Array.isArray(parts) || parts.some((part) => typeof part?.url !== 'string'))
    throw refuse('badJson', 'compositeRequest must be an array of subrequests with a url')
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
    const inner = isHalted ? undefined : buildPart(call, part, answered)
    if (!isConditional) delete inner?.headers['if-modified-since']
    const response = inner ? renderPart(part, answer(inner)) : renderHalted(part, isHalted)
    if (part.referenceId !== undefined) answered.set(part.referenceId, response)
    subrequests.push(logPart(part, inner, response.httpStatusCode))
    if (allOrNone && response.httpStatusCode >= 400) isHalted = true
    return response
  })
  return { compositeResponse, subrequests }
}

const MAX_PARTS = 25
const MAX_QUERIES = 5
const QUERY_PATH = /^\/+services\/data\/v[\d.]+\/(?:query|queryAll|composite\/sobjects)(?:[./?]|$)/

function renderHalted(part: Subrequest, isHalted: boolean): Subresponse {
  const refusal = isHalted ? refuse('compositeRolledBack') : refuse('compositeHalted', part.url)
  const referenceId = part.referenceId ?? null
  return { body: renderApiError(refusal), httpHeaders: {}, httpStatusCode: refusal.status, referenceId }
}
