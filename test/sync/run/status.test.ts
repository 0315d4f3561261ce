import { expect, test } from 'vitest'
import { holdState } from '../../../src/state/hold.js'
import { readStatus } from '../../../src/sync/run/status.js'
import { openSyncRooms } from '../../support/sync-rooms.js'

test('a datasource that never ran has nothing to tell', async () => {
  const { state } = await openSyncRooms()
  expect(await readStatus(state, 'crm')).toEqual({ datasource: 'crm', held: false, objects: [] })
})

test('after a run each object has its watermark, its last report and its time, without a call to the org', async () => {
  const rooms = await openSyncRooms()
  rooms.sandbox.store.insert('Account', { Name: 'Acme' })
  rooms.sandbox.store.setObject('Case', { queryable: false })
  rooms.pass(60)
  const { report } = await rooms.run()
  const calls = rooms.sandbox.log.entries().length
  const status = await readStatus(rooms.state, 'crm')
  expect(rooms.sandbox.log.entries()).toHaveLength(calls)
  const { ended, outcome, calls: made, quota } = report
  expect(status).toMatchObject({ held: false, lastRun: { run: 'run-1', ended, outcome, calls: made, quota } })
  const account = report.objects.find(({ object }) => object === 'Account')!
  expect(status.objects).toContainEqual({
    object: 'Account',
    watermark: account.watermark,
    loading: false,
    last: account,
    lastEnded: ended,
  })
  expect(status.objects).toContainEqual({ object: 'Case', loading: false })
})

test.each([
  ['object-403', 'ACCESS_DENIED'],
  ['describe-500', 'ORG_UNAVAILABLE'],
] as const)(
  'a failure (%s) stays told until the object is read again, with the watermark from before',
  async (name, code) => {
    const rooms = await openSyncRooms({ datasource: { standardObjects: ['Account'] } })
    const first = await rooms.run()
    rooms.sandbox.faults.add({ name, object: 'Account' })
    rooms.pass(60)
    const failed = await rooms.run()
    const told = async () => (await readStatus(rooms.state, 'crm')).objects[0]
    expect(await told()).toMatchObject({
      watermark: first.report.objects[0]!.watermark,
      lastEnded: failed.report.ended,
      last: { outcome: 'failed', error: { code } },
    })
    rooms.sandbox.faults.remove()
    await rooms.run()
    expect(await told()).toMatchObject({ last: { outcome: 'done' } })
  },
)

function dieAtAccounts(lane: string): void {
  if (lane === 'Account') throw new Error('killed')
}

test('a first run that died shows the object it was loading', async () => {
  const rooms = await openSyncRooms({ sandbox: { pageSize: 200 }, datasource: { standardObjects: ['Account'] } })
  for (let n = 0; n < 500; n++) rooms.sandbox.store.insert('Account', { Name: `A${n}` })
  rooms.pass(60)
  await expect(rooms.run({}, { onWrite: dieAtAccounts })).rejects.toThrow('killed')
  expect((await readStatus(rooms.state, 'crm')).objects).toMatchObject([{ object: 'Account', loading: true }])
})

test('a held run is told as held, and its objects as they were before', async () => {
  const rooms = await openSyncRooms({ datasource: { standardObjects: ['Account'] } })
  await rooms.run({}, { state: holdState(rooms.state, 'crm') })
  expect(await readStatus(rooms.state, 'crm')).toEqual({ datasource: 'crm', held: true, objects: [] })
})

test('a state that is none is refused with the way out', async () => {
  const rooms = await openSyncRooms()
  await rooms.run()
  await rooms.state.write([{ key: 'object:crm:Account', value: { rows: { overlap: 7 }, tombstones: 7, reEmit: 7 } }])
  await expect(readStatus(rooms.state, 'crm')).rejects.toMatchObject({
    code: 'STATE_BROKEN',
    message: expect.stringContaining('object:crm:Account'),
    hint: expect.stringContaining('sf-extract state repair'),
  })
})
