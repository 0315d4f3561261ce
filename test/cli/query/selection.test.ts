import { describe, expect, test } from 'vitest'
import { parseSelection } from '../../../src/cli/query/selection.js'

describe('the columns of a statement', () => {
  test.each([
    ['SELECT Id, Owner.Profile.Name FROM Account', ['Id', 'Owner.Profile.Name']],
    ["select id\n,\tname from Account WHERE Name = 'x, y FROM z'", ['id', 'name']],
    ['SELECT COUNT() FROM Case', ['totalSize']],
    ['SELECT Status, COUNT(Id) amount, MAX(CreatedDate) FROM Case GROUP BY Status', ['Status', 'amount', 'expr0']],
    ['SELECT COUNT(Id), SUM(Amount) FROM Opportunity', ['expr0', 'expr1']],
    ['SELECT toLabel(Status), FORMAT(convertCurrency(Amount)) cash, FORMAT(Size) FROM X', ['Status', 'cash', 'Size']],
    ["SELECT DISTANCE(Place__c, GEOLOCATION(1,2), 'mi') far, Id FROM X", ['far', 'Id']],
    ['SELECT TYPEOF What WHEN Account THEN Phone, Name ELSE Name END, Id FROM Event', ['What', 'Id']],
    ["SELECT Id, (SELECT Id, (SELECT Id FROM Cases) FROM Contacts WHERE Name != ')') FROM Account", ['Id', 'Contacts']],
  ])('%s', (soql, titles) => {
    const { columns, isOpen } = parseSelection(soql)
    expect(columns.map(({ title }) => title)).toEqual(titles)
    expect(isOpen).toBe(false)
  })

  test('are left to the first row where the org decides on them', () => {
    expect(parseSelection('SELECT FIELDS(ALL), Owner.Name FROM Account LIMIT 200')).toEqual({
      columns: [{ title: 'Owner.Name', kind: 'field' }],
      isOpen: true,
    })
    expect(parseSelection('no SOQL at all')).toEqual({ columns: [], isOpen: true })
  })
})
