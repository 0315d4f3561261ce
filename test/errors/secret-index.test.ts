import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { openSecretIndex } from '../../src/errors/secret-index.js'

const letters = fc.constantFrom(...'aab"\\/ &<\'%+n\té🔑')
const secret = fc.array(letters, { minLength: 1, maxLength: 9 }).map((chars) => chars.join(''))

/** A text with secrets in it, each in some spelling, whole or cut. */
function textWith(secrets: string[]) {
  const piece = fc.oneof(
    fc.array(letters, { maxLength: 4 }).map((chars) => chars.join('')),
    fc.tuple(fc.constantFrom(...secrets), fc.constantFrom(...spellings), fc.nat(12)).map(([whole, spell, from]) => {
      const spelled = spell(whole)
      return from < 6 ? spelled : spelled.slice(from - 6)
    }),
  )
  return fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''))
}

const inJson = (text: string) => JSON.stringify(text).slice(1, -1)
const spellings: ((text: string) => string)[] = [
  (text) => text,
  inJson,
  (text) => inJson(inJson(text)),
  encodeURIComponent,
  (text) => encodeURIComponent(inJson(text)),
  (text) => encodeURIComponent(text).toLowerCase(),
  (text) => new URLSearchParams({ a: text }).toString().slice(2),
  (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
  (text) => Array.from({ length: text.length }, (_, at) => unitOf(text, at)).join(''),
]

test('secrets are found as by one expression for each of them, in whatever spelling', () => {
  const cases = fc.uniqueArray(secret, { minLength: 1, maxLength: 6 }).chain((secrets) => {
    return fc.tuple(fc.constant(secrets), textWith(secrets))
  })
  fc.assert(
    fc.property(cases, ([secrets, text]) => {
      const index = openSecretIndex()
      for (const each of secrets) index.add(each)
      expect(index.spansIn(text)).toEqual(spansByExpressions(secrets, text))
    }),
    { numRuns: 500 },
  )
})

test('thousands of session ids of one org are found, the longer of two that begin alike whole', () => {
  const ids = Array.from({ length: 5000 }, (_, n) => `00D5g0000000001!AQ${'x'.repeat(90)}${n}`)
  const index = openSecretIndex()
  for (const id of [...ids, ...ids]) index.add(id)
  for (const id of [ids[0]!, ids[1]!, ids[10]!, ids[1000]!, ids[4999]!]) {
    expect(index.spansIn(`token ${id} seen`)).toEqual([[6, 6 + id.length]])
  }
  expect(index.spansIn('00D5g0000000001!AQ and no more')).toEqual([])
})

/** The definition: a pattern for each secret, tried at each place. */
function spansByExpressions(secrets: string[], text: string): [number, number][] {
  const spans: [number, number][] = []
  const patterns = secrets.map((each) => new RegExp(bounded(each), 'yu'))
  for (let at = 0; at < text.length; at++) {
    if (isSecondHalf(text, at)) continue
    const ends = patterns.map((pattern) => {
      pattern.lastIndex = at
      return pattern.test(text) ? pattern.lastIndex : -1
    })
    const end = Math.max(...ends)
    const last = spans.at(-1)
    if (end < 0) continue
    if (last !== undefined && at < last[1]) last[1] = Math.max(last[1], end)
    else spans.push([at, end])
  }
  return spans
}

function bounded(whole: string): string {
  const pattern = Array.from(whole, patternOf).join('')
  if (whole.length >= 6) return pattern
  const before = String.raw`(?:(?<![A-Za-z0-9])|(?<=%[0-9A-Fa-f]{2}|\\[nrtNRT]|\\[uU][0-9A-Fa-f]{4}))`
  return `${before}${pattern}(?![A-Za-z0-9])`
}

function patternOf(char: string): string {
  const percents = [...Buffer.from(char)].map((byte) => anyCase(`%${byte.toString(16).padStart(2, '0')}`)).join('')
  const units = Array.from(
    { length: char.length },
    (_, at) => String.raw`\\{1,2}u` + anyCase(unitOf(char, at).slice(2)),
  )
  const escaped = char.replace(/[\\^$.*+?()[\]{}|/]/, String.raw`\$&`)
  return `(?:${[...(others[char] ?? []), percents, units.join(''), escaped].join('|')})`
}

const others: Record<string, string[]> = {
  ' ': [String.raw`\+`],
  '"': [String.raw`\\{1,3}"`, '&quot;', '&#34;'],
  '\\': [String.raw`\\{2,4}`],
  '/': [String.raw`\\{1,3}\/`],
  '&': ['&amp;', '&#38;'],
  '<': ['&lt;', '&#60;'],
  "'": ['&#39;', '&#x27;', '&apos;'],
  '\t': [String.raw`\\{1,2}t`],
}

function unitOf(text: string, at: number): string {
  return `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`
}

function anyCase(hex: string): string {
  return hex.replaceAll(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)
}

function isSecondHalf(text: string, at: number): boolean {
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(at - 1, at + 1))
}
