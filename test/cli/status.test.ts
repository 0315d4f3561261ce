import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { openCliOrg } from '../support/cli-org.js'

describe('status --fail-after', () => {
  test('is well after a run that was done, and fails with exit 1 where that is too long ago', async () => {
    const { run } = await openCliOrg()
    expect((await run('status', '--fail-after', '2h')).code).toBe(1)
    await run('sync', '--output', 'documents')
    expect(await run('status', '--fail-after', '2h')).toMatchObject({ code: 0, stderr: '' })
    const late = await run('status', '--fail-after', '1ms', '--quiet')
    expect(late.code).toBe(1)
    expect(late.stdout).toMatch(/^salesforce to .*documents: done /)
    expect(late.stderr).toMatch(
      /^error OVERDUE: No successful run in time: salesforce to \S+documents: last success \d+s ago\nhint: /,
    )
  })

  test('is not fooled by runs that failed, nor by those of some objects alone', async () => {
    const { sandbox, run } = await openCliOrg()
    await run('sync', '--object', 'Lead', '--output', 'documents')
    sandbox.faults.add({ name: 'object-403', object: 'Lead' })
    await run('sync', '--output', 'documents')
    const { code, stderr } = await run('status', '--fail-after', '2h')
    expect(code).toBe(1)
    expect(stderr).toContain('documents: no successful run yet; the last run was partial')
  })

  test('leaves out what is switched off, unless it is named', async () => {
    const { folder, run } = await openCliOrg()
    await writeFile(path.join(folder, '.salesforcerc'), 'enabled: false\n')
    expect((await run('status', '--fail-after', '2h')).code).toBe(0)
    expect((await run('status', '--fail-after', '2h', '--datasource', 'salesforce')).code).toBe(1)
    expect((await run('status', '--fail-after', 'soon')).code).toBe(2)
  })

  test('watches every destination, or the one that is named', async () => {
    const { run } = await openCliOrg()
    await run('sync', '--output', 'documents')
    await run('sync', '--object', 'Lead')
    const codeOf = async (...args: string[]) => (await run('status', '--fail-after', '2h', ...args)).code
    expect(await codeOf()).toBe(1)
    expect(await codeOf('--output', 'documents')).toBe(0)
    expect(await codeOf('--output', '-')).toBe(1)
    expect(await codeOf('--output', 'elsewhere')).toBe(1)
  })
})
