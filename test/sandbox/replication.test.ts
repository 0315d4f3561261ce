import { expect, test } from 'vitest'
import { data, openClient, type Client } from './client.js'

const MINUTE = 60_000
const DAY = 86_400_000

function windowPath(client: Client, kind: string, from: number, to: number): string {
  const now = client.sandbox.clock.now()
  const moment = (ms: number) => encodeURIComponent(new Date(now + ms).toISOString().replace('Z', '+00:00'))
  return data(`/sobjects/Account/${kind}/?start=${moment(from)}&end=${moment(to)}`)
}

test('lists what was deleted and what changed in a window', async () => {
  const client = await openClient()
  const { store, clock } = client.sandbox
  store.insert('Account', { Name: 'Old' }, { at: clock.now() - 20 * MINUTE })
  const kept = store.insert('Account', { Name: 'Kept' }, { at: clock.now() - 5 * MINUTE })
  const gone = store.insert('Account', { Name: 'Gone' }, { at: clock.now() - 5 * MINUTE })
  store.delete(gone.id)
  clock.advance(2 * MINUTE)
  const updated = await client.get(windowPath(client, 'updated', -10 * MINUTE, 0))
  expect(updated.body).toEqual({ ids: [kept.id], latestDateCovered: expect.stringMatching(/:00\.000\+0000$/) })
  const deleted = await client.get(windowPath(client, 'deleted', -10 * MINUTE, 0))
  expect(deleted.body).toEqual({
    deletedRecords: [{ deletedDate: expect.stringMatching(/\.000\+0000$/), id: gone.id }],
    earliestDateAvailable: expect.any(String),
    latestDateCovered: expect.any(String),
  })
})

test('covers no more than an open transaction lets it', async () => {
  const client = await openClient({ faults: [{ name: 'open-transaction', ms: 40 * MINUTE }] })
  const { body } = await client.get(windowPath(client, 'updated', -60 * MINUTE, 0))
  const lag = client.sandbox.clock.now() - Date.parse(body.latestDateCovered.replace('+0000', 'Z'))
  expect(lag).toBeGreaterThanOrEqual(40 * MINUTE)
  expect(lag).toBeLessThan(42 * MINUTE)
})

test('refuses a window that is too short, too old, reversed or no window', async () => {
  const client = await openClient()
  const paths = [
    windowPath(client, 'updated', 0, 0),
    windowPath(client, 'updated', -MINUTE, 0),
    windowPath(client, 'updated', 10 * MINUTE, 20 * MINUTE),
    windowPath(client, 'updated', 0, -10 * MINUTE),
    windowPath(client, 'updated', -31 * DAY, 0),
    windowPath(client, 'deleted', -16 * DAY, 0),
    data('/sobjects/Account/updated'),
    windowPath(client, 'updated', -DAY, 0).replaceAll(/(?:\.\d+)?(?:Z|%2B00%3A00|\+00:00)/g, ''),
  ]
  for (const path of paths) {
    const { status, body } = await client.get(path)
    expect([path, status, body[0].errorCode]).toEqual([path, 400, 'INVALID_REPLICATION_DATE'])
  }
  expect((await client.get(windowPath(client, 'updated', -29 * DAY, 0))).status).toBe(200)
  expect((await client.get(data('/sobjects/ContentDocumentLink/deleted'))).status).toBe(404)
})
