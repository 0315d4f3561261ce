import path from 'node:path'
import { Queue } from 'bullmq'
import { describe, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../src/clock.js'
import type { Sandbox } from '../../../src/sandbox/sandbox.js'
import { openLedger, readFolder } from '../../support/ledger.js'
import { hasRedis, openQueued, openQueuedOrg, type Queued } from '../../support/queued.js'

type Event = Record<string, unknown>

function addAccounts({ store, clock }: Sandbox, count: number): void {
  for (let n = 0; n < count; n++) store.insert('Account', { Name: `Acme ${n}` })
  clock.advance(60_000)
}

const ended = (datasource: string) => (event: Event) =>
  event['event'] === 'run_ended' && event['datasource'] === datasource

const hasEvent = (name: string) => (event: Event) => event['event'] === name

const worker = (queued: Queued, name: string, ...more: string[]) =>
  queued.start('worker', '--name', name, '--output', 'documents', ...more)

const lookAtPolls = (queued: Queued) => lookAt('sf-extract-polls', queued)

/** BullMQ's own look at a queue. */
function lookAt(name: string, { client }: Queued): Queue {
  const own = client.duplicate()
  own.on('error', () => undefined)
  const queue = new Queue(name, { connection: own as never })
  queue.on('error', () => undefined)
  onTestFinished(() => own.disconnect())
  return queue
}

async function until(fits: () => Promise<boolean>): Promise<void> {
  while (!(await fits())) await systemClock.sleep(50)
}

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
    const workers = ['a', 'b'].map((name) => worker(queued, name))
    await Promise.all(['crm', 'erp'].map((id) => dispatcher.saw(ended(id))))
    orgs.one.store.insert('Account', { Name: 'New' })
    orgs.one.clock.advance(60_000)
    await dispatcher.saw((event) => ended('crm')(event) && event['written'] === 1)
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
    const polls = lookAtPolls(queued)
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
    const first = worker(queued, 'first')
    await first.saw(hasEvent('page_done'))
    expect((await first.stop()).code).toBe(130)
    expect(first.events().findLast(ended('crm'))).toMatchObject({ outcome: 'interrupted' })
    const objects = lookAt('sf-extract-objects', queued)
    expect(await objects.getJobCounts('active', 'prioritized')).toEqual({ active: 0, prioritized: 1 })
    const second = worker(queued, 'second', '--drain')
    await second.saw(hasEvent('page_done'))
    expect((await second.stop()).code).toBe(0)
    expect(second.events().findLast(ended('crm'))).toMatchObject({ outcome: 'done' })
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
    const workers = ['a', 'b'].map((name) => worker(queued, name))
    const spent = await dispatcher.saw((event) => event['outcome'] === 'quota' && 'datasource' in event)
    expect(JSON.stringify(spent)).toContain('calls_per_day')
    await systemClock.sleep(2500)
    expect(countCalls(org)).toBe(12)
    expect((await lookAtPolls(queued).getDelayed()).length).toBeGreaterThanOrEqual(3)
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
    const one = worker(queued, 'one')
    await until(async () => (await lookAtPolls(queued).getDelayedCount()) === 2)
    expect(countCalls(org)).toBe(0)
    for (const each of [dispatcher, one]) await each.stop()
  })

  test('while Redis is away everything waits, and says so; then it goes on', async () => {
    const queued = await openQueued()
    const org = await openQueuedOrg({ pageSize: 200, latencyMs: 100 })
    addAccounts(org, 2000)
    await queued.configure({ one: org }, { crm: { objects: ['Account'], interval: '1s' } })
    const dispatcher = queued.start('run')
    const one = worker(queued, 'one')
    await one.saw(hasEvent('page_done'), 2)
    await queued.redis.crash()
    for (const each of [dispatcher, one]) {
      const lost = await each.saw(hasEvent('queue_lost'))
      expect(lost).toMatchObject({ level: 'error', code: 'QUEUE_UNREACHABLE' })
      expect(String(lost['msg'] ?? lost['message'])).toMatch(
        /^The queue at redis:\/\/127\.0\.0\.1:\d+ can't be reached: /,
      )
    }
    await systemClock.sleep(1000)
    await queued.redis.start()
    for (const each of [dispatcher, one]) await each.saw(hasEvent('queue_back'))
    await one.saw((event) => ended('crm')(event) && event['outcome'] === 'done')
    org.store.insert('Account', { Name: 'New' })
    org.clock.advance(60_000)
    await one.saw((event) => ended('crm')(event) && event['written'] === 1)
    for (const each of [dispatcher, one]) expect((await each.stop()).code).toBe(130)
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
