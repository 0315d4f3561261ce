import { describe, expect, test } from 'vitest'
import { renderJson } from '../../../src/exact-json.js'
import { buildRowReader, columnsOf } from '../../../src/org/bulk/bulk-rows.js'
import type { BulkField } from '../../../src/org/org.js'

function readCell(type: string, text: string): unknown {
  return buildRowReader([{ path: 'Value__c', type }], ['Value__c'], 'Account')([text])['Value__c']
}

describe('a cell', () => {
  test.each([
    ['string', 'true', '"true"'],
    ['string', '', 'null'],
    ['boolean', 'true', 'true'],
    ['boolean', 'false', 'false'],
    ['boolean', '', 'null'],
    ['int', '-7', '-7'],
    ['double', '100.0', '100'],
    ['currency', '999999999999999999', '999999999999999999'],
    ['percent', '0.1234567890123456789', '0.1234567890123456789'],
    ['double', '1.0E7', '10000000'],
    ['date', '2026-01-05', '"2026-01-05"'],
    ['datetime', '2026-01-05T09:30:11.000Z', '"2026-01-05T09:30:11.000+0000"'],
    ['time', '10:15:00.000Z', '"10:15:00.000Z"'],
    ['multipicklist', 'a;b', '"a;b"'],
    ['textarea', 'a\r\n"b"', '"a\\r\\n\\"b\\""'],
  ])('of type %s that says %j is %s, as by REST', (type, text, json) => {
    expect(renderJson(readCell(type, text))).toBe(json)
  })

  test.each([
    ['boolean', '1'],
    ['int', 'seven'],
    ['double', '1,5'],
    ['currency', '0x10'],
  ])('of type %s that says %j is refused', (type, text) => {
    expect(() => readCell(type, text)).toThrow(expect.objectContaining({ code: 'BAD_ANSWER' }) as Error)
  })
})

describe('a row', () => {
  const fields: BulkField[] = [
    { path: 'Id', type: 'id' },
    { path: 'Owner.Name', type: 'string' },
    { path: 'Owner.Profile.Name', type: 'string' },
    {
      path: 'BillingAddress',
      type: 'address',
      parts: [
        { key: 'city', field: 'BillingCity', type: 'string' },
        { key: 'latitude', field: 'BillingLatitude', type: 'double' },
      ],
    },
  ]

  test('is made of columns that tell whether a parent is there', () => {
    expect(columnsOf(fields)).toEqual([
      'Id',
      'Owner.Id',
      'Owner.Name',
      'Owner.Profile.Id',
      'Owner.Profile.Name',
      'BillingCity',
      'BillingLatitude',
    ])
  })

  test.each([
    [['1', '', '', '', '', '', ''], { Id: '1', Owner: null, BillingAddress: null }],
    [
      ['1', '2', '', '', '', 'Berlin', ''],
      { Id: '1', Owner: { Name: null, Profile: null }, BillingAddress: { city: 'Berlin', latitude: null } },
    ],
    [
      ['1', '2', 'Ann', '3', 'Admin', '', '52.5'],
      { Id: '1', Owner: { Name: 'Ann', Profile: { Name: 'Admin' } }, BillingAddress: { city: null, latitude: 52.5 } },
    ],
  ])('of the cells %j has parents and compound values as REST has them', (cells, row) => {
    expect(buildRowReader(fields, columnsOf(fields), 'Account')(cells)).toEqual(row)
  })
})
