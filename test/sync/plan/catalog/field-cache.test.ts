import { describe, expect, test } from 'vitest'
import { planDatasource } from '../../../../src/sync/plan/preview/preview.js'
import { describesOf } from '../../../support/describes-of.js'
import { fieldCachePrefix } from '../../../../src/state/keys.js'
import { openSyncedOrg } from '../../../support/synced-org.js'
import { recordIds } from '../../../support/written.js'
import { askedSince } from '../../../support/journey.js'

const justAccounts = { standardObjects: ['Account'], children: false }

describe('the field cache', () => {
  test('outlives the run: each describe is fetched once, and costs no body while nothing changed', async () => {
    const synced = await openSyncedOrg({ datasource: justAccounts })
    const first = describesOf(await synced.run())
    expect(first).toEqual(['200 *', '200 Account', ...first.slice(2)])
    expect(new Set(first).size).toBe(first.length)
    synced.pass(60)
    const second = describesOf(await synced.run())
    expect(second).toHaveLength(first.length)
    expect(second.filter((line) => !line.startsWith('304'))).toEqual([])
  })

  test('is trusted for as long as cache_max_age says, and no call is made for it', async () => {
    const synced = await openSyncedOrg({ datasource: { ...justAccounts, cacheMaxAgeMs: 60_000 } })
    await synced.run()
    synced.pass(60)
    expect(describesOf(await synced.run())).toEqual([])
    synced.clock.advance(61_000)
    expect(describesOf(await synced.run())).toContain('304 *')
    expect(describesOf(await synced.run())).toEqual([])
  })

  test("asks for the org's time with a condition where a first load needs it and nothing else would be asked", async () => {
    const synced = await openSyncedOrg({ datasource: { ...justAccounts, cacheMaxAgeMs: 60_000 } })
    const { id } = synced.sandbox.store.insert('Account', { Name: 'Acme' })
    synced.pass(60)
    await planDatasource(synced.datasource, { runId: '' }, synced.context())
    const first = await synced.run()
    expect(describesOf(first)).toEqual(['304 *'])
    expect(recordIds(first.documents)).toEqual([id])
  })

  test('costs a conditional call for the time where the lookback is shorter than a query may run', async () => {
    const synced = await openSyncedOrg({ datasource: { ...justAccounts, cacheMaxAgeMs: 60_000, lookbackMs: 60_000 } })
    await synced.run()
    synced.pass(60)
    const since = new Date(synced.sandbox.clock.now() - 3_600_000).toISOString()
    expect(describesOf(await synced.run({ since }))).toEqual(['304 *'])
  })

  test('costs no call for the time where a first look at what changed tells it', async () => {
    const synced = await openSyncedOrg({ datasource: { ...justAccounts, cacheMaxAgeMs: 60_000, lookbackMs: 60_000 } })
    await synced.run()
    synced.pass(60)
    expect(describesOf(await synced.run())).toEqual([])
  })

  test('costs one call by itself where composite calls ignore its conditions, and no body', async () => {
    const synced = await openSyncedOrg({ sandbox: { faults: [{ name: 'ignored-conditions' }] } })
    const { id } = synced.sandbox.store.insert('Case', { Subject: 'Help' })
    const wholeDescribes = async () => {
      synced.pass(3600)
      const outcome = await synced.run()
      const whole = describesOf(outcome).filter((line) => line.startsWith('200'))
      return { whole: whole.length, calls: outcome.report.calls, written: recordIds(outcome.documents) }
    }
    const first = await wholeDescribes()
    expect(first.written).toEqual([id])
    // The second run notices it, the third keeps under which list the describes are right.
    expect((await wholeDescribes()).whole).toBe(first.whole)
    expect((await wholeDescribes()).whole).toBe(first.whole - 1)
    expect(await wholeDescribes()).toEqual({ whole: 0, calls: 3, written: [] })
    synced.sandbox.store.addField('Case', { name: 'Region__c', label: 'Region', type: 'string' })
    synced.sandbox.store.update(id, { Region__c: 'North' })
    const changed = await wholeDescribes()
    expect(changed).toMatchObject({ whole: first.whole, written: [id] })
    expect(await wholeDescribes()).toEqual({ whole: 0, calls: 3, written: [] })
    synced.sandbox.faults.remove()
    synced.sandbox.store.addField('Case', { name: 'Area__c', label: 'Area', type: 'string' })
    expect((await wholeDescribes()).whole).toBe(2)
    const together = await wholeDescribes()
    expect(together).toMatchObject({ whole: 0, calls: 2 })
  })

  test('is read for the wished objects alone', async () => {
    const names = describesOf(await (await openSyncedOrg()).run({ objects: ['Account'] }))
    expect(names).toContain('200 Account')
    expect(names.filter((line) => /Case|Email|Feed/.test(line))).toEqual([])
  })

  test('is not read for a wished object that the datasource does not have', async () => {
    const synced = await openSyncedOrg({ datasource: { standardObjects: ['Account'] } })
    await expect(synced.run({ objects: ['Contact'] })).rejects.toMatchObject({ code: 'OBJECT_UNKNOWN' })
    expect(describesOf({ requests: askedSince(synced.sandbox) })).toEqual(['200 *'])
  })

  test('has no describe that only a path of its files would need, until the org refuses a field of it', async () => {
    const synced = await openSyncedOrg({ datasource: { standardObjects: ['Account'] } })
    const { store } = synced.sandbox
    const { id } = store.insert('Account', { Name: 'Acme' })
    synced.pass(60)
    expect(describesOf(await synced.run())).not.toContain('200 ContentVersion')
    store.removeField('ContentVersion', 'VersionNumber')
    store.update(id, { Name: 'Apex' })
    synced.pass(60)
    const refused = await synced.run()
    expect(recordIds(refused.documents)).toEqual([id])
    expect(describesOf(refused)).toContain('200 ContentVersion')
    synced.pass(60)
    const later = await synced.run()
    expect(describesOf(later)).toContain('304 ContentVersion')
    expect(later.requests.filter(({ status }) => status >= 400)).toEqual([])
  })
})

test.each([
  {},
  null,
  [],
  { body: [], checkedAt: 0 },
  { body: [null], checkedAt: 0 },
  { body: {}, checkedAt: 0 },
  { lastModified: 'x', checkedAt: 0 },
])("what was kept and can't be used is read anew: %j", async (value) => {
  const synced = await openSyncedOrg({ datasource: { ...justAccounts, cacheMaxAgeMs: 60_000 } })
  await synced.run()
  const keys = await synced.state.keys(fieldCachePrefix)
  await synced.state.write(keys.map((key) => ({ key, value })))
  expect(describesOf(await synced.run()).filter((line) => !line.startsWith('200'))).toEqual([])
})
