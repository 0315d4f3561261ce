import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openSharedFacts, type SharedFacts } from '../../../src/dispatcher/queue/shared-facts.js'
import { hasRedis } from '../../support/queued.js'
import { findRedis, startRedis, type RedisServer } from '../../support/stores/redis-server.js'

let server: RedisServer
let client: Redis
let facts: SharedFacts

const slot = (job: string, worker = 'one') => ({ org: 'acme', job, worker })

describe.skipIf(!hasRedis)('what workers know together', () => {
  beforeAll(async () => {
    server = await startRedis(findRedis()!)
    client = new Redis(server.url)
    facts = openSharedFacts(client)
  })
  beforeEach(async () => void (await client.flushall()))
  afterAll(async () => {
    client?.disconnect()
    await server?.close()
  })

  test('an org has as many places as it takes; who leaves gives one to the parked job that comes first', async () => {
    expect(await facts.takeSlot(slot('a'), 2)).toBe(true)
    expect(await facts.takeSlot(slot('b'), 2)).toBe(true)
    expect(await facts.takeSlot(slot('c'), 2)).toBe(false)
    await facts.park('acme', 'd', 7)
    await facts.park('acme', 'c', 3)
    expect(await facts.leaveSlot(slot('a'))).toBe('c')
    expect(await facts.takeSlot(slot('c'), 2)).toBe(true)
  })

  test('a parked job that has come by itself is not called any more', async () => {
    for (const job of ['a', 'b']) await facts.park('acme', job, 1)
    expect(await facts.takeSlot(slot('a'), 2)).toBe(true)
    expect(await facts.leaveSlot(slot('c'))).toBe('b')
    expect(await facts.leaveSlot(slot('c'))).toBeUndefined()
  })

  test('a job that is taken over needs no free place, and leaves the other worker’s as it is', async () => {
    expect(await facts.takeSlot(slot('a'), 1)).toBe(true)
    expect(await facts.takeSlot(slot('a', 'two'), 1)).toBe(true)
    await facts.leaveSlot(slot('a', 'two'))
    expect(await facts.takeSlot(slot('b', 'two'), 1)).toBe(false)
    await facts.leaveSlot(slot('a'))
    expect(await facts.takeSlot(slot('b', 'two'), 1)).toBe(true)
  })

  test('a call that is given back was counted: never are there fewer than none', async () => {
    await facts.giveBackCall('acme')
    expect(await facts.countCall('acme', 2)).toBe(0)
    await facts.giveBackCall('acme')
    await facts.giveBackCall('acme')
    expect([await facts.countCall('acme', 2), await facts.countCall('acme', 2)]).toEqual([0, 0])
    expect(await facts.countCall('acme', 2)).toBeGreaterThan(0)
  })

  test('a call of the last minute of an hour is given back to that hour', async () => {
    const hour = Math.floor(Number((await client.time())[0]) / 3600)
    await client.hset('sf-extract-queue:calls:acme', String(hour - 1), 1)
    await facts.giveBackCall('acme')
    expect(await client.hgetall('sf-extract-queue:calls:acme')).toEqual({ [hour - 1]: '0' })
  })

  test('a range stands behind all that its org has waiting, a whole object behind the whole ones', async () => {
    const add = async (job: string, kind: 'object' | 'range') => facts.queueUp('acme', job, kind)
    expect([await add('r1', 'range'), await add('r2', 'range')]).toEqual([0, 1])
    expect([await add('a', 'object'), await add('b', 'object')]).toEqual([0, 1])
    expect(await add('r3', 'range')).toBe(4)
    await facts.leaveQueue('acme', 'r1')
    await facts.leaveQueue('acme', 'a')
    expect([await add('c', 'object'), await add('r4', 'range')]).toEqual([1, 4])
    expect((await facts.queued('acme')).toSorted()).toEqual(['b', 'c', 'r2', 'r3', 'r4'])
  })

  test('what Redis refuses is the queue’s fault', async () => {
    await client.set('sf-extract-queue:parked:acme', 'no list of jobs')
    await expect(facts.park('acme', 'a', 1)).rejects.toMatchObject({ code: 'QUEUE_BROKEN' })
  })
})
