import { describe, expect, test } from 'vitest'
import { isGapTooLong } from '../../../src/sync/deletions/deletions.js'
import { next, openAccounts } from '../../support/account-rooms.js'
import { openSyncRooms } from '../../support/sync-rooms.js'
import { indexOf, tombstones } from '../../support/written.js'

/** A kill when the first account goes out: what comes after is not kept either. */
function killAtAccounts() {
  let isDead = false
  const die = () => {
    isDead = true
    throw new Error('killed after the pipe took it')
  }
  return {
    onWrite: (lane: string) => void (lane === 'Account' && die()),
    onCommit: () => void (isDead && die()),
  }
}

describe('a deletion', () => {
  test('is told once, with its time and where the record lay', async () => {
    const { rooms, ids } = await openAccounts(3)
    const { systemModstampAt } = rooms.sandbox.store.delete(ids[1]!)
    const { documents, report } = await next(rooms)
    expect(documents).toEqual([
      expect.objectContaining({
        id: ids[1],
        type: 'Account',
        deleted: true,
        deleted_at: new Date(systemModstampAt).toISOString(),
        reason: 'deleted',
        system: { parent_path: '/Standard Objects/Account/' },
      }),
    ])
    expect(report).toMatchObject({ written: 0, deleted: 1 })
    expect((await next(rooms)).documents).toEqual([])
  })

  test('by a merge names the survivor, which is written', async () => {
    const { rooms, ids } = await openAccounts(3)
    rooms.sandbox.store.merge(ids[0]!, ids[2]!)
    const { documents, written } = await next(rooms)
    expect(tombstones(documents)).toMatchObject([{ id: ids[2], reason: 'merged', merged_into: ids[0] }])
    expect(written).toEqual([ids[0]])
  })

  test('from before the first load is not told, since nothing was written', async () => {
    const rooms = await openSyncRooms({ datasource: { standardObjects: ['Account'] } })
    const { id } = rooms.sandbox.store.insert('Account', { Name: 'Deletion' })
    rooms.pass(60)
    rooms.sandbox.store.delete(id)
    expect((await next(rooms)).gone).toEqual([])
    expect((await next(rooms)).gone).toEqual([])
  })

  test('that commits late is told when it shows', async () => {
    const { rooms, ids } = await openAccounts(1)
    rooms.sandbox.store.delete(ids[0]!)
    const stamp = rooms.sandbox.clock.now()
    rooms.sandbox.store.undelete(ids[0]!)
    rooms.pass(120)
    expect((await next(rooms)).gone).toEqual([])
    rooms.sandbox.clock.advance(stamp - rooms.sandbox.clock.now())
    rooms.sandbox.store.delete(ids[0]!)
    rooms.pass(240)
    expect((await next(rooms)).gone).toEqual(ids)
  })

  test('after a first load that died is told, though the load died at its first record', async () => {
    const rooms = await openSyncRooms({ datasource: { standardObjects: ['Account'] } })
    const { id } = rooms.sandbox.store.insert('Account', { Name: 'Seen' })
    rooms.pass(60)
    await expect(rooms.run({}, killAtAccounts())).rejects.toThrow('killed')
    rooms.pass(60)
    rooms.sandbox.store.delete(id)
    expect((await next(rooms)).gone).toEqual([id])
  })

  test('is not looked for where the datasource does not want it', async () => {
    const { rooms, ids } = await openAccounts(1, { deletes: false })
    rooms.sandbox.store.delete(ids[0]!)
    const { documents, requests } = await next(rooms)
    expect(documents).toEqual([])
    expect(requests.filter(({ url }) => url.includes('queryAll'))).toEqual([])
  })

  test('in a window that was cut off is followed by those up to now', async () => {
    const { rooms, ids } = await openAccounts(3)
    rooms.sandbox.store.delete(ids[0]!)
    rooms.pass(60)
    rooms.sandbox.faults.add({ name: 'status', status: 500, body: 'json', path: 'queryAll', count: 4 })
    expect((await rooms.run()).report.outcome).toBe('failed')
    rooms.pass(7200)
    rooms.sandbox.store.delete(ids[1]!)
    expect((await next(rooms)).gone).toEqual([ids[0], ids[1]])
  })
})

describe('what is remembered of deletions', () => {
  test('says so where the last run is longer ago than the recycle bin reaches', async () => {
    const { rooms } = await openAccounts(1)
    rooms.pass(16 * 86_400)
    const { report } = await rooms.run()
    expect(report.objects[0]!.warnings).toEqual([expect.stringContaining('sf-extract sync --reconcile')])
    expect((await next(rooms)).report.objects[0]!.warnings).toBeUndefined()
    rooms.pass(16 * 86_400)
    expect((await rooms.run({ reconcile: true })).report.objects[0]!.warnings).toBeUndefined()
  })

  test('says so once, though the query heals on the way', async () => {
    const { rooms } = await openAccounts(1, { cacheMaxAgeMs: 90 * 86_400_000 })
    rooms.pass(16 * 86_400)
    rooms.sandbox.store.removeField('Account', 'MasterRecordId')
    const { report } = await rooms.run()
    expect(report.objects[0]).toMatchObject({ outcome: 'done' })
    expect(report.objects[0]!.warnings).toHaveLength(1)
  })

  test('tells a gap from none', () => {
    expect(isGapTooLong('2026-01-01T00:00:00.000Z', '2026-01-16T00:00:00.000Z')).toBe(false)
    expect(isGapTooLong('2026-01-01T00:00:00.000Z', '2026-01-16T00:00:01.000Z')).toBe(true)
    expect(isGapTooLong(undefined, '2026-01-16T00:00:01.000Z')).toBe(false)
    expect(isGapTooLong('2026-01-01T00:00:00.000Z', undefined)).toBe(false)
  })
})

test('an index that takes everything in order ends as the org', async () => {
  const { rooms, ids } = await openAccounts(4)
  const { store } = rooms.sandbox
  const first = await rooms.run({ full: true })
  store.delete(ids[0]!)
  store.merge(ids[1]!, ids[2]!)
  const second = await next(rooms)
  store.undelete(ids[0]!)
  const third = await next(rooms)
  const index = indexOf([...first.documents, ...second.documents, ...third.documents])
  expect([...index.keys()].filter((id) => id.startsWith('001')).toSorted()).toEqual([ids[0], ids[1], ids[3]])
})
