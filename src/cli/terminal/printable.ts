import { redact } from '../../errors/redact.js'

/**
 * The text as a terminal may have it: without secrets, and without what would move its cursor, colour it, name its
 * window or turn the reading direction. Names, labels and messages come from an org, and anybody may have written them.
 * Line ends and tabs stay.
 */
export function printable(text: string): string {
  return redact(text.toWellFormed())
    .replaceAll(escapeSequence, '')
    .replaceAll('\r\n', '\n')
    .replaceAll(control, ' ')
    .replaceAll(invisible, '')
}

/** The same in a value: every text in it, at every depth. */
export function printableTexts<T>(value: T): T {
  if (typeof value === 'string') return printable(value) as T
  if (Array.isArray(value)) return value.map(printableTexts) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, printableTexts(inner)])) as T
}

/** JSON that means the same, with escapes for what a terminal would obey. JSON itself escapes but the first 32. */
export function printableJson(value: unknown, replacer?: (key: string, value: unknown) => unknown): string {
  return JSON.stringify(value, replacer).replaceAll(
    unsafeInJson,
    (char) => String.raw`\u` + char.charCodeAt(0).toString(16).padStart(4, '0'),
  )
}

/* oxlint-disable no-control-regex -- controls are what these are about */

/**
 * CSI (to its final byte), OSC and the other strings (to their end, where they have one on the line), and the shorter
 * ones (ECMA-48, "Control functions"). Linear on whatever comes.
 */
const escapeSequence = new RegExp(
  [
    /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]/,
    /(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x90\x98\x9c-\x9f\n]*(?:\x07|\x1b\\|\x9c)/,
    /\x1b[ -/]*[0-Z\\a-~]/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
)

const control = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]/g

/** Marks of the reading direction, the byte order mark, and tags: they have no width, and change what is read. */
const invisible = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/gu

const unsafeInJson = /[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g
