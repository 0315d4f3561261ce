import { expect, test } from 'vitest'
import { isRecordAttributes } from '../../../src/sync/records/record-attributes.js'

const url = '/services/data/v62.0/sobjects/User/0055g00000Jk8OPAAZ'

test.each([
  ['sObject and address', { type: 'User', url }],
  ['a sObject alone, as groups have', { type: 'AggregateResult' }],
])("a parent's attributes are those with %s", (_, value) => {
  expect(isRecordAttributes('attributes', value, false)).toBe(true)
})

test.each([
  ['an address elsewhere', { type: 'Shape', url: '/a' }],
  ['more than these', { type: 'User', url, colour: 'red' }],
  ['a type that is no name', { type: 'round' }],
  ['a text', 'red'],
  ['nothing', null],
  ['a list', [{ type: 'User', url }]],
])('%s is data of a value that has a key of that name', (_, value) => {
  expect(isRecordAttributes('attributes', value, false)).toBe(false)
  expect(isRecordAttributes('attributes', value, true)).toBe(true)
})

test('no other key is', () => {
  expect(isRecordAttributes('Attributes', { type: 'User', url }, true)).toBe(false)
})
