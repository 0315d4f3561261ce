import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeJson } from '../../../src/sandbox/http/encode-json.js'
import { LongNumber, renderJson } from '../../../src/sandbox/long-number.js'

test('the bytes of a page are those of its JSON, however many rows it has', () => {
  const cell = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.constant(null), long())
  const rows = fc.array(fc.dictionary(fc.string(), cell, { maxKeys: 3 }), { maxLength: 130 })
  fc.assert(
    fc.property(rows, fc.boolean(), (records, done) => {
      const page = { totalSize: records.length, done, records }
      expect(encodeJson(page).toString()).toBe(renderJson(page))
    }),
  )
})

test('rows that are made while they are written are those of a list', () => {
  const rows = Array.from({ length: 47 }, (_, n) => ({ Name: `Größe ${n} 🚰`, Description: 'щ'.repeat(n * 40) }))
  const records = { [Symbol.iterator]: () => rows.values() }
  expect(encodeJson({ done: true, records }).toString()).toBe(JSON.stringify({ done: true, records: rows }))
})

test('records that are not the last key are written where they are', () => {
  const value = { records: Array.from({ length: 99 }, (_, n) => ({ n })), done: true }
  expect(encodeJson(value).toString()).toBe(JSON.stringify(value))
})

function long(): fc.Arbitrary<LongNumber> {
  return fc.bigInt({ min: 10n ** 17n, max: 10n ** 18n }).map((value) => new LongNumber(String(value)))
}
