import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../../src/clock.js'
import type { Sandbox } from '../../../src/sandbox/sandbox.js'
import { makeAuthority } from '../../support/authority.js'
import { openLedger, readFolder } from '../../support/ledger.js'
import {
  addAccounts,
  hasEnded,
  hasEvent,
  hasRedis,
  openQueued,
  openQueuedOrg,
  type LogEvent,
  type Queued,
} from '../../support/queued.js'
import { processTimeoutMs, startCli } from '../../support/run-cli.js'
import { findPostgres, startPostgres, type PostgresServer } from '../../support/stores/postgres-server.js'
import { findRedis, startRedis, type RedisServer } from '../../support/stores/redis-server.js'

const programs = findPostgres()

async function openOrg(rows: number, latencyMs = 0): Promise<Sandbox> {
  const org = await openQueuedOrg({ pageSize: 200, latencyMs })
  addAccounts(org, rows)
  return org
}

const isDone = (object: string) => (event: LogEvent) =>
  event['event'] === 'object_ended' && event['object'] === object && event['outcome'] === 'done'

describe.skipIf(!hasRedis || programs === undefined)('with the state in PostgreSQL', () => {
  let server: PostgresServer
  let databases = 0
  beforeAll(async () => void (server = await startPostgres(programs!)))
  afterAll(async () => server?.close())

  async function query(sql: string, database = 'postgres'): Promise<Record<string, unknown>[]> {
    const client = new Client({ connectionString: server.url.replace(/postgres$/, database) })
    await client.connect()
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows
    } finally {
      await client.end()
    }
  }

  /** The state in a database of its own, the queue in Redis. */
  async function openThere(): Promise<Queued & { database: string; url: string }> {
    const database = `d${++databases}`
    await query(`CREATE DATABASE ${database}`)
    const queued = await openQueued()
    const url = server.url.replace(/postgres$/, database)
    Object.assign(queued.env, { SF_EXTRACT_STATE: url })
    return { ...queued, database, url }
  }

  test('workers share it, and fill one table, also with objects that are handed to them', async () => {
    const queued = await openThere()
    const org = await openOrg(500)
    await queued.configure({ one: org }, { crm: { objects: ['Account'], interval: '1s' } })
    Object.assign(queued.env, { SF_EXTRACT_TO: `${queued.url}?table=documents` })
    const dispatcher = queued.start('run')
    const workers = ['a', 'b'].map((name) => queued.start('worker', '--name', name))
    await Promise.race(workers.map((worker) => worker.saw(isDone('Account'))))
    org.store.insert('Account', { Name: 'New' })
    org.clock.advance(60_000)
    await dispatcher.saw(hasEnded('crm', { written: 1 }))
    for (const each of [dispatcher, ...workers]) expect((await each.stop()).code).toBe(130)
    expect(await queued.lookAt('sf-extract-objects').getCompletedCount()).toBeGreaterThan(0)
    const [{ count } = {}] = await query(
      `SELECT count(*)::int AS count FROM documents WHERE document->>'type' = 'Account'`,
      queued.database,
    )
    expect(count).toBe(501)
  })

  test('a worker that waits for the Redis of its queue leaves within seconds, at its checkpoint', async () => {
    const queued = await openThere()
    await queued.configure(
      { one: await openOrg(3000, 100) },
      { crm: { objects: ['Account'], interval: '1h' } },
      { connector: { calls_per_day: 1000 } },
    )
    const dispatcher = queued.start('run')
    const first = queued.startWorker('first')
    await first.saw(hasEvent('page_done'))
    await queued.redis.crash()
    await first.saw(hasEvent('queue_lost'))
    const startedMs = systemClock.now()
    expect((await first.stop()).code).toBe(130)
    expect(systemClock.now() - startedMs).toBeLessThan(10_000)
    await queued.redis.start()
    expect((await dispatcher.stop()).code).toBe(130)
    expect((await queued.start('sync', '--output', 'documents').ended).code).toBe(0)
    const ledger = openLedger()
    await readFolder(path.join(queued.folder, 'documents'), ledger)
    expect(ledger).toMatchObject({ repeats: [], lines: 3002 })
  })
})

const refusal = (code: string) => [1, expect.stringMatching(new RegExp(`${code}[^]*NODE_EXTRA_CA_CERTS`))]

describe.skipIf(!hasRedis)('with a Redis that speaks TLS', () => {
  let redis: RedisServer
  let authority: string
  beforeAll(async () => {
    const made = await makeAuthority()
    authority = made.cert
    redis = await startRedis(findRedis()!, await made.issue('127.0.0.1'))
  })
  afterAll(async () => redis?.close())

  test('one whose authority nobody trusts is refused, with what to do', async () => {
    const queued = await openQueued()
    await queued.configure({ one: await openOrg(1) }, { crm: { objects: ['Account'], interval: '1h' } })
    const told = async (...args: string[]) => {
      const { code, stderr } = await queued.start(...args, '--log-format', 'text').ended
      return [code, stderr]
    }
    expect(await told('worker', '--queue', redis.url)).toEqual(refusal('QUEUE_BROKEN'))
    Object.assign(queued.env, { SF_EXTRACT_STATE: redis.url })
    expect(await told('run')).toEqual(refusal('STATE_BROKEN'))
  })

  test('queue and state are there for processes that trust it', { timeout: processTimeoutMs }, async () => {
    const { folder, env, configure } = await openQueued()
    await configure({ one: await openOrg(300) }, { crm: { objects: ['Account'], interval: '1h' } })
    const file = path.join(folder, 'authority.pem')
    await writeFile(file, authority)
    Object.assign(env, { SF_EXTRACT_STATE: redis.url, SF_EXTRACT_QUEUE: redis.url, NODE_EXTRA_CA_CERTS: file })
    const [dispatcher, worker] = [['run'], ['worker', '--output', 'documents']].map((args) =>
      startCli(args, { cwd: folder, env }),
    )
    await worker!.saw('"event":"object_ended"')
    await worker!.saw('"written":300')
    for (const { child, ended } of [dispatcher!, worker!]) {
      child.kill('SIGTERM')
      const { code, stdout, stderr } = await ended
      expect(code).toBe(143)
      expect(stdout + stderr).not.toMatch(/pa\/ss|pa%2Fss/)
    }
  })
})
