import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { callCli } from '../support/call-cli.js'
import { openCliOrg } from '../support/cli-org.js'

describe('what is given on the command line', () => {
  test('datasources may be a list with commas', async () => {
    const { folder, run } = await openCliOrg()
    await writeFile(path.join(folder, 'coco.yml'), twoDatasources)
    const { code, stdout } = await run('plan', '--datasource', 'crm, west', '--object', 'Account', '--json')
    expect(code).toBe(0)
    expect(stdout).toContain('"datasource":"crm"')
    expect(stdout).toContain('"datasource":"west"')
    expect((await run('plan', '--datasource', 'North, South', '--object', 'account')).stdout).toMatch(
      /^north: 1 object,/,
    )
  })

  test('an object counts without regard to case and without __c, in sync, plan and reset alike', async () => {
    const { folder, run } = await openCliOrg()
    await writeFile(path.join(folder, '.salesforcerc'), 'sync_custom_objects: true\ncustom_objects_to_sync: ["*"]\n')
    expect((await run('plan', '--object', 'invoice')).stdout).toMatch(/^Invoice__c: full/m)
    const { code, stderr } = await run('sync', '--object', 'INVOICE,account')
    expect(code).toBe(0)
    expect(stderr).toMatch(/^Invoice__c +full/m)
    expect((await run('reset', '--object', 'invoice', '--yes')).code).toBe(0)
  })

  test('a time without a zone is UTC, and a note says so', async () => {
    const { run } = await openCliOrg()
    const plan = (since: string, ...more: string[]) => run('plan', '--object', 'Account', '--since', since, ...more)
    const local = await plan('2026-01-05T09:30')
    expect(local.stderr).toBe(
      'note: --since 2026-01-05T09:30 names no time zone and is taken as UTC: 2026-01-05T09:30:00.000Z\n',
    )
    expect((await plan('2026-01-05')).stderr).toContain('taken as UTC: 2026-01-05T00:00:00.000Z')
    for (const clear of ['2026-01-05T09:30Z', '2026-01-05T09:30+02:00', '2d']) {
      expect((await plan(clear)).stderr).toBe('')
    }
    expect((await plan('2026-01-05', '--quiet')).stderr).toBe('')
  })

  test('a wrong flag or variable is blamed, not the file', async () => {
    const { folder, env, run } = await openCliOrg()
    await writeFile(path.join(folder, 'coco.yml'), twoDatasources)
    const flag = await run('sync', '--concurrency', '0', '--datasource', 'crm')
    expect(flag.code).toBe(2)
    expect(flag.stderr).toMatch(/^error CONFIG_INVALID: The command line: --concurrency - "0" must be/)
    const wrong = { ...env, SF_EXTRACT_LOOKBACK: 'soon', SF_EXTRACT_CONCURRENCY: 'x' }
    const variables = await callCli(['sync', '--datasource', 'crm'], { cwd: folder, env: wrong })
    expect(variables.code).toBe(2)
    expect(variables.stderr).toContain('The environment has 2 problems')
    expect(variables.stderr).not.toContain('coco.yml')
  })
})

describe('custom objects named beside "*"', () => {
  test('are errors where the org lacks them, as any other that is named', async () => {
    const { folder, run } = await openCliOrg()
    await writeFile(
      path.join(folder, '.salesforcerc'),
      'sync_custom_objects: true\ncustom_objects_to_sync: ["*", Invoce__c]\n',
    )
    const { code, stdout, stderr } = await run('sync')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^error OBJECT_UNKNOWN: .*"Invoce__c".*did you mean "Invoice__c"/)
  })
})

const twoDatasources = `
connector: { id: salesforce, processor: { enabled: true, name: salesforce }, config: {} }
datasource:
  - { id: crm, name: CRM, type: connector, connector: { id: salesforce } }
  - { id: west, name: West, type: connector, connector: { id: salesforce } }
  - { id: north, name: "North, South", type: connector, connector: { id: salesforce } }
`
