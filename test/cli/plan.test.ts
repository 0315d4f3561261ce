import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { openCliOrg } from '../support/cli-org.js'
import { askedSince } from '../support/journey.js'

describe('plan', () => {
  test('says mode, SOQL and calls per object, and reads no rows', async () => {
    const { sandbox, run } = await openCliOrg()
    const first = await run('plan', '--object', 'Account')
    expect(first.code).toBe(0)
    const asked = askedSince(sandbox).flatMap(({ soql }) => soql ?? [])
    expect(asked.filter((soql) => !soql.startsWith('SELECT COUNT() '))).toEqual([])
    expect(first.stdout).toMatch(
      /^\w+: 1 object, at least \d+ API calls\n\nAccount: full, \d+ rows, at least 1 call by itself\n {2}SELECT /,
    )
    await run('sync', '--object', 'Account')
    sandbox.clock.advance(60_000)
    const json = await run('plan', '--object', 'Account', '--json')
    const [plan] = JSON.parse(json.stdout) as [{ objects: { mode: string; since: string; soql: string }[] }]
    expect(plan.objects[0]).toMatchObject({ mode: 'incremental', since: expect.stringMatching(/Z$/) as string })
  })

  test("says which object can't be planned, and exits with 4", async () => {
    const { sandbox, run } = await openCliOrg()
    sandbox.faults.add({ name: 'status', status: 403, path: 'sobjects/Lead/describe', count: 9 })
    const { code, stdout } = await run('plan', '--object', 'Account', 'Lead')
    expect(code).toBe(4)
    expect(stdout).toMatch(/^Account: full, /m)
    expect(stdout).toMatch(/^Lead: can't be planned\. ACCESS_DENIED: /m)
  })

  test('says what --full would do', async () => {
    const { run } = await openCliOrg()
    await run('sync', '--object', 'Account')
    expect((await run('plan', '--object', 'Account', '--full')).stdout).toMatch(/^Account: full, /m)
  })

  test('is an array as JSON, whatever is asked for', async () => {
    const { run } = await openCliOrg()
    const plans = JSON.parse((await run('plan', '--all', '--json')).stdout) as { datasource: string }[]
    expect(plans.map(({ datasource }) => datasource)).toEqual(['salesforce'])
  })

  test('leaves open the rows of an object that the org does not count, and sync reads it all the same', async () => {
    const { sandbox, run } = await openCliOrg()
    sandbox.faults.add({ name: 'status', status: 403, body: 'json', path: 'COUNT\\(\\) FROM Lead', count: Infinity })
    const { code, stdout } = await run('plan', '--object', 'Account,Lead')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^salesforce: 2 objects, at least \d+ API calls$/m)
    expect(stdout).toMatch(/^Lead: full, rows unknown \(the org doesn't count them\), at least 1 call by itself$/m)
    const [plan] = JSON.parse((await run('plan', '--object', 'Lead', '--json')).stdout) as [{ objects: object[] }]
    expect(plan.objects[0]).not.toHaveProperty('rows')
    expect((await run('sync', '--object', 'Lead', '--quiet')).code).toBe(0)
  })

  test('has a refused condition fail for its object alone, as sync does', async () => {
    const { folder, run } = await openCliOrg()
    await writeFile(
      path.join(folder, '.salesforcerc'),
      'standard_objects_to_sync: [Account, Lead]\nobjects: { Lead: { where: "Nmae = 1" } }\n',
    )
    const planned = await run('plan')
    expect(planned.code).toBe(4)
    expect(planned.stdout).toMatch(/^Account: full, \d+ rows/m)
    expect(planned.stdout).toMatch(/^Lead: can't be planned\. FIELD_UNKNOWN: /m)
    const synced = await run('sync', '--output', 'out')
    expect(synced.code).toBe(4)
    expect(synced.stderr).toContain('FIELD_UNKNOWN')
    expect(synced.stderr).toMatch(/^Account +full/m)
  })

  test.each([
    ['0', 0],
    ['1h', 0],
  ])('says what an interval costs a day, as unchanged runs do (cache_max_age %s)', async (age, describes) => {
    const { sandbox, folder, run } = await openCliOrg()
    await writeFile(path.join(folder, '.salesforcerc'), `cache_max_age: ${age}\n`)
    await run('sync', '--quiet')
    sandbox.clock.advance(3_600_000)
    await run('sync', '--quiet')
    sandbox.clock.advance(300_000)
    const { stdout } = await run('plan', '--interval', '5m', '--json')
    const [{ daily }] = JSON.parse(stdout) as [{ daily: { runs: number; calls: number; limit: number } }]
    await run('sync', '--quiet', '--report', 'run.json')
    const { calls } = JSON.parse(await readFile(path.join(folder, 'run.json'), 'utf8')) as { calls: number }
    expect(daily).toMatchObject({ intervalMs: 300_000, runs: 288, limit: 100_000 })
    expect(daily.calls).toBe(288 * calls + describes)
    const text = await run('plan', '--interval', '5m')
    expect(text.stdout).toContain(`288 runs a day, ${daily.calls.toLocaleString('en-US')} API calls a day (`)
    expect(text.stdout).toContain("% of the org's 100,000) while nothing changes")
    expect((await run('plan', '--interval', '0')).code).toBe(2)
  })
})
