import { expect, test } from 'vitest'
import { openCliOrg } from '../../support/cli-org.js'

const nobody = "WHERE Name = 'nobody'"

test.each([
  ['ndjson', `SELECT Id, Owner.Name FROM Account ${nobody}`, ''],
  ['json', `SELECT Id, Owner.Name FROM Account ${nobody}`, '[]\n'],
  ['csv', `SELECT Id, Owner.Name FROM Account ${nobody}`, 'Id,Owner.Name\r\n'],
  ['table', `SELECT Id, Owner.Name FROM Account ${nobody}`, 'Id  Owner.Name\n'],
  ['table', `SELECT Id, (SELECT Id FROM Contacts) FROM Account ${nobody}`, 'Id  Contacts\n'],
  ['table', `SELECT Industry, COUNT(Id) many FROM Account ${nobody} GROUP BY Industry`, 'Industry  many\n'],
  ['table', `SELECT COUNT() FROM Account ${nobody}`, 'totalSize\n0\n'],
  ['csv', `SELECT COUNT() FROM Account ${nobody}`, 'totalSize\r\n0\r\n'],
  ['table', `SELECT FIELDS(ALL) FROM Account ${nobody} LIMIT 200`, ''],
  ['csv', `SELECT FIELDS(ALL) FROM Account ${nobody} LIMIT 200`, ''],
])('query --format %s of %s, which finds nothing, ends well', async (format, soql, stdout) => {
  const { run } = await openCliOrg()
  expect(await run('query', '--format', format, soql)).toEqual({ code: 0, stdout, stderr: '' })
})

test('a table shows records whose child lists are empty', async () => {
  const { sandbox, run } = await openCliOrg()
  const { id } = sandbox.store.insert('Account', { Name: 'Childless' })
  const soql = `SELECT Name, (SELECT Id FROM Contacts) FROM Account WHERE Id = '${id}'`
  const { code, stdout } = await run('query', '--format', 'table', soql)
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'Name       Contacts\nChildless\n' })
})
