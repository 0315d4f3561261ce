import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { aboutObject } from '../../../../src/cli/printer/texts/about-object.js'
import { excerptSoql } from '../../../../src/cli/printer/texts/excerpt.js'

const fields = Array.from({ length: 200 }, (_, n) => `Field_${n}__c`).join(', ')
const soql = `SELECT Id, ${fields}, (SELECT Id FROM Contacts) FROM Account WHERE Name = 'Acme' ORDER BY Id`

test('a short statement is shown whole', () => {
  expect(excerptSoql('SELECT Id FROM Account', { row: 1, column: 8 })).toBe('SELECT Id FROM Account')
})

test('a long one is shown with its beginning and what follows the fields', () => {
  expect(excerptSoql(soql, undefined)).toMatch(
    /^SELECT Id, Field_0__c, .*… FROM Account WHERE Name = 'Acme' ORDER BY Id$/,
  )
  expect(excerptSoql(soql, { row: 7, column: 1 })).toBe(excerptSoql(soql, undefined))
})

test('a long one is shown around the place that the org named, also on a later line', () => {
  const column = soql.indexOf('Field_150__c') + 1
  expect(excerptSoql(soql, { row: 1, column })).toMatch(/^SELECT .*… .*Field_150__c.*…$/)
  expect(excerptSoql(`SELECT\n${soql}`, { row: 2, column })).toMatch(/^SELECT\n[^]*… .*Field_150__c.*…$/)
})

test('no excerpt is longer than a few lines', () => {
  const place = fc.record({ row: fc.nat(3), column: fc.nat(5000) })
  fc.assert(
    fc.property(fc.string({ maxLength: 5000, unit: 'binary' }), place, (text, where) => {
      expect(excerptSoql(text, where).length).toBeLessThanOrEqual(310)
    }),
  )
})

test('an object is named once', () => {
  expect(aboutObject('Lead', 'Lead: no')).toBe('Lead: no')
  expect(aboutObject('Lead', 'Leads are no')).toBe('Lead: Leads are no')
  expect(aboutObject(undefined, 'no')).toBe('no')
})
