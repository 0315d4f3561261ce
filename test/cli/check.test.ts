import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { jsonLines, openCliOrg } from '../support/cli-org.js'

describe('check', () => {
  test('has a line for configuration, login, each object and the quota, and leaves nothing behind', async () => {
    const { sandbox, folder, run } = await openCliOrg()
    const { code, stdout, stderr } = await run('check')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const lines = stdout.trimEnd().split('\n')
    expect(lines[0]).toMatch(/^✓ +configuration: from the environment$/)
    expect(lines[1]).toBe(`✓ state: file:${path.join(folder, '.sf-extract')}`)
    expect(lines[2]).toMatch(
      new RegExp(`^✓ +login salesforce: ${sandbox.url} as .+ \\(.+@.+\\) by client credentials, API 62\\.0$`),
    )
    expect(lines.filter((line) => /^✓ +salesforce \w+: \d+ fields$/.test(line))).toHaveLength(6)
    expect(lines.at(-1)).toMatch(/^✓ +quota salesforce: \d+ of 100,000 API calls used in 24 hours$/)
    expect(await readdir(folder)).toEqual([])
  })

  test('tells every object that is missing or closed, looks at the rest all the same, and fails as the first does', async () => {
    const { sandbox, folder, run } = await openCliOrg()
    sandbox.store.setObject('Campaign', { queryable: false })
    await writeFile(
      path.join(folder, '.salesforcerc'),
      'standard_objects_to_sync: [Acount, Campaign, Lead]\ncustom_objects_to_sync: [Invoce]\nsync_custom_objects: true\n',
    )
    const { code, stdout } = await run('check', '--json')
    expect(code).toBe(2)
    const findings = JSON.parse(stdout) as { outcome: string; subject: string; text: string; code?: string }[]
    const bad = findings.filter(({ outcome }) => outcome === 'bad')
    expect(bad.map((finding) => finding.code)).toEqual(['OBJECT_UNKNOWN', 'OBJECT_UNKNOWN'])
    expect(bad[0]!.text).toContain('did you mean "Account"?')
    expect(bad[1]!.text).toContain('did you mean "Invoice__c"?')
    expect(findings).toContainEqual({
      outcome: 'note',
      subject: 'salesforce Campaign',
      text: 'The org does not let this user query it.',
    })
    expect(findings.filter(({ outcome }) => outcome === 'good').map(({ subject }) => subject)).toContain(
      'salesforce Lead',
    )
  })

  test('names fields that are not there', async () => {
    const { sandbox, run } = await openCliOrg()
    sandbox.store.removeField('Account', 'Website')
    const { code, stdout } = await run('check')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^• +salesforce Account: not there or not readable: Website$/m)
  })

  test('fails with the login’s exit code and its hint', async () => {
    const { run } = await openCliOrg({
      faults: [{ name: 'token-refused', error: 'invalid_grant', description: 'no client credentials user enabled' }],
    })
    const { code, stdout } = await run('check')
    expect(code).toBe(3)
    expect(stdout).toMatch(/^✗ +login salesforce: .*\n {2}hint: .*Run As/m)
  })
})

describe('the field cache', () => {
  test('is shown, cleared, and filled by the next run', async () => {
    const { run } = await openCliOrg()
    expect((await run('cache', 'show')).stdout).toBe('The field cache is empty.\n')
    await run('sync', '--object', 'Account', '--output', 'documents')
    const shown = await run('cache', 'show')
    expect(shown.stdout).toMatch(/^org +API +user +object +entries +age\n/)
    expect(shown.stdout).toMatch(/ 62\.0 +005\w{15} +Account +\d+ +\d+s$/m)
    const entries = JSON.parse((await run('cache', 'show', '--json')).stdout) as object[]
    const cleared = await run('cache', 'clear', '--json')
    expect(jsonLines(cleared.stdout)).toEqual([{ cleared: entries.length }])
    expect((await run('cache', 'show', '--json')).stdout).toBe('[]\n')
  })
})
