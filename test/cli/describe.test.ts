import { describe, expect, test } from 'vitest'
import { openCliOrg } from '../support/cli-org.js'

describe('describe', () => {
  test('lists the queryable objects, and filters them', async () => {
    const { run } = await openCliOrg()
    const all = await run('describe')
    expect(all.code).toBe(0)
    expect(all.stdout).toMatch(/^name +label +prefix +custom\n/)
    expect(all.stdout).toMatch(/^Account +Account +001$/m)
    expect(all.stdout).toMatch(/^Invoice__c +Invoice +a\w\w +custom$/m)
    expect((await run('describe', '--custom')).stdout).not.toMatch(/^Account /m)
    expect((await run('describe', '--standard')).stdout).not.toMatch(/^\w+__c /m)
    const json = JSON.parse((await run('describe', '--json')).stdout) as { name: string; queryable: boolean }[]
    expect(json.every(({ queryable }) => queryable)).toBe(true)
    expect(json.map(({ name }) => name)).toContain('Account')
  })

  test('shows the fields of an object, found in any case and without __c', async () => {
    const { run } = await openCliOrg()
    const account = await run('describe', 'ACCOUNT')
    expect(account.stdout).toMatch(/^name +label +type +length +custom +flags\n/)
    expect(account.stdout).toMatch(/^Name +Account Name +string +255 +name$/m)
    expect(account.stdout).toMatch(/^ParentId +Parent Account ID +reference to Account +18$/m)
    const invoice = await run('describe', 'invoice', '--custom')
    expect(invoice.code).toBe(0)
    expect(
      invoice.stdout
        .trim()
        .split('\n')
        .slice(1)
        .every((line) => line.includes('__c')),
    ).toBe(true)
  })

  test('gives the describe as the org sent it with --json', async () => {
    const { run } = await openCliOrg()
    const { stdout } = await run('describe', 'Case', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      name: 'Case',
      urls: { sobject: expect.any(String) as string },
      childRelationships: expect.any(Array) as unknown[],
    })
  })

  test('suggests the nearest name for an object there isn’t, exit 2', async () => {
    const { run } = await openCliOrg()
    const { code, stdout, stderr } = await run('describe', 'Acount')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toBe(
      'error OBJECT_UNKNOWN: The org has no sObject "Acount" that this user can see.\n  object: Acount\nhint: Did you mean Account?\n',
    )
    expect((await run('describe', 'Zzz')).stderr).toContain('`sf-extract describe` lists what the user sees.')
  })
})
