import { refuse } from '../http/api-errors.js'
import { buildCall, type Call, type Reply } from '../http/call.js'
import { renderJson } from '../long-number.js'
import { lineOf, type SandboxOrg } from '../org.js'
import { readJson } from '../http/read-json.js'
import type { LoggedSubrequest } from '../http/request-log.js'

interface Subrequest {
  method?: string
  url: string
  referenceId?: string
  httpHeaders?: Record<string, string>
  body?: unknown
}

interface Subresponse {
  body: unknown
  httpHeaders: Record<string, string>
  httpStatusCode: number
  referenceId: string | null
}

/**
 * POST /composite: up to 25 subrequests, five of them queries, as one API call. `answer` answers a call by itself.
 * `@{reference.path}` in an address is filled from an earlier answer.
 */
export function answerComposite(org: SandboxOrg, call: Call, answer: (call: Call) => Reply): Reply {
  if (org.faults.strike('no-composite', { line: lineOf(call) })) throw refuse('notEnabled')
  const parts = (readJson(call.body) as { compositeRequest?: Subrequest[] } | null)?.compositeRequest
  if (!Array.isArray(parts) || parts.some((part) => typeof part?.url !== 'string'))
    throw refuse('badJson', 'compositeRequest must be an array of subrequests with a url')
  if (parts.length > MAX_PARTS) throw refuse('compositeSize')
  if (parts.filter((part) => QUERY_PATH.test(part.url)).length > MAX_QUERIES) throw refuse('compositeQueries')
  const answered = new Map<string, Subresponse>()
  const subrequests: LoggedSubrequest[] = []
  const isConditional = org.faults.strike('ignored-conditions', { line: lineOf(call) }) === undefined
  const compositeResponse = parts.map((part) => {
    const inner = buildPart(call, part, answered)
    if (!isConditional) delete inner?.headers['if-modified-since']
    const response = inner ? renderPart(part, answer(inner)) : renderHalted(part)
    if (part.referenceId !== undefined) answered.set(part.referenceId, response)
    const soql = inner?.query.get('q')
    subrequests.push({
      method: part.method ?? 'GET',
      url: part.url,
      status: response.httpStatusCode,
      soql: soql || undefined,
    })
    return response
  })
  return { status: 200, json: { compositeResponse }, subrequests }
}

const MAX_PARTS = 25
const MAX_QUERIES = 5
const QUERY_PATH = /^\/services\/data\/v[\d.]+\/(?:query|queryAll)(?:[/?]|$)/

function buildPart(call: Call, part: Subrequest, answered: Map<string, Subresponse>): Call | undefined {
  const url = fillReferences(part.url, answered)
  if (url === undefined) return undefined
  const headers = Object.fromEntries(
    Object.entries(part.httpHeaders ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  )
  const body = part.body === undefined ? '' : renderJson(part.body)
  return buildCall({
    method: (part.method ?? 'GET').toUpperCase(),
    url,
    headers,
    body,
    session: call.session,
    inner: true,
  })
}

/** Undefined where the answer named has no such value. */
function fillReferences(url: string, answered: Map<string, Subresponse>): string | undefined {
  let isWhole = true
  const filled = url.replaceAll(/@\{(\w+)\.([^}]+)\}/g, (_, name: string, path: string) => {
    const steps = path.split(/[.[\]]+/).filter(Boolean)
    const value = steps.reduce<unknown>(
      (at, step) => (at as Record<string, unknown> | null | undefined)?.[step],
      answered.get(name)?.body,
    )
    if (typeof value !== 'string' && typeof value !== 'number') isWhole = false
    return encodeURIComponent(String(value))
  })
  return isWhole ? filled : undefined
}

function renderPart(part: Subrequest, reply: Reply): Subresponse {
  const { 'Content-Type': _, ...httpHeaders } = reply.headers ?? {}
  const referenceId = part.referenceId ?? null
  return { body: reply.json ?? reply.html ?? null, httpHeaders, httpStatusCode: reply.status, referenceId }
}

function renderHalted(part: Subrequest): Subresponse {
  const { status, code, message } = refuse('compositeHalted', part.url)
  const body = [{ message, errorCode: code }]
  return { body, httpHeaders: {}, httpStatusCode: status, referenceId: part.referenceId ?? null }
}
