import { refuse, renderApiError } from '../../http/api-errors.js'
import { buildCall, type Call, type Reply } from '../../http/call.js'
import { readJson } from '../../http/read-json.js'
import type { LoggedSubrequest } from '../../http/request-log.js'
import { renderJson } from '../../long-number.js'
import type { SandboxOrg } from '../../org.js'
import { logPart, METHODS, type AnswerCall } from './subrequest.js'

interface BatchPart {
  method: string
  url: string
  richInput?: unknown
}

/**
 * POST /composite/batch: up to 25 requests that know nothing of each other, each of which counts as an API call. With
 * `haltOnError` those after a failed one are not carried out. None is where one has no method or address (REST API
 * Developer Guide, "Batch Request Body").
 */
export function answerBatch(org: SandboxOrg, call: Call, answer: AnswerCall): Reply {
  const whole = readJson(call.body) as { batchRequests?: BatchPart[]; haltOnError?: unknown } | null
  const parts = whole?.batchRequests
  if (!Array.isArray(parts) || parts.some((part) => typeof part?.url !== 'string'))
    throw refuse('badJson', 'batchRequests must be an array of requests with a url')
  if (parts.some(({ method }) => typeof method !== 'string' || !METHODS.has(method.toUpperCase())))
    throw refuse('badJson', `method must be one of ${[...METHODS].join(', ')}`)
  if (parts.length > MAX_PARTS) throw refuse('compositeSize')
  const subrequests: LoggedSubrequest[] = []
  let hasErrors = false
  const results = parts.map((part) => {
    const isHalted = hasErrors && whole?.haltOnError === true
    const inner = isHalted ? undefined : buildPart(call, part)
    const reply = inner ? answer(inner) : { status: 412, json: renderApiError(refuse('batchHalted')) }
    if (inner) org.usage.used++
    if (reply.status >= 400) hasErrors = true
    subrequests.push(logPart(part, inner, reply.status))
    return { statusCode: reply.status, result: reply.json ?? null }
  })
  // The parts count, the call around them doesn't.
  org.usage.used--
  return { status: 200, json: { hasErrors, results }, subrequests }
}

const MAX_PARTS = 25

/** Addresses begin with the version: `v62.0/limits`. */
function buildPart(call: Call, part: BatchPart): Call {
  const url = /^\/*(?:services\/data\/)?(.*)$/s.exec(part.url)?.[1] ?? ''
  return buildCall({
    method: part.method.toUpperCase(),
    url: `/services/data/${url}`,
    headers: {},
    body: part.richInput === undefined ? '' : renderJson(part.richInput),
    session: call.session,
    inner: true,
  })
}
