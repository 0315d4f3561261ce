import { refuse, type ApiError } from '../../http/api-errors.js'
import { buildCall, type Call, type Reply } from '../../http/call.js'
import type { LoggedSubrequest } from '../../http/request-log.js'
import { renderJson } from '../../long-number.js'

export interface Subrequest {
  method: string
  url: string
  referenceId: string
  httpHeaders?: Record<string, string>
  body?: unknown
}

export interface Subresponse {
  body: unknown
  httpHeaders: Record<string, string>
  httpStatusCode: number
  referenceId: string
}

/** What a part may do. */
export const METHODS: ReadonlySet<string> = new Set(['DELETE', 'GET', 'PATCH', 'POST', 'PUT'])

/** As the guide shows it, of a value that an answer lacks. */
export const REFERENCE_RULE =
  "must start with a letter or a number, and it can contain only letters, numbers and underscores ('_')."

/** Answers a call by itself. */
export type AnswerCall = (call: Call) => Reply

/**
 * The call a part stands for, made with the session of the whole; `@{reference.path}` in its address and body is filled
 * from an earlier answer. The refusal, where an answer has no such value.
 */
export function buildPart(call: Call, part: Subrequest, answered: Map<string, Subresponse>): Call | ApiError {
  const url = fillReferences(part.url, answered, encodeURIComponent)
  const body = part.body === undefined ? '' : fillReferences(renderJson(part.body), answered, (value) => value)
  if (typeof url !== 'string') return url
  if (typeof body !== 'string') return body
  const headers = Object.fromEntries(
    Object.entries(part.httpHeaders ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  )
  return buildCall({ method: part.method, url, headers, body, session: call.session, inner: true })
}

export function renderPart(part: Subrequest, reply: Reply): Subresponse {
  const { 'Content-Type': _, ...httpHeaders } = reply.headers ?? {}
  const { referenceId } = part
  return { body: reply.json ?? reply.html ?? null, httpHeaders, httpStatusCode: reply.status, referenceId }
}

/** The part as the log of requests has it. */
export function logPart(
  part: { method: string; url: string },
  inner: Call | undefined,
  status: number,
): LoggedSubrequest {
  return { method: part.method, url: part.url, status, soql: inner?.query.get('q') || undefined }
}

function fillReferences(
  text: string,
  answered: Map<string, Subresponse>,
  encode: (value: string) => string,
): string | ApiError {
  let missing: ApiError | undefined
  const filled = text.replaceAll(/@\{(\w+)\.([^}]+)\}/g, (_, name: string, path: string) => {
    const steps = path.split(/[.[\]]+/).filter(Boolean)
    const value = steps.reduce<unknown>(
      (at, step) => (at as Record<string, unknown> | null | undefined)?.[step],
      answered.get(name)?.body,
    )
    if (typeof value !== 'string' && typeof value !== 'number') {
      const whole = `${name}.${path}`
      missing ??= refuse(
        'compositeHalted',
        `${whole} found in ${name}. Provided referenceId ('${whole}') ${REFERENCE_RULE}`,
      )
    }
    return encode(String(value))
  })
  return missing ?? filled
}
