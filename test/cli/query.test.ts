import { describe, expect, test } from 'vitest'
import { jsonLines, openCliOrg } from '../support/cli-org.js'

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

  test('tells the object and the statement the org refused, without a stack', async () => {
    const { run } = await openCliOrg()
    const { code, stdout, stderr } = await run('query', 'SELECT Nope FROM Account')
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' })
    expect(stderr).toMatch(/^error FIELD_UNKNOWN: Account: .*Nope/)
    expect(stderr).toContain('\n  SOQL: SELECT Nope FROM Account\n')
    expect(stderr).not.toMatch(/^ +at /m)
  })
})
