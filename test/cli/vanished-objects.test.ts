import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { openCliOrg, type CliOrg } from '../support/cli-org.js'
import { askedSince, readings } from '../support/journey.js'

const settings = 'standard_objects_to_sync: [account, lead]\nsync_custom_objects: true\ncustom_objects_to_sync: ["*"]\n'

async function readOnce(text = settings): Promise<CliOrg> {
  const org = await openCliOrg()
  await writeFile(path.join(org.folder, '.salesforcerc'), text)
  expect((await org.run('sync', '--output', 'out', '--quiet')).code).toBe(0)
  org.sandbox.clock.advance(60_000)
  return org
}

async function watermarkOf({ run }: CliOrg, object: string): Promise<unknown> {
  const [status] = JSON.parse((await run('status', '--json')).stdout) as [Record<string, unknown>]
  const objects = status['objects'] as { object: string; watermark?: string }[]
  return objects.find((each) => each.object === object)?.watermark
}

describe('an object that was read before', () => {
  test.each([
    ['hidden', 'Lead', { hidden: true }, { hidden: false }],
    ['not to be queried', 'Lead', { queryable: false }, { queryable: true }],
    ['hidden under "*"', 'Invoice__c', { hidden: true }, { hidden: false }],
  ])('and is %s now fails alone, keeps its watermark, and comes back', async (_how, object, change, back) => {
    const org = await readOnce()
    const { sandbox, run } = org
    const watermark = await watermarkOf(org, object)
    expect(watermark).toBeDefined()
    sandbox.store.setObject(object, change)
    const account = sandbox.store.insert('Account', { Name: 'New' })
    sandbox.clock.advance(1000)
    const { code, stderr } = await run('sync', '--output', 'out', '--report', 'run.json')
    expect(code).toBe(4)
    expect(stderr).toContain(`${object} was read before`)
    const shown = await run('ls', '/Standard Objects/Account', '--output', 'out', '--json')
    expect(shown.stdout).toContain(account.id)
    expect(await watermarkOf(org, object)).toBe(watermark)
    sandbox.clock.advance(60_000)
    sandbox.store.setObject(object, back)
    expect(await run('sync', '--output', 'out', '--quiet')).toMatchObject({ code: 0, stderr: '' })
  })

  test('is planned, chosen with --object, and forgotten by reset, as sync has it', async () => {
    const { sandbox, run } = await readOnce()
    sandbox.store.setObject('Lead', { hidden: true })
    const plan = await run('plan', '--output', 'out', '--json')
    expect(plan.code).toBe(4)
    expect(plan.stdout).toContain('"failed":[{"object":"Lead","error":{"code":"OBJECT_NOT_FOUND"')
    expect((await run('sync', '--output', 'out', '--object', 'lead', '--quiet')).code).toBe(4)
    expect((await run('sync', '--output', 'out', '--object', 'account', '--quiet')).code).toBe(0)
    // Into another folder it has never been read, but by a run it has.
    expect((await run('sync', '--output', 'other', '--quiet')).code).toBe(4)
    expect((await run('plan', '--output', 'third')).code).toBe(4)
    await run('reset', '--object', 'lead', '--yes')
    expect(await run('sync', '--output', 'out', '--quiet')).toMatchObject({ code: 2 })
  })
})

describe('an object that no run has read and the org lacks', () => {
  test('is a configuration error before any row is read', async () => {
    const { sandbox, folder, run } = await readOnce()
    await writeFile(path.join(folder, '.salesforcerc'), 'standard_objects_to_sync: [Account, Leed]\n')
    sandbox.log.clear()
    const { code, stdout, stderr } = await run('sync', '--output', 'out')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^error OBJECT_UNKNOWN: .*did you mean "Lead"/)
    expect(readings(askedSince(sandbox), 'Account')).toEqual([])
  })
})
