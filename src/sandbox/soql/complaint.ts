import { ApiError, refuse, type Refusal } from '../http/api-errors.js'

/** The refusal in the form SOQL errors have: the text around the place, a caret, row and column, then the message. */
export function complain(text: string, offset: number, name: Refusal, detail?: string): ApiError {
  return pointAt(text, offset, refuse(name, detail))
}

/** Puts the caret block before the message of an error. */
function pointAt(text: string, offset: number, error: ApiError): ApiError {
  const before = text.slice(0, offset)
  const row = before.split('\n').length
  const lineStart = before.lastIndexOf('\n') + 1
  const lineEnd = text.indexOf('\n', offset)
  const line = text.slice(lineStart, lineEnd < 0 ? text.length : lineEnd)
  const column = offset - lineStart
  const start = wordStart(line, Math.max(0, column - CONTEXT_BEFORE), column)
  const end = wordEnd(line, column)
  const caret = ' '.repeat(column - start)
  const block = `\n${line.slice(start, end)}\n${caret}^\nERROR at Row:${row}:Column:${column + 1}\n${error.message}`
  return new ApiError(error.status, error.code, block)
}

/** Where a name stands in a statement, outside of string literals; its last part where it is a path. */
export function locate(text: string, name: string, from = 0): number {
  const pattern = new RegExp(`(?<![\\w.])${escapePattern(name)}(?!\\w)`, 'gi')
  const bare = hideStrings(text)
  pattern.lastIndex = from
  const found = pattern.exec(bare)?.index ?? bare.toLowerCase().indexOf(name.toLowerCase())
  return Math.max(0, found)
}

/** Where a name stands for the second time. */
export function locateAgain(text: string, name: string): number {
  return locate(text, name, locate(text, name) + 1)
}

/** Where a field of a condition stands. */
export function locateFilter(text: string, name: string): number {
  return locate(text, name, Math.max(0, hideStrings(text).search(/\bwhere\b/i)))
}

/** Where a field of an ORDER BY stands. */
export function locateSort(text: string, name: string): number {
  return locate(text, name, Math.max(0, hideStrings(text).search(/\border\s+by\b/i)))
}

/** Where a field of a GROUP BY stands. */
export function locateGroup(text: string, name: string): number {
  return locate(text, name, Math.max(0, hideStrings(text).search(/\bgroup\s+by\b/i)))
}

/** Where a token stands last; the end of the text for none. */
export function locateLast(text: string, token: string): number {
  const found = token === '' ? -1 : hideStrings(text).toLowerCase().lastIndexOf(token.toLowerCase())
  return found < 0 ? text.length : found
}

/** Where the nth AND or OR of a statement stands. */
export function locateOperator(text: string, index: number): number {
  return [...hideStrings(text).matchAll(/\b(?:AND|OR)\b/gi)][index]?.index ?? 0
}

const CONTEXT_BEFORE = 50
const CONTEXT_AFTER = 40

function wordStart(line: string, from: number, column: number): number {
  if (from === 0) return 0
  const space = line.indexOf(' ', from)
  return space < 0 || space >= column ? from : space + 1
}

function wordEnd(line: string, column: number): number {
  const limit = column + CONTEXT_AFTER
  if (limit >= line.length) return line.length
  const space = line.lastIndexOf(' ', limit)
  return space > column ? space : limit
}

/** The text with spaces for its string literals, quotes and all. */
export function hideStrings(text: string): string {
  return text.replaceAll(/'(?:[^'\\]|\\.)*'/gs, (literal) => ' '.repeat(literal.length))
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}
