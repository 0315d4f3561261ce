import { refuse } from '../../http/api-errors.js'
import type { Call } from '../../http/call.js'
import { readJson } from '../../http/read-json.js'

export type Body = Record<string, unknown>

/** The body of a control call. Throws where it is no JSON object. */
export function readBody(call: Call): Body {
  return asBody(readJson(call.body))
}

/** One object, or an array of them. */
export function readBodies(call: Call): Body | Body[] {
  const body = readJson(call.body)
  return Array.isArray(body) ? body.map(asBody) : asBody(body)
}

/** The number at `name`; undefined where there is none. Throws for anything else. */
export function numberAt(body: Body, name: string): number | undefined {
  const value = body[name]
  if (value === undefined) return undefined
  if (typeof value !== 'number') throw refuse('badControl', `${name} must be a number`)
  return value
}

/** The number that must be at `name`. */
export function neededNumber(body: Body, name: string): number {
  const value = numberAt(body, name)
  if (value === undefined) throw refuse('badControl', `${name} must be a number`)
  return value
}

/** The text that must be at `name`. */
export function neededText(body: Body, name: string): string {
  const value = body[name]
  if (typeof value !== 'string' || value === '') throw refuse('badControl', `${name} must be text`)
  return value
}

function asBody(value: unknown): Body {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refuse('badControl', 'the body must be a JSON object')
  }
  return value as Body
}
