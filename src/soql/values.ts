/** Values as SOQL writes them: text is escaped here and nowhere else. */
import { ExtractError } from '../errors/extract-error.js'
import type { Stamp } from '../terms.js'

/** What a field can be compared with. A plain string is text and is escaped; dates go through `stamp` and `day`. */
export type Value = string | number | boolean | null | Literal

/** A value that SOQL writes without quotes. */
export interface Literal {
  readonly literal: string
}

/** A datetime literal. Throws BUG for anything but a stamp: `2026-01-05T09:30:11.000Z`. */
export function stamp(value: Stamp): Literal {
  const time = new Date(value)
  if (!Number.isNaN(time.getTime()) && time.toISOString() === value) return { literal: value }
  throw new ExtractError('BUG', `Not a stamp: ${value}`)
}

/** A date literal, `2026-01-05`. Throws BUG for anything else. */
export function day(value: string): Literal {
  stamp(`${value}T00:00:00.000Z`)
  return { literal: value }
}

/** The pattern of texts with this ending: for LIKE, whose wildcards it escapes. */
export function endingIn(ending: string): Literal {
  return { literal: `'%${escapeText(ending).replaceAll(/[%_]/g, String.raw`\$&`)}'` }
}

/** Throws BUG for a number that SOQL has no way to write. */
export function renderValue(value: Value): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return `'${escapeText(value)}'`
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'object') return value.literal
  const text = String(value)
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new ExtractError('BUG', `Not a number SOQL can write: ${text}`)
  return text
}

// SOQL's quoted string escape sequences. Other control characters go as their code in four hex digits, and so do lone
// surrogates, which no URL can carry.
function escapeText(text: string): string {
  return text.replaceAll(mustEscape, (char) => escapes[char] ?? unicodeEscape(char))
}

function unicodeEscape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
}

const escapes: Record<string, string> = {
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
}
const mustEscape = /[\\'"\p{Cc}\p{Cs}]/gu
