import { describe, expect, onTestFinished, test } from 'vitest'
import { startSandbox } from '../../src/sandbox/sandbox.js'
import { openCliOrg } from '../support/cli-org.js'
import { buildFile, openDispatched } from '../support/dispatched.js'
import { openManualClock } from '../support/manual-clock.js'
import { parsePrometheusText, valueOf } from '../support/prometheus-text.js'
import { unhurried } from '../support/journey.js'
import { openWatchedServer } from '../support/status-server.js'

describe('the metrics of a dispatcher', () => {
  test('move as the org churns: lag grows and falls, counts add up, failures are told', async () => {
    const sandbox = await startSandbox({ records: 40 })
    onTestFinished(() => sandbox.close())
    const clock = openManualClock({ holds: true })
    const { ask, server, status } = await openWatchedServer({ clock })
    const file = buildFile({ salesforce: sandbox }, { crm: { objects: ['Account'], interval: '30s' } })
    const pass = (seconds: number) => {
      sandbox.clock.advance(seconds * 1000)
      clock.advance(seconds * 1000)
    }
    sandbox.clock.advance(1000)
    const { ended } = await openDispatched({ file, clock, changes: { listener: server.listener } })
    const read = async () => {
      const samples = parsePrometheusText((await ask('/metrics')).body)
      return (name: string, labels = {}) => valueOf(samples, `sf_extract_${name}`, { datasource: 'crm', ...labels })
    }
    const account = { object: 'Account' }
    const { report } = await ended('crm', 1)
    const first = await read()
    expect(first('documents_written_total', account)).toBe(report!.written)
    expect(first('bytes_written_total', account)).toBeGreaterThan(report!.written * 500)
    expect(first('lag_seconds', account)).toBe(0)
    expect((await ask('/readyz')).status).toBe(200)
    expect(status.snapshot().datasources[0]!.next).toBe(new Date(clock.now() + 30_000).toISOString())

    const [changed, gone] = [...sandbox.store.rows('Account')].map(({ id }) => id)
    sandbox.store.update(changed!, { Name: 'Changed' })
    sandbox.store.delete(gone!)
    pass(20)
    expect((await read())('lag_seconds', account)).toBe(20)
    pass(10)
    await ended('crm', 2)
    const second = await read()
    expect(second('lag_seconds', account)).toBe(0)
    expect(second('documents_written_total', account)).toBe(report!.written + 1)
    expect(second('tombstones_written_total', account)).toBe(1)
    expect(second('run_duration_seconds_count')).toBe(2)

    sandbox.faults.add({ name: 'object-403', object: 'Account' })
    pass(30)
    await ended('crm', 3)
    const third = await read()
    // By the org's clock, which goes on by itself, too.
    expect(third('lag_seconds', account)).toBeGreaterThanOrEqual(30)
    expect(third('lag_seconds', account)).toBeLessThan(90)
    expect(third('failures_total', account)).toBe(1)
    expect(third('last_success_timestamp_seconds')).toBe(second('last_success_timestamp_seconds'))
  })
})

describe('run --listen', () => {
  test('serves page, health and metrics until it ends, with the token kept out of its log', unhurried, async () => {
    const { start, env } = await openCliOrg({ records: 12 })
    const token = 'a-token-of-its-own-for-this'
    env['SF_EXTRACT_LISTEN_TOKEN'] = token
    const { child, printed, saw, ended } = start('run', '--output', 'documents', '--listen', '127.0.0.1:0')
    await saw('the status page is at')
    const [, url = ''] = /the status page is at (http:[^"]+)"/.exec(printed.stderr) ?? []
    const ask = (path: string) => fetch(new URL(path, url), { headers: { authorization: `Bearer ${token}` } })
    expect((await fetch(new URL('/metrics', url))).status).toBe(401)
    await saw('run_ended')
    expect((await ask('/readyz')).status).toBe(200)
    const samples = parsePrometheusText(await (await ask('/metrics')).text())
    expect(valueOf(samples, 'sf_extract_documents_written_total', { object: 'Account' })).toBeGreaterThan(0)
    expect(await (await ask('/')).text()).toMatch(/^<!doctype html>[^]*"name":"/)
    const directories = (await (await ask('/directories?datasource=salesforce')).json()) as { path: string }[]
    expect(directories.map(({ path }) => path)).toContain('/Standard Objects/Account/')
    const records = await ask(`/records?datasource=salesforce&path=${encodeURIComponent('/Standard Objects/Account/')}`)
    expect(((await records.json()) as unknown[]).length).toBeGreaterThan(0)
    child.kill('SIGTERM')
    expect((await ended).code).toBe(143)
    expect(printed.stderr).not.toContain(token)
  })

  test('is refused where others would reach it without a token', async () => {
    const { run } = await openCliOrg()
    const { code, stderr } = await run('run', '--listen', '0.0.0.0:0')
    expect(code).toBe(2)
    expect(stderr).toContain('can be reached from other machines, and no token is set')
    expect((await run('run', '--no-auth')).stderr).toContain('are for --listen')
    const both = await run('run', '--listen', '9', '--listen-token', 'x', '--listen-token-file', 'x')
    expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining('exclude each other') })
    const none = await run('run', '--listen', '9', '--listen-token-file', 'none')
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('with the token in its first line') })
  })
})
