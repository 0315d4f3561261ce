import { describe, expect, onTestFinished, test } from 'vitest'
import { parseQueueAddress } from '../../../src/config/addresses/queue-address.js'
import { openQueueConnection } from '../../../src/dispatcher/queue/connection.js'
import { hasRedis, openQueued } from '../../support/queued.js'

describe.skipIf(!hasRedis)('the connection to the Redis of a queue', () => {
  test('one that has become a replica is waited for, and written to when it is a primary again', async () => {
    const { redis, client } = await openQueued()
    const told: string[] = []
    const connection = await openQueueConnection(parseQueueAddress(redis.url), {
      lost: ({ code, message }) => told.push(`${code}: ${message}`),
      back: () => told.push('back'),
      warning: (text) => told.push(text),
    })
    onTestFinished(() => connection.close())
    await client.call('REPLICAOF', '127.0.0.1', '1')
    const written = connection.client.set('key', 'value')
    while (told.length === 0) await client.ping()
    await client.call('REPLICAOF', 'NO', 'ONE')
    expect(await written).toBe('OK')
    expect(told).toEqual([expect.stringMatching(/^QUEUE_UNREACHABLE: .*READONLY/), 'back'])
  })
})
