import { describe, expect, test } from 'vitest'
import { jsonLines, openCliOrg } from '../support/cli-org.js'

describe('a run with --hold', () => {
  test('moves the watermarks only with commit', async () => {
    const { sandbox, run } = await openCliOrg()
    const held = await run('sync', '--object', 'Account', '--hold')
    expect(held.code).toBe(0)
    expect((await run('status')).stdout).toContain('waits for commit or rollback')
    sandbox.clock.advance(60_000)

    const again = await run('sync', '--object', 'Account', '--hold')
    expect(again.stderr).toMatch(/^note: salesforce: an earlier run made with --hold was not committed/)
    expect(again.stdout).toBe(held.stdout)
    const committed = await run('commit')
    expect(committed).toEqual({
      code: 0,
      stdout: '',
      stderr: 'salesforce: committed, the next run goes on from here.\n',
    })
    sandbox.clock.advance(60_000)

    const after = await run('sync', '--object', 'Account', '--quiet')
    expect(after).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  test('is forgotten by rollback', async () => {
    const { run } = await openCliOrg()
    const held = await run('sync', '--object', 'Account', '--hold')
    expect((await run('rollback')).stderr).toBe('salesforce: rolled back, the next run reads it again.\n')
    expect((await run('rollback')).stderr).toBe('salesforce: nothing is pending.\n')
    expect((await run('rollback', '--quiet')).stderr).toBe('')
    const json = jsonLines((await run('rollback', '--log-format', 'json')).stderr)
    expect(json).toMatchObject([{ level: 'info', event: 'note', msg: 'salesforce: nothing is pending.' }])
    const again = await run('sync', '--object', 'Account')
    expect(jsonLines(again.stdout)).toHaveLength(jsonLines(held.stdout).length)
  })
})

describe('reset', () => {
  test('forgets an object or everything, and asks where it can', async () => {
    const { sandbox, run } = await openCliOrg()
    const first = await run('sync', '--object', 'Account', 'Lead')
    sandbox.clock.advance(60_000)
    const unasked = await run('reset')
    expect(unasked).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There is no terminal to ask on, so add --yes') as string,
    })
    const unknown = await run('reset', '--object', 'Leads', '--yes')
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('Did you mean Lead?') as string })

    const one = await run('reset', '--object', 'lead', '--yes')
    expect(one).toEqual({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(/^salesforce \(Lead\): forgotten, .*tombstones.*\n$/) as string,
    })
    const leads = await run('sync', '--object', 'Account', 'Lead')
    expect(new Set(jsonLines(leads.stdout).map(({ type }) => type))).toEqual(new Set(['Lead']))

    await run('reset', '--yes')
    sandbox.clock.advance(60_000)
    const all = await run('sync', '--object', 'Account', 'Lead')
    expect(jsonLines(all.stdout)).toHaveLength(jsonLines(first.stdout).length)
  })
})
