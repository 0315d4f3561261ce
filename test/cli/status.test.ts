import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { openCliOrg } from '../support/cli-org.js'

describe('status --fail-after', () => {
  test('is well after a run that was done, and fails with exit 1 where that is too long ago', async () => {
    const { start } = await openCliOrg()
    expect((await start('status', '--fail-after', '2h').ended).code).toBe(1)
    await start('sync', '--output', 'documents').ended
    expect(await start('status', '--fail-after', '2h').ended).toMatchObject({ code: 0, stderr: '' })
    const late = await start('status', '--fail-after', '1ms', '--quiet').ended
    expect(late.code).toBe(1)
    expect(late.stdout).toMatch(/^salesforce to .*documents: done /)
    expect(late.stderr).toMatch(
      /^error OVERDUE: No successful run in time: salesforce to \S+documents: last success \d+s ago\nhint: /,
    )
  })

  test('is not fooled by runs that failed, nor by those of some objects alone', async () => {
    const { sandbox, start } = await openCliOrg()
    await start('sync', '--object', 'Lead', '--output', 'documents').ended
    sandbox.faults.add({ name: 'object-403', object: 'Lead' })
    await start('sync', '--output', 'documents').ended
    const { code, stderr } = await start('status', '--fail-after', '2h').ended
    expect(code).toBe(1)
    expect(stderr).toContain('documents: no successful run yet; the last run was partial')
  })

  test('leaves out what is switched off, unless it is named', async () => {
    const { folder, start } = await openCliOrg()
    await writeFile(path.join(folder, '.salesforcerc'), 'enabled: false\n')
    expect((await start('status', '--fail-after', '2h').ended).code).toBe(0)
    expect((await start('status', '--fail-after', '2h', '--datasource', 'salesforce').ended).code).toBe(1)
    expect((await start('status', '--fail-after', 'soon').ended).code).toBe(2)
  })

  test('watches every destination, or the one that is named', async () => {
    const { start } = await openCliOrg()
    await start('sync', '--output', 'documents').ended
    await start('sync', '--object', 'Lead').ended
    const codeOf = async (...args: string[]) => (await start('status', '--fail-after', '2h', ...args).ended).code
    expect(await codeOf()).toBe(1)
    expect(await codeOf('--output', 'documents')).toBe(0)
    expect(await codeOf('--output', '-')).toBe(1)
    expect(await codeOf('--output', 'elsewhere')).toBe(1)
  })
})
