import { describe, expect, test } from 'vitest'
import { hasRedis, openQueued, openQueuedOrg, until } from '../../support/queued.js'
import { processTimeoutMs, startCli } from '../../support/run-cli.js'

describe.skipIf(!hasRedis)('processes that wait for jobs', { timeout: processTimeoutMs }, () => {
  test('end by a SIGTERM within seconds, though the Redis of their queue and state is away', async () => {
    const queued = await openQueued()
    await queued.configure({ one: await openQueuedOrg() }, { crm: { objects: ['Account'], interval: '1h' } })
    const start = (...args: string[]) =>
      startCli([...args, '--log-format', 'json'], { cwd: queued.folder, env: queued.env })
    const worker = ['worker', '--output', 'documents']
    const all = [start('run'), start(...worker, '--name', 'one'), start(...worker, '--name', 'two', '--drain')]
    await until(async () => (await queued.lookAt('sf-extract-polls').getCompletedCount()) > 0)
    await queued.redis.crash()
    await Promise.all(all.map((each) => each.saw('"event":"queue_lost"')))
    const startedMs = performance.now()
    for (const { child } of all) child.kill('SIGTERM')
    expect((await Promise.all(all.map(({ ended }) => ended))).map(({ code }) => code)).toEqual([143, 143, 0])
    expect(performance.now() - startedMs).toBeLessThan(60_000)
  })

  test('a worker whose settings lack a datasource says so, where its job comes to it', async () => {
    const queued = await openQueued()
    const org = await openQueuedOrg()
    await queued.configure({ one: org }, { crm: { objects: ['Account'], interval: '1h' } })
    const dispatcher = queued.start('run')
    await dispatcher.saw((event) => event['event'] === 'datasources_chosen')
    await queued.configure({ one: org }, { other: { objects: ['Account'], interval: '1h' } })
    const worker = queued.startWorker('one')
    const told = await worker.saw((event) => event['code'] === 'DATASOURCE_UNKNOWN')
    expect(told).toMatchObject({ level: 'error', datasource: 'crm' })
    for (const each of [dispatcher, worker]) await each.stop()
  })
})
