import { renderJson } from '../../exact-json.js'
import { encodeLines } from './line-buffers.js'

/** One JSON object on each line, as `renderLine` has it, in pieces as `encodeLines` has them. */
export function renderLines(values: Iterable<object>): Iterable<Buffer | string> {
  return encodeLines(renderValues(values))
}

/**
 * One document as a line of NDJSON, with every digit of its numbers. JSON escapes NUL, the other control characters and
 * lone surrogates; U+0085, U+2028 and U+2029 are escaped here, because line readers in JavaScript and Python's
 * splitlines break at them.
 */
export function renderLine(document: object): string {
  return `${renderValue(document)}\n`
}

function* renderValues(values: Iterable<object>): Generator<string> {
  for (const value of values) yield renderValue(value)
}

/**
 * A line without its end. Long lists are rendered a piece at a time: JSON.stringify holds its whole text twice before
 * it is done, and a case with its comments may have 50 MB of it.
 */
export function renderValue(value: object): string {
  if (!hasLongList(value)) return renderText(value)
  // Added one to the other, texts are not copied, as they are by a join.
  let text = ''
  if (!Array.isArray(value)) {
    for (const [name, inner] of Object.entries(value)) {
      if (inner !== undefined) text += `${text === '' ? '' : ','}${renderText(name)}:${renderItem(inner)}`
    }
    return `{${text}}`
  }
  for (let at = 0; at < value.length; at += longList) {
    const items = value.slice(at, at + longList) as unknown[]
    const isPlain = !items.some((item) => isObject(item) && hasLongList(item))
    const piece = isPlain ? renderText(items).slice(1, -1) : items.map(renderItem).join()
    text += at === 0 ? piece : `,${piece}`
  }
  return `[${text}]`
}

function renderItem(value: unknown): string {
  return isObject(value) ? renderValue(value) : renderText(value ?? null)
}

const longList = 1000

/**
 * Documents have their lists a few levels down: a record's payload, its list, a list below that. Values of objects
 * taken together are several times as quick as one by one.
 */
function hasLongList(value: object, depth = 0): boolean {
  if (Array.isArray(value)) {
    if (value.length > longList) return true
    return depth < 6 && (value as unknown[]).some((item) => isObject(item) && hasLongList(item, depth + 1))
  }
  if (depth >= 6) return false
  // A loop over the values needs a list of them first: this is done for every document.
  for (const key in value) {
    const inner = (value as Record<string, unknown>)[key]
    if (isObject(inner) && hasLongList(inner, depth + 1)) return true
  }
  return false
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** The characters that some readers take for the end of a line are escaped. */
function renderText(value: unknown): string {
  return renderJson(value).replaceAll(/[\u0085\u2028\u2029]/g, escapeSeparator)
}

function escapeSeparator(separator: string): string {
  return `\\u${separator.charCodeAt(0).toString(16).padStart(4, '0')}`
}
