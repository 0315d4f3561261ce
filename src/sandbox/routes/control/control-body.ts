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

/** The whole number at `name`, from `least` on; undefined where there is none. Throws for anything else. */
export function wholeAt(body: Body, name: string, least = 0, most = Number.MAX_SAFE_INTEGER): number | undefined {
  const value = body[name]
  if (value === undefined) return undefined
  if (typeof value !== 'number' || !Number.isInteger(value))
    throw refuse('badControl', `${name} must be a whole number`)
  if (value < least) throw refuse('badControl', `${name} must be at least ${least}`)
  if (value > most) throw refuse('badControl', `${name} must be ${most} at most`)
  return value
}

/** What must be there, as one of the others gives it. */
export function needed<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw refuse('badControl', `${name} is missing`)
  return value
}

/** The text at `name`; undefined where there is none. */
export function textAt(body: Body, name: string): string | undefined {
  const value = body[name]
  if (value === undefined || typeof value === 'string') return value
  throw refuse('badControl', `${name} must be text`)
}

/** True or false at `name`; undefined where there is none. */
export function booleanAt(body: Body, name: string): boolean | undefined {
  const value = body[name]
  if (value === undefined || typeof value === 'boolean') return value
  throw refuse('badControl', `${name} must be true or false`)
}

/** Throws where there is nothing in the body, and for what is none of `names`; `also` could have come alone. */
export function allowOnly(body: Body, names: readonly string[], also?: string): void {
  const known = also === undefined ? names : [...names, also]
  const other = Object.keys(body).find((name) => !names.includes(name))
  if (other !== undefined) throw refuse('badControl', `the body takes ${known.join(', ')}, not ${other}`)
  if (Object.keys(body).length === 0) throw refuse('badControl', `the body takes ${known.join(', ')}, and has nothing`)
}

/** The text that must be at `name`. */
export function neededText(body: Body, name: string): string {
  const value = body[name]
  if (typeof value !== 'string' || value === '') throw refuse('badControl', `${name} must be text`)
  return value
}

/** A JSON object. Throws for anything else. */
export function asBody(value: unknown): Body {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refuse('badControl', 'the body must be a JSON object')
  }
  return value as Body
}
