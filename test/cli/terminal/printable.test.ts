import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { keepSecret } from '../../../src/errors/redact.js'
import { printable, printableJson, printableTexts } from '../../../src/cli/terminal/printable.js'

/** Whatever a terminal obeys, and what has no width and changes what is read. */
const unsafe = /[^\P{Cc}\n\t]|[\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]|[\u{E0000}-\u{E007F}]|\p{Cs}/u

test.each([
  ['a colour', 'a\u001B[31;1mred\u001B[0m b', 'ared b'],
  ['a colour in eight bits', 'a\u009B31mred b', 'ared b'],
  ['the name of the window', 'a\u001B]0;owned\u0007b', 'ab'],
  ['a link', '\u001B]8;;https://evil.example\u001B\\Salesforce\u001B]8;;\u001B\\', 'Salesforce'],
  ['the name of the window in eight bits', 'a\u009D0;owned\u009Cb', 'ab'],
  ['a string without end', 'a\u001B]0;the rest of the line', 'a ]0;the rest of the line'],
  ['a reset', 'a\u001Bcb', 'ab'],
  ['a carriage return', 'error\rfine ', 'error fine '],
  ['a backspace', 'bad\b\b\bgood', 'bad   good'],
  ['a bidi override', 'user\u202Egnp.exe\u2066', 'usergnp.exe'],
  ['half a character', 'a\uD800b', 'a\uFFFDb'],
  ['lines and tabs, which stay', 'a\r\n\tb\n', 'a\n\tb\n'],
  ['other scripts, which stay', 'Ünï 日本 עברית 👩‍💻', 'Ünï 日本 עברית 👩‍💻'],
])('%s', (_, text, expected) => {
  expect(printable(text)).toBe(expected)
})

test('nothing that a terminal obeys is left of any text, in JSON neither', () => {
  const controls = fc.constantFrom(...'\u001B\u009B\u009D\u009C[]0;mP\\\u0007\n\u202E\u2028\uFEFFx')
  const text = fc.oneof(fc.string({ unit: controls }), fc.string({ unit: 'binary' }))
  fc.assert(
    fc.property(text, (value) => {
      expect(printable(value)).not.toMatch(unsafe)
      const json = printableJson({ value })
      expect(json).not.toMatch(/[\p{Cc}\u202E\u2028\uFEFF]/u)
      expect(JSON.parse(json)).toEqual({ value })
    }),
    { numRuns: 1000 },
  )
})

test(
  'a long text of nothing else is cleaned in one pass: square in its length it would not end in time',
  { timeout: 120_000 },
  () => {
    for (const part of ['\u001B]', '\u009D', '\u001B[', '\u009B1;', '\u001B ']) {
      // oxlint-disable-next-line no-control-regex -- they are what this is about
      expect(printable(part.repeat(30_000))).not.toMatch(/[\u001B\u009B\u009D]/)
    }
  },
)

test('every text of a value is cleaned, at every depth, and secrets are taken out', () => {
  keepSecret('a-secret-of-mine')
  const value = { a: ['\u001B[1mx', 7, null], b: { c: 'a-secret-of-mine' } }
  expect(printableTexts(value)).toEqual({ a: ['x', 7, null], b: { c: '[redacted]' } })
})
