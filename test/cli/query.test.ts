import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { jsonLines, openCliOrg, type CliOrg } from '../support/cli-org.js'
import { parseCsv } from '../support/parse-csv.js'
import { processTimeoutMs, runCli } from '../support/run-cli.js'

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

  test('tells the object and the statement the org refused, and what to do, without a stack', async () => {
    const { run } = await openCliOrg()
    const { code, stdout, stderr } = await run('query', 'SELECT Nope FROM Account')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^error SOQL_INVALID: .*Nope/)
    expect(stderr).toContain('  object: Account\n  SOQL: SELECT Nope FROM Account\n')
    expect(stderr).toContain('hint: Correct the name in the statement: `sf-extract describe Account` lists')
    expect(stderr).not.toMatch(/^ +at /m)
  })

  test.each([
    ['SELECT * FROM Account', 'SOQL is SELECT fields FROM object'],
    ['SELECT Id FROM Acount', '`sf-extract describe` lists the objects'],
    ['nonsense', 'SOQL is SELECT fields FROM object'],
    [`SELECT Id FROM Account WHERE Name = '${'x'.repeat(20_000)}'`, 'longer than the 16,384 bytes'],
  ])('has a hint and exit code 2 for %.30s', async (soql, hint) => {
    const { run } = await openCliOrg()
    const { code, stdout, stderr } = await run('query', soql)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^error SOQL_INVALID: /)
    expect(stderr).toContain(hint)
    expect(stderr.length).toBeLessThan(2_500)
  })

  test("leaves the code of what isn't the statement's fault", async () => {
    const { sandbox, run } = await openCliOrg()
    sandbox.faults.add({ name: 'query-timeout' })
    const { code, stderr } = await run('query', 'SELECT Id FROM Account')
    expect(code).toBe(4)
    expect(stderr).toMatch(/^error QUERY_TIMEOUT: /)
  })
})

