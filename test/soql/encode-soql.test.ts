import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeSoql } from '../../src/soql/encode-soql.js'

test('spaces become plus signs and a plus sign is escaped', () => {
  expect(encodeSoql('SELECT Id FROM Case WHERE CreatedDate > 2026-01-05T09:30:11+01:00')).toBe(
    'SELECT+Id+FROM+Case+WHERE+CreatedDate+%3E+2026-01-05T09:30:11%2B01:00',
  )
})

test('quotes, commas, parentheses and equal signs go out as they are', () => {
  const soql = "Id,Name,(x)='a',b!~*:@$/?"
  expect(encodeSoql(soql)).toBe(soql)
})

test('what would end the parameter or is no ASCII is escaped', () => {
  expect(encodeSoql('&%#;"é€\n')).toBe('%26%25%23%3B%22%C3%A9%E2%82%AC%0A')
})

test('an IN list costs 21 bytes an Id', () => {
  const ids = Array.from({ length: 100 }, (_, n) => `'5005g00000Xy3E${String(n).padStart(4, '0')}'`)
  expect(encodeSoql(ids.join(',')).length).toBe(100 * 21 - 1)
})

test('a lone surrogate becomes the replacement character', () => {
  expect(encodeSoql('a\uD800b')).toBe('a%EF%BF%BDb')
})

/** Lone surrogates, NUL and all planes are among them. */
const statements = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 127 }), fc.integer({ min: 0, max: 0x10ffff })))
  .map((points) => String.fromCodePoint(...points))

test('any statement comes back whole from a query string, and its length is its size in bytes', () => {
  fc.assert(
    fc.property(statements, (soql) => {
      const encoded = encodeSoql(soql)
      const decoded = new URLSearchParams(`q=${encoded}&explain=1`)
      expect([decoded.get('q'), decoded.get('explain')]).toEqual([Buffer.from(soql).toString(), '1'])
      expect(encoded.length).toBe(Buffer.byteLength(encoded))
    }),
  )
})

test('any statement goes through a URL unchanged, its quotes aside', () => {
  fc.assert(
    fc.property(statements, (soql) => {
      const encoded = encodeSoql(soql)
      expect(new URL(`https://x/?q=${encoded}`).search.replaceAll('%27', "'")).toBe(`?q=${encoded}`)
    }),
  )
})
