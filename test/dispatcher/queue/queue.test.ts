import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { systemClock } from '../../../src/clock.js'
import type { Sandbox } from '../../../src/sandbox/sandbox.js'
import { openLedger, readFolder } from '../../support/ledger.js'
import { addAccounts, hasEnded, hasEvent, hasRedis, openQueued, openQueuedOrg, until } from '../../support/queued.js'

/** Answers of the org so far that are neither logins nor the lists of versions. */
function countCalls({ log }: Sandbox): number {
  return log.entries().filter(({ url }) => url.startsWith('/services/data/v')).length
}

describe.skipIf(!hasRedis)('a dispatcher with a queue, and workers', () => {
  test('a dispatcher runs nothing itself: workers keep its datasources in sync, each at its interval', async () => {
    const queued = await openQueued()
    const orgs = { one: await openQueuedOrg(), two: await openQueuedOrg() }
    addAccounts(orgs.one, 50)
    orgs.two.store.insert('Lead', { LastName: 'Lee', Company: 'Acme' })
    orgs.two.clock.advance(60_000)
    await queued.configure(orgs, {
      crm: { connector: 'one', objects: ['Account'], interval: '1s' },
      erp: { connector: 'two', objects: ['Lead'], interval: '1s' },
    })
    const dispatcher = queued.start('run')
    const workers = ['a', 'b'].map((name) => queued.startWorker(name))
    await Promise.all(['crm', 'erp'].map((id) => dispatcher.saw(hasEnded(id))))
    orgs.one.store.insert('Account', { Name: 'New' })
    orgs.one.clock.advance(60_000)
    await dispatcher.saw(hasEnded('crm', { written: 1 }))
    for (const each of [dispatcher, ...workers]) expect((await each.stop()).code).toBe(130)
    const ledger = openLedger()
    await readFolder(path.join(queued.folder, 'documents'), ledger)
    expect(ledger.repeats).toEqual([])
    const types = [...ledger.newest.values()].map(({ type }) => type)
    expect(types.filter((type) => type === 'Account')).toHaveLength(51)
    expect(types.filter((type) => type === 'Lead')).toHaveLength(1)
  })

  test('schedulers follow the settings, and are made again where the queue has lost them', async () => {
    const queued = await openQueued()
    const org = await openQueuedOrg()
    const datasources = {
      crm: { objects: ['Account'], interval: '1h' },
      erp: { objects: ['Account'], interval: '0 3 * * *' },
    }
    await queued.configure({ one: org }, datasources)
    const dispatcher = queued.start('run')
    const polls = queued.lookAt('sf-extract-polls')
    await until(async () => (await polls.getJobSchedulersCount()) === 2)
    const erp = (await polls.getJobSchedulers()).find(({ key }) => key === 'erp')
    expect(new Date(erp!.next!).getHours()).toBe(3)
    await queued.configure({ one: org }, { crm: { objects: ['Account'], interval: '2h' } })
    await dispatcher.saw(hasEvent('settings_read'))
    expect(await polls.getJobSchedulers()).toMatchObject([{ key: 'crm', every: 7_200_000 }])
    await polls.removeJobScheduler('crm')
    await until(async () => (await polls.getJobSchedulersCount()) === 1)
    await dispatcher.stop()
  })

  test('a worker that is told to stop puts back what it reads; with --drain it brings it to its end', async () => {
    const queued = await openQueued()
    const org = await openQueuedOrg({ pageSize: 200, latencyMs: 150 })
    addAccounts(org, 3000)
    await queued.configure({ one: org }, { crm: { objects: ['Account'], interval: '1h' } })
    const dispatcher = queued.start('run')
    const first = queued.startWorker('first')
    await first.saw(hasEvent('page_done'))
    expect((await first.stop()).code).toBe(130)
    expect(first.events().findLast(hasEnded('crm'))).toMatchObject({ outcome: 'interrupted' })
    const objects = queued.lookAt('sf-extract-objects')
    expect(await objects.getJobCounts('active', 'prioritized')).toEqual({ active: 0, prioritized: 1 })
    const second = queued.startWorker('second', '--drain')
    await second.saw(hasEvent('page_done'))
    expect((await second.stop()).code).toBe(0)
    expect(second.events().findLast(hasEnded('crm'))).toMatchObject({ outcome: 'done' })
    const [{ progress, returnvalue } = {}] = await objects.getCompleted()
    expect(progress).toMatchObject({ object: 'Account', written: expect.any(Number) as number })
    expect(returnvalue).toMatchObject({ outcome: 'done' })
    await dispatcher.stop()
    const ledger = openLedger()
    await readFolder(path.join(queued.folder, 'documents'), ledger)
    expect(ledger).toMatchObject({ repeats: [], lines: 3002 })
  })

  test('the day’s calls of a connector are never passed, whoever makes them', async () => {
    const queued = await openQueued()
    const org = await openQueuedOrg({ pageSize: 200 })
    addAccounts(org, 4000)
    const datasources = Object.fromEntries(['a', 'b', 'c'].map((id) => [id, { objects: ['Account'], interval: '1s' }]))
    await queued.configure({ one: org }, datasources, { connector: { calls_per_day: 12 } })
    const dispatcher = queued.start('run')
    const workers = ['a', 'b'].map((name) => queued.startWorker(name))
    const spent = await dispatcher.saw((event) => event['outcome'] === 'quota' && 'datasource' in event)
    expect(JSON.stringify(spent)).toContain('calls_per_day')
    await systemClock.sleep(2500)
    expect(countCalls(org)).toBe(12)
    expect((await queued.lookAt('sf-extract-polls').getDelayed()).length).toBeGreaterThanOrEqual(3)
    for (const each of [dispatcher, ...workers]) await each.stop()
  })

  test('an org below its reserve is left alone, also by workers that have not asked it', async () => {
    const queued = await openQueued()
    const org = await openQueuedOrg()
    addAccounts(org, 5)
    await queued.configure({ one: org }, { crm: { objects: ['Account'], interval: '1h' } })
    await queued.client.eval(
      "local t = redis.call('TIME') redis.call('HSET', KEYS[1], 'used', 99000, 'max', 100000, 'told', t[1] * 1000)",
      1,
      `sf-extract-queue:org:${new URL(org.url).host}`,
    )
    const dispatcher = queued.start('run')
    const one = queued.startWorker('one')
    const polls = queued.lookAt('sf-extract-polls')
    await until(async () => (await polls.getDelayedCount()) === 2)
    expect(countCalls(org)).toBe(0)
    for (const each of [dispatcher, one]) await each.stop()
  })

  test('a second dispatcher on the same state leaves', async () => {
    const queued = await openQueued()
    await queued.configure({ one: await openQueuedOrg() }, { crm: { objects: ['Account'], interval: '1h' } })
    const first = queued.start('run')
    await first.saw(hasEvent('datasources_chosen'))
    const { code, stderr } = await queued.start('run').ended
    expect([code, stderr]).toEqual([7, expect.stringContaining('Another dispatcher works on this state')])
    await first.stop()
  })
})
