import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ExactNumber } from '../../../src/exact-json.js'
import { versionOf } from '../../../src/sync/windows/version.js'

test("a row's version is its stamp", () => {
  const row = {
    Id: '1',
    LastModifiedDate: '2026-01-05T09:30:11.000+0000',
    SystemModstamp: '2026-01-05T09:40:00.000+0000',
  }
  expect(versionOf(row, 'LastModifiedDate')).toBe('2026-01-05T09:30:11.000Z')
  expect(versionOf({ Id: '1', LastModifiedDate: null }, 'LastModifiedDate')).toBe('')
})

test('a row without a stamp is told by its content, in whatever order it came, and not by its address', () => {
  const value = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.record({ Name: fc.string() }))
  fc.assert(
    fc.property(fc.dictionary(fc.string(), value), (row) => {
      const turned = Object.fromEntries(Object.entries(row).toReversed())
      const version = versionOf({ ...row, attributes: { url: '/a' } }, undefined)
      expect(versionOf({ attributes: { url: '/b' }, ...turned }, undefined)).toBe(version)
      expect(versionOf({ ...row, Added: 1 }, undefined)).not.toBe(version)
    }),
  )
})

test("a content's version does not change with the API version in the addresses of parents and children", () => {
  const [before, after] = ['v62.0', 'v63.0'].map((apiVersion) => {
    const attributes = { type: 'User', url: `/services/data/${apiVersion}/sobjects/User/2` }
    return { Id: '1', Owner: { attributes, Name: 'Ann' }, Lines__r: { records: [{ attributes, Id: '2' }] } }
  })
  expect(versionOf(after!, undefined)).toBe(versionOf(before!, undefined))
})

test('a version changes with a long number and with data under a key `attributes`', () => {
  const versions = ['12345678901234567890', '12345678901234567891'].map((digits) =>
    versionOf({ Id: '1', Total__c: new ExactNumber(digits) }, undefined),
  )
  const colours = ['red', 'blue'].map((colour) => versionOf({ Shape__c: { attributes: { colour } } }, undefined))
  expect(new Set([...versions, ...colours]).size).toBe(4)
})

test("a content's version stands above every stamp, so that no age makes the overlap forget it", () => {
  expect(versionOf({ Id: '1' }, undefined) > '9999-12-31T23:59:59.999Z').toBe(true)
})
