import { describe, expect, test } from 'vitest'
import { jsonLines, openCliOrg } from '../support/cli-org.js'
import { processTimeoutMs } from '../support/run-cli.js'

describe('a process', { timeout: processTimeoutMs }, () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('that gets %s ends at its checkpoint with %i, and the next run goes on', async (signal, exitCode) => {
    const { sandbox, folder, run, start } = await openCliOrg({ latencyMs: 150, pageSize: 200 })
    const running = start('sync', '--output', 'documents', '--log-format', 'json')
    await running.saw('"event":"page_done"')
    running.child.kill(signal)
    const { code, stdout, stderr } = await running.ended
    expect({ code, stdout }).toEqual({ code: exitCode, stdout: '' })
    const events = jsonLines(stderr)
    expect(events.at(-1)).toMatchObject({ event: 'run_ended', outcome: 'interrupted', error: { code: 'INTERRUPTED' } })
    expect(stderr).not.toMatch(/\\n +at /)

    const rest = await run('sync', '--output', 'documents')
    expect(rest.code).toBe(0)
    const tree = await run('tree', '--output', `${folder}/documents`, '--json')
    for (const { path, count } of JSON.parse(tree.stdout) as { path: string; count: number }[]) {
      const rows = [...sandbox.store.rows(path.split('/')[2]!)].filter(({ isDeleted }) => !isDeleted)
      expect({ path, count }).toEqual({ path, count: rows.length })
    }
  })

  test('that gets a second signal leaves at once', async () => {
    const { start } = await openCliOrg({ faults: [{ name: 'slow', path: '/query', ms: 60_000 }] })
    const running = start('sync', '--output', 'documents', '--log-format', 'json')
    await running.saw('"event":"run_started"')
    running.child.kill('SIGINT')
    running.child.kill('SIGTERM')
    const { code } = await running.ended
    expect([130, 143]).toContain(code)
  })

  test('whose reader goes away ends quietly with 0 and remembers nothing the reader did not take', async () => {
    const { sandbox, run, start } = await openCliOrg()
    const running = start('sync', '--quiet')
    running.child.stdout!.once('data', () => running.child.stdout!.destroy())
    const { code, stderr } = await running.ended
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const next = await run('sync', '--quiet')
    const accounts = jsonLines(next.stdout).filter(({ type }) => type === 'Account')
    const living = [...sandbox.store.rows('Account')].filter(({ isDeleted }) => !isDeleted)
    expect(accounts).toHaveLength(living.length)
  })

  test('ends quietly too where the reader of a query goes away', async () => {
    const { start } = await openCliOrg({ records: 3000 })
    const running = start('query', 'SELECT FIELDS(ALL) FROM Contact LIMIT 200')
    running.child.stdout!.destroy()
    const { code, stderr } = await running.ended
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })

  test('that finds its datasource held leaves with 7 and names the holder, or waits for it', async () => {
    const { start } = await openCliOrg({ latencyMs: 150 })
    const holder = start('sync', '--output', 'documents', '--log-format', 'json')
    await holder.saw('"event":"run_started"')
    const refused = await start('sync', '--output', 'documents').ended
    expect(refused.code).toBe(7)
    expect(refused.stderr).toMatch(
      new RegExp(`^error LOCK_HELD: Another run holds "salesforce": process ${holder.child.pid} on `),
    )
    const waiting = start('sync', '--output', 'documents', '--wait', '4m')
    expect((await holder.ended).code).toBe(0)
    expect((await waiting.ended).code).toBe(0)
  })
})
