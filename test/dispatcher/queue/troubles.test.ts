import { createWriteStream, existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { systemClock } from '../../../src/clock.js'
import { buildGate } from '../../support/gate.js'
import { openGoBetween } from '../../support/go-between.js'
import { openLedger, readFolder } from '../../support/ledger.js'
import { addAccounts, hasEnded, hasEvent, hasRedis, openQueued, openQueuedOrg, until } from '../../support/queued.js'

const awaySeconds = Number(process.env['REDIS_AWAY_SECONDS'] ?? 2)

const refusedLogin = {
  status: 400,
  body: { error: 'invalid_client', error_description: 'invalid client credentials' },
}

describe.skipIf(!hasRedis)('troubles of a queue', () => {
  // `REDIS_AWAY_SECONDS=65 npx vitest run test/dispatcher/queue/troubles.test.ts` has it away for longer than a minute.
  const timeout = 30_000 + awaySeconds * 1000
  test('while Redis is away everything waits, and says so; then it goes on', { timeout }, async () => {
    const queued = await openQueued()
    const org = await openQueuedOrg({ pageSize: 200, latencyMs: 100 })
    addAccounts(org, 1400)
    await queued.configure({ one: org }, { crm: { objects: ['Account'], interval: '1s' } })
    const dispatcher = queued.start('run')
    const one = queued.startWorker('one')
    await one.saw(hasEvent('page_done'), 2)
    await queued.redis.crash()
    for (const each of [dispatcher, one]) {
      const lost = await each.saw(hasEvent('queue_lost'))
      expect(lost).toMatchObject({ level: 'error', code: 'QUEUE_UNREACHABLE' })
      expect(String(lost['msg'] ?? lost['message'])).toMatch(
        /^The queue at redis:\/\/127\.0\.0\.1:\d+ can't be reached: /,
      )
    }
    await systemClock.sleep(awaySeconds * 1000)
    await queued.redis.start()
    for (const each of [dispatcher, one]) await each.saw(hasEvent('queue_back'))
    await one.saw(hasEnded('crm', { outcome: 'done' }))
    org.store.insert('Account', { Name: 'New' })
    org.clock.advance(60_000)
    await one.saw(hasEnded('crm', { written: 1 }))
    for (const each of [dispatcher, one]) expect((await each.stop()).code).toBe(130)
    for (const each of [dispatcher, one]) {
      expect(each.events().filter((event) => /^queue_|^error/.test(String(event['event'])))).toHaveLength(2)
    }
    expect(one.events().filter((event) => ['failed', 'interrupted'].includes(String(event['outcome'])))).toEqual([])
    const ledger = openLedger()
    await readFolder(path.join(queued.folder, 'documents'), ledger)
    expect(ledger).toMatchObject({ repeats: [], lines: 1403 })
  })

  test('what stands in the way of a queue is told with a code, and no password', async () => {
    const queued = await openQueued()
    await queued.configure({ one: await openQueuedOrg() }, { crm: { objects: ['Account'], interval: '1h' } })
    const told = async (...args: string[]) => {
      const { code, stderr } = await queued.start(...args, '--log-format', 'text').ended
      expect(stderr).not.toMatch(/hunter|pa\/ss|pa%2Fss/)
      return [code, stderr]
    }
    const wrong = queued.redis.url.replace(/:[^:@]*@/, ':hunter22@')
    for (const command of ['run', 'worker']) {
      expect(await told(command, '--queue', wrong)).toEqual([1, expect.stringMatching(/QUEUE_BROKEN.*WRONGPASS/)])
      expect(await told(command, '--queue', 'redis://:hunter22@127.0.0.1:1')).toEqual([
        1,
        expect.stringMatching(/QUEUE_UNREACHABLE.*redis:\/\/127\.0\.0\.1:1 .*ECONNREFUSED[^]*hint: Start the server/),
      ])
      expect(await told(command, '--queue', 'http://u:hunter22@host')).toEqual([
        2,
        expect.stringMatching(/CONFIG_INVALID.*"http:\/\/host" isn't the address of a queue/),
      ])
    }
    Object.assign(queued.env, { SF_EXTRACT_STATE: 'file:state' })
    expect(await told('worker')).toEqual([2, expect.stringMatching(/CONFIG_INVALID.*file:.*share it[^]*state import/)])
    Object.assign(queued.env, { SF_EXTRACT_QUEUE: '' })
  })

  test('a refused login is not tried again before the settings change, and then at once', async () => {
    const queued = await openQueued()
    const org = await openQueuedOrg()
    addAccounts(org, 5)
    const datasources = { crm: { objects: ['Account'], interval: '1s' } }
    await queued.configure({ one: { ...org, clientSecret: 'not-this-one' } }, datasources)
    const dispatcher = queued.start('run')
    const one = queued.startWorker('one')
    await one.saw((event) => event['event'] === 'run_not_begun')
    await systemClock.sleep(2500)
    expect(one.events().filter(hasEvent('run_not_begun'))).toHaveLength(1)
    const [failed] = await queued.lookAt('sf-extract-polls').getFailed()
    expect(failed!.failedReason).toMatch(/^LOGIN_BAD_SECRET: /)
    await queued.configure({ one: org }, datasources)
    expect(await one.saw(hasEnded('crm', { written: 5 }))).toMatchObject({ outcome: 'done' })
    for (const each of [dispatcher, one]) await each.stop()
  })

  test('a datasource that was refused and comes once an hour doesn’t wait for that with new settings', async () => {
    const queued = await openQueued()
    const org = await openQueuedOrg()
    addAccounts(org, 5)
    const datasources = { crm: { objects: ['Account'], interval: '1h' } }
    await queued.configure({ one: { ...org, clientSecret: 'not-this-one' } }, datasources)
    const dispatcher = queued.start('run')
    const one = queued.startWorker('one')
    const polls = queued.lookAt('sf-extract-polls')
    await until(async () => (await polls.getFailedCount()) === 1)
    await queued.configure({ one: org }, datasources)
    expect(await one.saw(hasEnded('crm', { written: 5 }))).toMatchObject({ outcome: 'done' })
    for (const each of [dispatcher, one]) await each.stop()
  })

  test('a login that is refused while settings change is tried again with the new ones', async () => {
    const queued = await openQueued()
    const org = await openQueuedOrg()
    addAccounts(org, 5)
    const [asked, released] = [buildGate(), buildGate()]
    let isRefused = true
    const between = await openGoBetween(org.url, async ({ line }) => {
      if (!isRefused || !line.startsWith('/services/oauth2/token')) return undefined
      asked.open()
      await released.opened
      return refusedLogin
    })
    const orgs = { one: { ...org, url: between.url } }
    const datasources = { crm: { objects: ['Account'], interval: '1h' } }
    await queued.configure(orgs, datasources)
    const dispatcher = queued.start('run')
    const one = queued.startWorker('one')
    await asked.opened
    await queued.configure(orgs, datasources, { connector: { jobs_at_once: 3 } })
    for (const each of [dispatcher, one]) await each.saw(hasEvent('settings_read'))
    isRefused = false
    released.open()
    expect(await one.saw(hasEnded('crm', { written: 5 }))).toMatchObject({ outcome: 'done' })
    for (const each of [dispatcher, one]) await each.stop()
  })

  test('a login that was put right in the org is tried again after its hour, by the worker that was refused', async () => {
    const queued = await openQueued()
    const org = await openQueuedOrg()
    addAccounts(org, 5)
    let isRefused = true
    const between = await openGoBetween(org.url, ({ line }) =>
      isRefused && line.startsWith('/services/oauth2/token') ? refusedLogin : undefined,
    )
    await queued.configure({ one: { ...org, url: between.url } }, { crm: { objects: ['Account'], interval: '1s' } })
    const dispatcher = queued.start('run')
    const one = queued.startWorker('one')
    const polls = queued.lookAt('sf-extract-polls')
    await until(async () => (await polls.getFailedCount()) === 1)
    isRefused = false
    const [host, space] = [new URL(between.url).host, 'sf-extract-queue']
    await queued.client.del(`${space}:turn:crm`, `${space}:org:${host}`)
    expect(await one.saw(hasEnded('crm', { written: 5 }))).toMatchObject({ outcome: 'done' })
    for (const each of [dispatcher, one]) await each.stop()
  })

  test.skipIf(!existsSync('/dev/full'))('a worker that has nowhere to write to leaves its job to others', async () => {
    const queued = await openQueued()
    const org = await openQueuedOrg()
    addAccounts(org, 5)
    await queued.configure({ one: org }, { crm: { objects: ['Account'], interval: '1h' } })
    const dispatcher = queued.start('run')
    const full = createWriteStream('/dev/full').on('error', () => {})
    const { code, stderr } = await queued.startInto(full, 'worker', '--name', 'full').ended
    expect([code, stderr]).toEqual([1, expect.stringContaining('OUTPUT_FAILED')])
    const counts = await queued.lookAt('sf-extract-polls').getJobCounts('active', 'prioritized', 'failed')
    expect(counts).toEqual({ active: 0, prioritized: 1, failed: 0 })
    const another = queued.start('worker', '--name', 'another')
    await another.saw(hasEnded('crm', { outcome: 'done' }))
    for (const each of [dispatcher, another]) await each.stop()
  })

  test('a Redis without memory ends nobody: the dispatcher warns, and goes on when there is some', async () => {
    const queued = await openQueued()
    const org = await openQueuedOrg()
    const crm = { objects: ['Account'], interval: '1h' }
    await queued.configure({ one: org }, { crm })
    const dispatcher = queued.start('run')
    const polls = queued.lookAt('sf-extract-polls')
    await until(async () => (await polls.getJobSchedulersCount()) === 1)
    await queued.client.config('SET', 'maxmemory', '1')
    await queued.configure({ one: org }, { crm, erp: crm })
    const warning = await dispatcher.saw((event) => event['level'] === 'warn')
    expect(warning['msg']).toMatch(/OOM/)
    await dispatcher.saw(hasEvent('settings_read'))
    await queued.client.config('SET', 'maxmemory', '0')
    await queued.configure({ one: org }, { crm, erp: { ...crm, interval: '2h' } })
    await until(async () => (await polls.getJobSchedulersCount()) === 2)
    expect((await dispatcher.stop()).code).toBe(130)
  })
})
