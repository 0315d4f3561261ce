import { describe, expect, test } from 'vitest'
import { isGapTooLong } from '../../../src/sync/deletions/deletions.js'
import { next, openAccounts } from '../../support/synced-accounts.js'
import { openSyncedOrg } from '../../support/synced-org.js'
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
    const { synced, ids } = await openAccounts(3)
    const { systemModstampAt } = synced.sandbox.store.delete(ids[1]!)
    const { documents, report } = await next(synced)
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
    expect((await next(synced)).documents).toEqual([])
  })

  test('by a merge names the survivor, which is written', async () => {
    const { synced, ids } = await openAccounts(3)
    synced.sandbox.store.merge(ids[0]!, ids[2]!)
    const { documents, written } = await next(synced)
    expect(tombstones(documents)).toMatchObject([{ id: ids[2], reason: 'merged', merged_into: ids[0] }])
    expect(written).toEqual([ids[0]])
  })

  test('from before the first load is not told, since nothing was written', async () => {
    const synced = await openSyncedOrg({ datasource: { standardObjects: ['Account'] } })
    const { id } = synced.sandbox.store.insert('Account', { Name: 'Deletion' })
    synced.pass(60)
    synced.sandbox.store.delete(id)
    expect((await next(synced)).gone).toEqual([])
    expect((await next(synced)).gone).toEqual([])
  })

  test('that commits late is told when it shows', async () => {
    const { synced, ids } = await openAccounts(1)
    synced.sandbox.store.delete(ids[0]!)
    const stamp = synced.sandbox.clock.now()
    synced.sandbox.store.undelete(ids[0]!)
    synced.pass(120)
    expect((await next(synced)).gone).toEqual([])
    synced.sandbox.clock.advance(stamp - synced.sandbox.clock.now())
    synced.sandbox.store.delete(ids[0]!)
    synced.pass(240)
    expect((await next(synced)).gone).toEqual(ids)
  })

  test('after a first load that died is told, though the load died at its first record', async () => {
    const synced = await openSyncedOrg({ datasource: { standardObjects: ['Account'] } })
    const { id } = synced.sandbox.store.insert('Account', { Name: 'Seen' })
    synced.pass(60)
    await expect(synced.run({}, killAtAccounts())).rejects.toThrow('killed')
    synced.pass(60)
    synced.sandbox.store.delete(id)
    expect((await next(synced)).gone).toEqual([id])
  })

  test('is not looked for where the datasource does not want it', async () => {
    const { synced, ids } = await openAccounts(1, { deletes: false })
    synced.sandbox.store.delete(ids[0]!)
    const { documents, requests } = await next(synced)
    expect(documents).toEqual([])
    expect(requests.filter(({ soql }) => soql?.includes('IsDeleted = true'))).toEqual([])
  })

  test('in a window that was cut off is followed by those up to now', async () => {
    const { synced, ids } = await openAccounts(3)
    synced.sandbox.store.delete(ids[0]!)
    synced.pass(60)
    synced.sandbox.faults.add({ name: 'status', status: 500, body: 'json', path: 'IsDeleted = true', count: 6 })
    const since = new Date(synced.sandbox.clock.now()).toISOString()
    expect((await synced.run({ since })).report.outcome).toBe('failed')
    synced.pass(7200)
    synced.sandbox.store.delete(ids[1]!)
    expect((await next(synced)).gone).toEqual([ids[0], ids[1]])
  })
})

describe('what is remembered of deletions', () => {
  test('says so where the last run is longer ago than the recycle bin reaches', async () => {
    const { synced } = await openAccounts(1)
    synced.pass(16 * 86_400)
    const { report } = await synced.run()
    expect(report.objects[0]!.warnings).toEqual([expect.stringContaining('sf-extract sync --reconcile')])
    expect((await next(synced)).report.objects[0]!.warnings).toBeUndefined()
    synced.pass(16 * 86_400)
    expect((await synced.run({ reconcile: true })).report.objects[0]!.warnings).toBeUndefined()
  })

  test('says so once, though the query heals on the way', async () => {
    const { synced } = await openAccounts(1, { cacheMaxAgeMs: 90 * 86_400_000 })
    synced.pass(16 * 86_400)
    synced.sandbox.store.removeField('Account', 'MasterRecordId')
    const { report } = await synced.run()
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
  const { synced, ids } = await openAccounts(4)
  const { store } = synced.sandbox
  const first = await synced.run({ full: true })
  store.delete(ids[0]!)
  store.merge(ids[1]!, ids[2]!)
  const second = await next(synced)
  store.undelete(ids[0]!)
  const third = await next(synced)
  const index = indexOf([...first.documents, ...second.documents, ...third.documents])
  expect([...index.keys()].filter((id) => id.startsWith('001')).toSorted()).toEqual([ids[0], ids[1], ids[3]])
})

test('of histories, which nothing marks when they go with their record, a note says who finds them', async () => {
  const synced = await openSyncedOrg({
    datasource: { standardObjects: ['Account', 'AccountHistory'], children: false },
  })
  const { store, clock } = synced.sandbox
  const account = store.insert('Account', { Name: 'Acme', Rating: 'Hot' }, { at: clock.now() - 86_400_000 })
  store.update(account.id, { Rating: 'Cold' }, { at: clock.now() - 80_000_000 })
  synced.pass(60)
  await synced.run()
  store.delete(account.id)
  const { report } = await next(synced)
  const told = report.objects.map(({ object, notes = [] }) => [object, notes.join(' ')])
  expect(told).toEqual([
    ['Account', ''],
    ['AccountHistory', expect.stringMatching(/no stamp that moves when they are deleted .*--reconcile/s)],
  ])
})