describe('query as a process of its own', { timeout: processTimeoutMs }, () => {
  test('reads the statement from a file, from standard input, and from neither twice', async () => {
    const org = await openCliOrg()
    const soql = 'SELECT Id\n  FROM Account\n ORDER BY Id LIMIT 3\n'
    await writeFile(path.join(org.folder, 'accounts.soql'), soql)
    const fromFile = await org.start('query', '--file', 'accounts.soql').ended
    expect(jsonLines(fromFile.stdout)).toHaveLength(3)
    for (const args of [['-'], ['--file', '-']]) {
      expect(await runCli(['query', ...args], { cwd: org.folder, env: org.env, stdin: soql })).toEqual(fromFile)
    }
    for (const args of [[], [soql, '--file', 'accounts.soql'], ['--file', 'nowhere.soql'], ['-'], ['  ']]) {
      const { code, stdout, stderr } = await org.start('query', ...args).ended
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toMatch(/^error USAGE: .*statement|^error USAGE: --file nowhere\.soql/)
    }
  })

  test('writes CSV with the paths of the selection as header, over pages, with quotes where they are needed', async () => {
    const org = await openCliOrg({ pageSize: 200, records: 2400 })
    const [first] = [...org.sandbox.store.rows('Contact')]
    org.sandbox.store.update(first!.id, { LastName: 'A "quoted", name', Description: 'two\r\nlines' })
    const soql = 'select id, c.LastName, Description, Account.Owner.Name from Contact c'
    const { code, stdout, stderr } = await org.start('query', soql, '--format', 'csv').ended
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const [header, ...lines] = parseCsv(stdout)
    expect(header).toEqual(['id', 'LastName', 'Description', 'Account.Owner.Name'])
    const rows = await rowsOf(org, soql)
    expect(rows.length).toBeGreaterThan(200)
    expect(lines).toEqual(
      rows.map((row) => [row['Id'], row['LastName'], row['Description'] ?? '', ownerName(row['Account'])]),
    )
    expect(lines.find(([id]) => id === first!.id)).toContain('A "quoted", name')
  })

  test('has child lists as JSON in a cell, and columns for counts, groups and no rows at all', async () => {
    const org = await openCliOrg()
    const contact = [...org.sandbox.store.rows('Contact')].find(({ values }) => values['AccountId'])
    const csv = async (soql: string) => parseCsv((await org.start('query', soql, '--format', 'csv').ended).stdout)
    const id = contact!.values['AccountId'] as string
    const [header, [account, contacts] = []] = await csv(
      `SELECT Id, (SELECT Id FROM Contacts) FROM Account WHERE Id = '${id}'`,
    )
    expect(header).toEqual(['Id', 'Contacts'])
    expect(account).toBe(id)
    expect(JSON.parse(contacts!)).toContainEqual({ Id: contact!.id })
    expect(await csv('SELECT COUNT() FROM Account')).toEqual([['totalSize'], [expect.stringMatching(/^\d+$/)]])
    expect((await csv('SELECT Status, COUNT(Id) FROM Case GROUP BY Status'))[0]).toEqual(['Status', 'expr0'])
    expect(await csv("SELECT Id, Owner.Name FROM Account WHERE Name = 'nobody'")).toEqual([['Id', 'Owner.Name']])
  })

  test('writes one JSON array, also of nothing', async () => {
    const org = await openCliOrg({ pageSize: 200, records: 2400 })
    const soql = 'SELECT Id, Name FROM Contact'
    const { stdout } = await org.start('query', soql, '--format', 'json').ended
    expect(JSON.parse(stdout)).toEqual(await rowsOf(org, soql))
    const none = await org.start('query', `${soql} WHERE Name = 'nobody'`, '--format', 'json').ended
    expect(none.stdout).toBe('[]\n')
  })

  test('aligns a table page by page, cuts long texts, and has the titles of an empty result', async () => {
    const org = await openCliOrg({ pageSize: 200, records: 2400 })
    const { stdout } = await org.start('query', 'SELECT Id, Description FROM Contact', '--format', 'table').ended
    const pages = stdout.split('\n\n')
    expect(pages.length).toBeGreaterThan(1)
    for (const page of pages) expect(page).toMatch(/^Id {2,}Description\n003/)
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(18 + 2 + 60)
    const none = await org.start('query', "SELECT Id FROM Contact WHERE Name = 'nobody'", '--format', 'table').ended
    expect(none.stdout).toBe('Id\n')
  })

  test('writes a file that is whole or as it was, and stdout for -', async () => {
    const org = await openCliOrg({ pageSize: 200, records: 2400 })
    const query = (...args: string[]) => org.start('query', 'SELECT Id FROM Contact', ...args).ended
    const { stdout } = await query()
    expect(await query('--output', '-')).toMatchObject({ code: 0, stdout })
    expect(await query('--output', 'contacts.ndjson')).toEqual({ code: 0, stdout: '', stderr: '' })
    const file = path.join(org.folder, 'contacts.ndjson')
    expect(await readFile(file, 'utf8')).toBe(stdout)
    const before = await readdir(org.folder)
    org.sandbox.faults.add({ name: 'dead-locator' })
    const failed = await query('--output', 'contacts.ndjson')
    expect(failed.code).toBe(4)
    expect(await readFile(file, 'utf8')).toBe(stdout)
    expect(await readdir(org.folder)).toEqual(before)
    expect(await query('--output', 'nowhere/contacts.ndjson')).toMatchObject({ code: 1, stdout: '' })
  })

  test('refuses an unknown format', async () => {
    const { start } = await openCliOrg()
    const { code, stderr } = await start('query', 'SELECT Id FROM Account', '--format', 'xml').ended
    expect(code).toBe(2)
    expect(stderr).toContain("--format takes ndjson, json, csv, table, not 'xml'")
  })
})

async function rowsOf({ run }: CliOrg, soql: string): Promise<Record<string, unknown>[]> {
  return jsonLines((await run('query', soql)).stdout)
}

function ownerName(account: unknown): string {
  return (account as { Owner?: { Name: string } } | null)?.Owner?.Name ?? ''
}
