import type { ApiError } from '../../http/api-errors.js'
import { complain, hideStrings } from '../complaint.js'

/**
 * Throws for characters that make no word of a statement: a string that doesn't end, a backslash before what it can't
 * escape, a datetime without an offset (a `+` that came unescaped in an address), white space SOQL doesn't know.
 */
export function checkCharacters(text: string): void {
  checkStrings(text)
  const bare = hideStrings(text)
  const space = STRANGE_SPACE.exec(bare)
  if (space) throw complainCharacter(text, space.index)
  const moment = OPEN_DATETIME.exec(bare)
  if (moment) throw complainCharacter(text, moment.index + moment[0].length)
}

/**
 * What the service says of a character it can't read. Its place is the row and column again within the message, and
 * columns are counted from 0 here, unlike in any other refusal: the caret stands before the character (as recorded).
 */
export function complainCharacter(text: string, offset: number): ApiError {
  return complainLexis(text, offset, `no viable alternative at character '${text[offset] ?? '<EOF>'}'`)
}

/** All kinds of white space but the four that separate words. */
const STRANGE_SPACE = /[^\S \t\r\n]/
const OPEN_DATETIME = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?![\d.+Z-])/i

function complainLexis(text: string, offset: number, message: string): ApiError {
  const before = text.slice(0, offset)
  const row = before.split('\n').length
  const column = offset - (before.lastIndexOf('\n') + 1)
  return complain(text, column === 0 ? offset : offset - 1, 'unreadable', `line ${row}:${column} ${message}`)
}

function checkStrings(text: string): void {
  for (const { 0: literal, index } of text.matchAll(STRING)) {
    for (const { 1: code = '', index: at } of literal.matchAll(ESCAPE)) {
      const isWildcard = code === '%' || code === '_'
      if (isWildcard ? LIKE_BEFORE.test(text.slice(0, index)) : ESCAPABLE.test(code)) continue
      throw complainCharacter(text, index + at + 1)
    }
    if (!isClosed(literal)) throw complainLexis(text, text.length, "mismatched character '<EOF>' expecting '''")
  }
}

/** A string to its end, or to that of the statement. */
const STRING = /'(?:[^'\\]|\\.)*(?:'|\\?$)/gs
const ESCAPE = /\\(u[0-9a-f]{4}|.|$)/gis
/** SOQL and SOSL Reference, "Quoted String Escape Sequences"; wildcards are escaped for LIKE alone. */
const ESCAPABLE = /^(?:[nrtbf"'\\]|u.{4})$/i
const LIKE_BEFORE = /\blike\s*(?:\((?:\s*'(?:[^'\\]|\\.)*'\s*,)*\s*)?$/is

function isClosed(literal: string): boolean {
  return literal.length > 1 && /(?<!\\)(?:\\\\)*'$/.test(literal)
}
