import { expect, test } from 'vitest'
import { readNames } from '../../../src/org/errors/named-in-text.js'

test.each([
  ["No such column 'Foo__c' on entity 'Account'.", ['Foo__c', 'Account']],
  ['“Foo__c” is no field of “Account”', ['Foo__c', 'Account']],
  ['Das Feld „Foo__c“ gibt es nicht', ['Foo__c']],
  ['Das Feld „Foo__c” gibt es nicht', ['Foo__c']],
  ['La colonne « Foo__c » est inconnue', ['Foo__c']],
  ['La colonne «\u00A0Foo__c\u00A0» est inconnue', ['Foo__c']],
  ['エンティティ「Account」に列『Foo__c』はありません', ['Account', 'Foo__c']],
  ["Didn't understand relationship 'Foos' in FROM part", ['Foos']],
  ["Foo: be sure to append the '__c' after the name 'Foo' or 'Foo'", ['Foo']],
  ["multiple Id's using the IN operator, and can't", []],
  ['nothing', []],
])('the names in %j', (text, quoted) => {
  expect(readNames(text).quoted).toEqual(quoted)
})

test.each([
  ["\nSELECT Foo\n  ^\nERROR at Row:2:Column:12\nNo 'Foo'", { row: 2, column: 12 }, "No 'Foo'"],
  ["\nSELECT 'X'\n  ^\nエラー 行:1:列:7\n「Foo」", { row: 1, column: 7 }, '「Foo」'],
  ['at 2026-01-05T09:30:11Z nothing', undefined, 'at 2026-01-05T09:30:11Z nothing'],
])('the place in %j, and what is said of it', (text, place, rest) => {
  expect(readNames(text)).toMatchObject({ place, rest })
})
