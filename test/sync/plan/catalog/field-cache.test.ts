import { describe, expect, test } from 'vitest'
import { planDatasource } from '../../../../src/sync/plan/preview/preview.js'
import { describesOf } from '../../../support/describes-of.js'
import { fieldCachePrefix } from '../../../../src/state/keys.js'
import { openSyncRooms } from '../../../support/sync-rooms.js'
import { recordIds } from '../../../support/written.js'

const justAccounts = { standardObjects: ['Account'], children: false }

describe('the field cache', () => {
  test('outlives the run: each describe is fetched once, and costs no body while nothing changed', async () => {
    const rooms = await openSyncRooms({ datasource: justAccounts })
    const first = describesOf(await rooms.run())
    expect(first).toEqual(['200 *', '200 Account', ...first.slice(2)])
    expect(new Set(first).size).toBe(first.length)
    rooms.pass(60)
    const second = describesOf(await rooms.run())
    expect(second).toHaveLength(first.length)
    expect(second.filter((line) => !line.startsWith('304'))).toEqual([])
  })

  test('is trusted for as long as cache_max_age says, and no call is made for it', async () => {
    const rooms = await openSyncRooms({ datasource: { ...justAccounts, cacheMaxAgeMs: 60_000 } })
    await rooms.run()
    rooms.pass(60)
    expect(describesOf(await rooms.run())).toEqual([])
    rooms.clock.advance(61_000)
    expect(describesOf(await rooms.run())).toContain('304 *')
    expect(describesOf(await rooms.run())).toEqual([])
  })

  test("asks for the org's time with a condition where a first load needs it and nothing else would be asked", async () => {
    const rooms = await openSyncRooms({ datasource: { ...justAccounts, cacheMaxAgeMs: 60_000 } })
    const { id } = rooms.sandbox.store.insert('Account', { Name: 'Acme' })
    rooms.pass(60)
    await planDatasource(rooms.datasource, { runId: '' }, rooms.rooms())
    const first = await rooms.run()
    expect(describesOf(first)).toEqual(['304 *'])
    expect(recordIds(first.documents)).toEqual([id])
  })

  test('costs a conditional call for the time where the lookback is shorter than a query may run', async () => {
    const rooms = await openSyncRooms({ datasource: { ...justAccounts, cacheMaxAgeMs: 60_000, lookbackMs: 60_000 } })
    await rooms.run()
    rooms.pass(60)
    expect(describesOf(await rooms.run())).toEqual(['304 *'])
  })

  test('is read for the wished objects alone', async () => {
    const names = describesOf(await (await openSyncRooms()).run({ objects: ['Account'] }))
    expect(names).toContain('200 Account')
    expect(names.filter((line) => /Case|Email|Feed/.test(line))).toEqual([])
  })

  test('is not read for a wished object that the datasource does not have', async () => {
    const rooms = await openSyncRooms({ datasource: { standardObjects: ['Account'] } })
    await expect(rooms.run({ objects: ['Contact'] })).rejects.toMatchObject({ code: 'OBJECT_UNKNOWN' })
    expect(describesOf({ requests: rooms.sandbox.log.entries() })).toEqual(['200 *'])
  })

  test('has no describe that only a path of its files would need, until the org refuses a field of it', async () => {
    const rooms = await openSyncRooms({ datasource: { standardObjects: ['Account'] } })
    const { store } = rooms.sandbox
    const { id } = store.insert('Account', { Name: 'Acme' })
    rooms.pass(60)
    expect(describesOf(await rooms.run())).not.toContain('200 ContentVersion')
    store.removeField('ContentVersion', 'VersionNumber')
    store.update(id, { Name: 'Apex' })
    rooms.pass(60)
    const refused = await rooms.run()
    expect(recordIds(refused.documents)).toEqual([id])
    expect(describesOf(refused)).toContain('200 ContentVersion')
    rooms.pass(60)
    const later = await rooms.run()
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
  const rooms = await openSyncRooms({ datasource: { ...justAccounts, cacheMaxAgeMs: 60_000 } })
  await rooms.run()
  const keys = await rooms.state.keys(fieldCachePrefix)
  await rooms.state.write(keys.map((key) => ({ key, value })))
  expect(describesOf(await rooms.run()).filter((line) => !line.startsWith('200'))).toEqual([])
})
