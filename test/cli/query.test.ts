import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { jsonLines, openCliOrg } from '../support/cli-org.js'
import { callCli } from '../support/call-cli.js'

describe('query', () => {
  test('writes every record of every page, without attributes', async () => {
    const { sandbox, run } = await openCliOrg({ pageSize: 200, records: 2400 })
    const { code, stdout, stderr } = await run('query', 'SELECT Id, Name, Owner.Name FROM Contact')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const rows = jsonLines(stdout)
    const contacts = [...sandbox.store.rows('Contact')].filter(({ isDeleted }) => !isDeleted)
    expect(contacts.length).toBeGreaterThan(200)
    expect(rows.map(({ Id }) => Id).toSorted()).toEqual(contacts.map(({ id }) => id).toSorted())
    expect(Object.keys(rows[0]!)).toEqual(['Id', 'Name', 'Owner'])
    expect(rows[0]!['Owner']).toEqual({ Name: expect.any(String) as string })
  })

  test('follows nested lists to their end', async () => {
    const { sandbox, run } = await openCliOrg({ childPageSize: 2 })
    const [account] = [...sandbox.store.rows('Account')]
    for (let n = 0; n < 7; n++) sandbox.store.insert('Contact', { LastName: `Nested ${n}`, AccountId: account!.id })
    const { stdout } = await run(
      'query',
      `SELECT Id, (SELECT Id FROM Contacts) FROM Account WHERE Id = '${account!.id}'`,
    )
    const [row] = jsonLines(stdout) as [
      { Contacts: { done: boolean; totalSize: number; records: object[]; nextRecordsUrl?: string } },
    ]
    expect(row.Contacts.records).toHaveLength(sandbox.store.childRows('Contact', 'AccountId', account!.id).length)
    expect(row.Contacts).toMatchObject({ done: true, totalSize: row.Contacts.records.length })
    expect(row.Contacts).not.toHaveProperty('nextRecordsUrl')
  })

  test('answers counts and aggregates', async () => {
    const { run } = await openCliOrg()
    const count = jsonLines((await run('query', 'SELECT COUNT() FROM Account')).stdout)
    expect(count).toEqual([{ totalSize: expect.any(Number) as number }])
    const groups = jsonLines((await run('query', 'SELECT Status, COUNT(Id) amount FROM Case GROUP BY Status')).stdout)
    expect(groups.length).toBeGreaterThan(1)
    expect(Object.keys(groups[0]!)).toEqual(['Status', 'amount'])
  })

  test('reads deleted rows with --all-rows', async () => {
    const { sandbox, run } = await openCliOrg()
    const [lead] = [...sandbox.store.rows('Lead')]
    sandbox.store.delete(lead!.id)
    const soql = `SELECT Id, IsDeleted FROM Lead WHERE Id = '${lead!.id}'`
    expect((await run('query', soql)).stdout).toBe('')
    expect(jsonLines((await run('query', '--all-rows', soql)).stdout)).toEqual([{ Id: lead!.id, IsDeleted: true }])
  })

  test('tells a statement the org refuses as a mistake of the command line, with a hint about SOQL', async () => {
    const { run } = await openCliOrg()
    const { code, stdout, stderr } = await run('query', 'SELECT Nope FROM Account')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^error SOQL_INVALID: Account: .*Nope/)
    expect(stderr).toContain('\n  SOQL: SELECT Nope FROM Account\nhint: Correct the name in the statement')
    expect(stderr).not.toMatch(/^ +at /m)
    expect((await run('query', 'SELECT * FROM Account')).code).toBe(2)
    expect((await run('query', 'SELECT Id FROM Nowhere__c')).code).toBe(2)
  })

  test.each([
    ['SELECT Nope FROM Account', '`sf-extract describe Account` lists the fields'],
    ['SELECT Id FROM Acount', '`sf-extract describe` lists the objects'],
    ['SELECT * FROM Account', 'SOQL is SELECT fields FROM object'],
    [`SELECT Id FROM Account WHERE Name = '${'x'.repeat(20_000)}'`, 'longer than the 16,384 bytes'],
  ])('has a hint for what is wrong with %.30s', async (soql, hint) => {
    const { run } = await openCliOrg()
    const { stderr } = await run('query', soql)
    expect(stderr).toMatch(/^error SOQL_INVALID: /)
    expect(stderr.slice(stderr.indexOf('\nhint: '))).toContain(hint)
  })

  test('leaves what is no mistake of the statement its own code', async () => {
    const { run } = await openCliOrg({ faults: [{ name: 'object-403', object: 'Account' }] })
    expect((await run('query', 'SELECT Id FROM Account')).code).toBe(4)
  })

  test('does not echo an over-long statement', async () => {
    const { run } = await openCliOrg()
    const soql = `SELECT Id FROM Account WHERE Name IN ('${'x'.repeat(20_000)}')`
    const plain = await run('query', soql)
    expect(plain.code).toBe(2)
    expect(plain.stderr).toMatch(/SOQL: SELECT Id FROM .*…/)
    expect(plain.stderr.length).toBeLessThan(4000)
    expect((await run('query', '--log-format', 'json', soql)).stderr.length).toBeLessThan(4000)
  })

  test('takes the statement from a file, from standard input, and from one place only', async () => {
    const { folder, env, run } = await openCliOrg()
    await writeFile(path.join(folder, 'count.soql'), '\uFEFFSELECT COUNT()\nFROM Account;\n')
    const fromFile = await run('query', '--file', 'count.soql')
    expect(fromFile).toMatchObject({ code: 0, stdout: expect.stringMatching(/^{"totalSize":\d+}\n$/) as string })
    const stdin = 'SELECT COUNT() FROM Account\n'
    expect(await callCli(['query', '-'], { cwd: folder, env, stdin })).toEqual(fromFile)
    expect(await callCli(['query', '--file', '-'], { cwd: folder, env, stdin })).toEqual(fromFile)
    for (const wrong of [[], ['-'], ['SELECT Id FROM Lead', '--file', 'count.soql'], ['--file', 'nowhere.soql']]) {
      const { code, stdout, stderr } = await run('query', ...wrong)
      expect({ code, stdout, wrong }).toEqual({ code: 2, stdout: '', wrong })
      expect(stderr).toMatch(/^error USAGE: /)
    }
  })

  test('writes CSV with the selection as its header, whatever the cells hold', async () => {
    const { sandbox, run } = await openCliOrg({ pageSize: 200 })
    const Description = 'a "quoted", text\r\nof two lines'
    const { id } = sandbox.store.insert('Account', { Name: '=1+1', Description })
    sandbox.store.insert('Contact', { LastName: 'Nested', AccountId: id })
    const fields = 'Name, description, Owner.Name, NumberOfEmployees, (SELECT LastName FROM Contacts)'
    const { code, stdout } = await run('query', '--format', 'csv', `SELECT ${fields} FROM Account WHERE Id = '${id}'`)
    expect(code).toBe(0)
    const [header, ...record] = parseCsv(stdout)
    expect(header).toEqual(['Name', 'description', 'Owner.Name', 'NumberOfEmployees', 'Contacts'])
    expect(record).toEqual([
      ['=1+1', Description, expect.stringMatching(/\w/) as string, '', '[{"LastName":"Nested"}]'],
    ])
    const none = await run('query', '--format', 'csv', "SELECT Id, Owner.Name FROM Account WHERE Name = 'nobody'")
    expect(none.stdout).toBe('Id,Owner.Name\r\n')
    const grouped = await run('query', '--format', 'csv', 'SELECT Owner.Name, COUNT(Id) FROM Case GROUP BY Owner.Name')
    expect(grouped.stdout).toMatch(/^Owner\.Name,expr0\r\n\w.*,\d+\r\n/)
  })

  test('finds paths that begin with the alias or the name of the object, so that no cell is empty', async () => {
    const { sandbox, run } = await openCliOrg()
    const contact = [...sandbox.store.rows('Contact')].find(({ values }) => values['AccountId'])!
    const csv = async (names: string, from: string) =>
      (await run('query', '--format', 'csv', `SELECT ${names} FROM ${from} WHERE Id = '${contact.id}'`)).stdout
    const plain = (await csv('Id, Account.Owner.Name', 'Contact')).split('\r\n')[1]
    expect(plain).toMatch(/^003\w+,\w/)
    expect((await csv('c.Id, c.Account.Owner.Name', 'Contact c')).split('\r\n')[1]).toBe(plain)
    expect((await csv('Contact.Id, Contact.Account.Owner.Name', 'Contact')).split('\r\n')[1]).toBe(plain)
  })

  test('writes JSON as one array, over all pages', async () => {
    const { sandbox, run, start } = await openCliOrg({ pageSize: 200, records: 2400 })
    const { stdout } = await start('query', '--format', 'json', 'SELECT Id FROM Contact').ended
    const contacts = [...sandbox.store.rows('Contact')].filter(({ isDeleted }) => !isDeleted)
    expect(JSON.parse(stdout)).toHaveLength(contacts.length)
    expect((await run('query', '--format', 'json', "SELECT Id FROM Lead WHERE Name = 'nobody'")).stdout).toBe('[]\n')
  })

  test('writes a table that is aligned within a page', async () => {
    const { sandbox, run } = await openCliOrg()
    const { id } = sandbox.store.insert('Account', { Name: '株式会社'.repeat(20), Website: 'www.example.com' })
    const soql = `SELECT Name, Website, Id FROM Account WHERE Id = '${id}'`
    const { stdout } = await run('query', '--format', 'table', soql)
    const [head = '', row = '', ...rest] = stdout.split('\n')
    expect(head).toMatch(/^Name {47}Website {10}Id$/)
    expect(row).toBe(`${'株式会社'.repeat(6)}…  www.example.com  ${id}`)
    expect(rest).toEqual([''])
  })

  test('--output writes a file that is whole or not there', async () => {
    const { folder, run } = await openCliOrg()
    const good = await run('query', '--output', 'leads.csv', '--format', 'csv', 'SELECT Id FROM Lead')
    expect(good).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(await readFile(path.join(folder, 'leads.csv'), 'utf8')).toMatch(/^Id\r\n00Q/)
    expect((await run('query', '--output', 'bad.csv', 'SELECT Nope FROM Lead')).code).toBe(2)
    expect((await readdir(folder)).filter((name) => !name.startsWith('.'))).toEqual(['leads.csv'])
    expect((await run('query', '--output', '-', 'SELECT COUNT() FROM Lead')).stdout).toMatch(/^{"totalSize"/)
    expect((await run('query', '--output', 'nowhere/x.csv', 'SELECT Id FROM Lead')).code).toBe(1)
  })
})

/** CSV as RFC 4180 has it → its records. */
function parseCsv(text: string): string[][] {
  const records: string[][] = [[]]
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    records.at(-1)!.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'))
    if (end !== ',') records.push([])
  }
  return records.slice(0, -1)
}
