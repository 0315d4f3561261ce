import { describe, expect, test } from 'vitest'
import { buildColumns } from '../../../src/cli/query/columns.js'

describe('the columns of a result', () => {
  test('are the selection in its order, whatever the letters', () => {
    const row = { Id: '1', Name: null, Owner: { Name: 'Ann', Profile: null } }
    const { titles, cells } = buildColumns('select name, ID, owner.name, Owner.Profile.Name from Account', row)
    expect(titles).toEqual(['name', 'ID', 'owner.name', 'Owner.Profile.Name'])
    expect(cells(row)).toEqual(['', '1', 'Ann', ''])
    expect(cells({ ...row, Owner: null })).toEqual(['', '1', '', ''])
  })

  test('are those of the first row where the statement leaves them open, and no value is without one', () => {
    const row = { Id: '1', Name: 'Acme', Owner: { Name: 'Ann' } }
    const { titles, cells } = buildColumns('SELECT FIELDS(ALL), Owner.Name FROM Account LIMIT 200', row)
    expect(titles).toEqual(['Owner.Name', 'Id', 'Name'])
    expect(cells(row)).toEqual(['Ann', '1', 'Acme'])
  })

  test('find a grouped path under its last name', () => {
    const row = { Name: 'Ann', expr0: 3 }
    const { titles, cells } = buildColumns('SELECT Owner.Name, COUNT(Id) FROM Case GROUP BY Owner.Name', row)
    expect(titles).toEqual(['Owner.Name', 'expr0'])
    expect(cells(row)).toEqual(['Ann', '3'])
  })

  test('have compound fields and child lists as JSON, and lone surrogates replaced', () => {
    const row = {
      Address: { city: 'Bern' },
      Contacts: { totalSize: 1, done: true, records: [{ Id: '3' }] },
      Cases: null,
      Ok: true,
      Name: '\ud800',
    }
    const { cells } = buildColumns(
      'SELECT Address, (SELECT Id FROM Contacts), (SELECT Id FROM Cases), Ok, Name FROM A',
      row,
    )
    expect(cells(row)).toEqual(['{"city":"Bern"}', '[{"Id":"3"}]', '', 'true', '\ufffd'])
  })
})
