import type { ExtractError } from '../../errors/extract-error.js'
import { findRule } from '../errors/error-table.js'
import { readError } from '../errors/read-error.js'
import { buildBadAnswer, buildRefusal } from '../errors/refusal.js'
import type { ApiAnswer, ApiRequest } from '../http/api.js'
import { isObject } from '../queries/row-shape.js'

/** What a part came to; undefined where it is to be asked for by itself. */
export type PartAnswer = { answer: ApiAnswer } | { error: ExtractError } | undefined

/**
 * The parts of a composite answer, in the order of their requests. A part has a status, headers and a body as the same
 * call by itself has them; its time and its session are the whole call's. What may pass is asked for again by itself,
 * and so is what ends a run: there the consequences are drawn. Throws BAD_ANSWER for what is no composite answer.
 */
export function readParts(
  whole: ApiAnswer,
  requests: (ApiRequest | undefined)[],
  nameOf: (place: number) => string,
): PartAnswer[] {
  const { compositeResponse } = isObject(whole.body) ? whole.body : {}
  if (!Array.isArray(compositeResponse)) throw buildBadAnswer('it has no compositeResponse', {})
  const parts = new Map<unknown, RawPart>(compositeResponse.filter(isPart).map((part) => [part.referenceId, part]))
  return requests.map((request, place) => {
    const part = parts.get(nameOf(place))
    return part && request && readPart(part, request, whole)
  })
}

interface RawPart {
  referenceId: unknown
  httpStatusCode: number
  httpHeaders?: unknown
  body?: unknown
}

function isPart(value: unknown): value is RawPart {
  return isObject(value) && typeof value.httpStatusCode === 'number'
}

function readPart(
  { httpStatusCode: status, httpHeaders, body }: RawPart,
  request: ApiRequest,
  whole: ApiAnswer,
): PartAnswer {
  const isUnchanged = status === 304 && request.headers?.['if-modified-since'] !== undefined
  if ((status >= 200 && status < 300) || isUnchanged) {
    return { answer: { ...whole, status, headers: readHeaders(httpHeaders), body: isUnchanged ? undefined : body } }
  }
  const problem = readError(status, Buffer.from(typeof body === 'string' ? body : JSON.stringify(body ?? '')))
  const rule = findRule(problem, request)
  if (rule.treatment === 'retry' || rule.treatment === 'renew' || rule.treatment === 'stop') return undefined
  return { error: buildRefusal(rule, problem, request) }
}

function readHeaders(headers: unknown): Record<string, string> {
  const entries = isObject(headers) ? Object.entries(headers) : []
  return Object.fromEntries(
    entries
      .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
      .map(([name, value]) => [name.toLowerCase(), value]),
  )
}
