import { expect, test } from 'vitest'
import { holdState } from '../../../src/state/hold.js'
import { readStatus } from '../../../src/sync/run/status.js'
import { openSyncedOrg } from '../../support/synced-org.js'

test('a datasource that never ran has nothing to tell', async () => {
  const { state } = await openSyncedOrg()
  expect(await readStatus(state, 'crm')).toEqual({ datasource: 'crm', held: false, objects: [] })
})

test('after a run each object has its watermark, its last report and its time, without a call to the org', async () => {
  const synced = await openSyncedOrg()
  synced.sandbox.store.insert('Account', { Name: 'Acme' })
  synced.sandbox.store.setObject('Case', { queryable: false })
  synced.pass(60)
  const { report } = await synced.run()
  const calls = synced.sandbox.log.entries().length
  const status = await readStatus(synced.state, 'crm')
  expect(synced.sandbox.log.entries()).toHaveLength(calls)
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
    const synced = await openSyncedOrg({ datasource: { standardObjects: ['Account'] } })
    const first = await synced.run()
    synced.sandbox.faults.add({ name, object: 'Account' })
    synced.pass(60)
    const failed = await synced.run()
    const told = async () => (await readStatus(synced.state, 'crm')).objects[0]
    expect(await told()).toMatchObject({
      watermark: first.report.objects[0]!.watermark,
      lastEnded: failed.report.ended,
      last: { outcome: 'failed', error: { code } },
    })
    synced.sandbox.faults.remove()
    await synced.run()
    expect(await told()).toMatchObject({ last: { outcome: 'done' } })
  },
)

function dieAtAccounts(lane: string): void {
  if (lane === 'Account') throw new Error('killed')
}

test('a first run that died shows the object it was loading', async () => {
  const synced = await openSyncedOrg({ sandbox: { pageSize: 200 }, datasource: { standardObjects: ['Account'] } })
  for (let n = 0; n < 500; n++) synced.sandbox.store.insert('Account', { Name: `A${n}` })
  synced.pass(60)
  await expect(synced.run({}, { onWrite: dieAtAccounts })).rejects.toThrow('killed')
  expect((await readStatus(synced.state, 'crm')).objects).toMatchObject([{ object: 'Account', loading: true }])
})

test('a held run is told as held, and its objects as they were before', async () => {
  const synced = await openSyncedOrg({ datasource: { standardObjects: ['Account'] } })
  await synced.run({}, { state: holdState(synced.state, 'crm') })
  expect(await readStatus(synced.state, 'crm')).toEqual({ datasource: 'crm', held: true, objects: [] })
})

test('a state that is none is refused with the way out', async () => {
  const synced = await openSyncedOrg()
  await synced.run()
  await synced.state.write([{ key: 'object:crm:Account', value: { rows: { overlap: 7 }, tombstones: 7, reEmit: 7 } }])
  await expect(readStatus(synced.state, 'crm')).rejects.toMatchObject({
    code: 'STATE_BROKEN',
    message: expect.stringContaining('object:crm:Account'),
    hint: expect.stringContaining('sf-extract state repair'),
  })
})
