import { describe, expect, test } from 'vitest'
import { readSelection } from '../../src/soql/selection.js'

describe('the selection of a statement', () => {
  test.each([
    ['SELECT Id, Owner.Name FROM Account', ['Id', 'Owner.Name']],
    ['select a.Id,a.Owner.Name from Account a', ['Id', 'Owner.Name']],
    ['SELECT Account.Name FROM Account', ['Name']],
    ['SELECT Account.Name FROM Contact', ['Account.Name']],
    ['SELECT COUNT() FROM Case', ['totalSize']],
    ['SELECT Status s, COUNT(Id) n, MAX(CreatedDate), MIN(Id) FROM Case GROUP BY Status', ['s', 'n', 'expr0', 'expr1']],
    ['SELECT toLabel(Status), FORMAT(Amount) f, convertCurrency(Amount) FROM X', ['Status', 'f', 'Amount']],
    ['SELECT FORMAT(MIN(Amount)) FROM X', ['expr0']],
    ["SELECT DISTANCE(L__c, GEOLOCATION(1,2), 'a, from') d FROM X", ['d']],
    ['SELECT Id, (SELECT Id, (SELECT Id FROM Cs) FROM Bs WHERE A IN (1, 2)), Name FROM A', ['Id', 'Bs', 'Name']],
    ['SELECT TYPEOF What WHEN Account THEN Phone, Name ELSE Name END, Id FROM Event', ['What', 'Id']],
    ['SELECT FIELDS(ALL) FROM Account LIMIT 200', [undefined]],
  ])('%s', (soql, paths) => {
    expect(readSelection(soql).items.map(({ path }) => path)).toEqual(paths)
  })

  test('names the sObject of the outer FROM', () => {
    expect(readSelection('SELECT Id, (SELECT Id FROM Contacts) FROM Account WHERE Id IN ()').sobject).toBe('Account')
    expect(readSelection('nonsense').sobject).toBeUndefined()
    expect(readSelection('').items).toEqual([{ path: '' }])
  })
})
