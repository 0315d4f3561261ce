import { describe, expect, test } from 'vitest'
import type { Document } from '../../../src/terms.js'
import { next, openAccounts } from '../../support/synced-accounts.js'
import { openSyncedOrg } from '../../support/synced-org.js'
import { tombstones } from '../../support/written.js'

describe.each(['LastModifiedDate', 'SystemModstamp'])('an undelete, with windows by %s,', (watermarkField) => {
  test('writes the record again, once, and a later deletion tells it gone again', async () => {
    const { synced, ids } = await openAccounts(3, { watermarkField })
    const { store } = synced.sandbox
    store.delete(ids[1]!)
    expect((await next(synced)).gone).toEqual([ids[1]])
    synced.pass(3600)
    store.undelete(ids[1]!)
    expect(await next(synced)).toMatchObject({ written: [ids[1]], gone: [] })
    expect((await next(synced)).documents).toEqual([])
    store.delete(ids[1]!)
    expect(await next(synced)).toMatchObject({ written: [], gone: [ids[1]] })
  })

  test('within the lookback of everything writes the record again, once', async () => {
    const { synced, ids } = await openAccounts(1, { watermarkField })
    const { store } = synced.sandbox
    store.update(ids[0]!, { Name: 'New' })
    expect((await next(synced)).written).toEqual(ids)
    store.delete(ids[0]!)
    expect((await next(synced)).gone).toEqual(ids)
    store.undelete(ids[0]!)
    expect((await next(synced)).written).toEqual(ids)
    expect((await next(synced)).documents).toEqual([])
  })

  test('of a record that was in the recycle bin before the first run writes it, once', async () => {
    const synced = await openSyncedOrg({
      datasource: { standardObjects: ['Account'], children: false, watermarkField },
    })
    const { store, clock } = synced.sandbox
    const { id } = store.insert('Account', { Name: 'Acme' }, { at: clock.now() - 10 * 86_400_000 })
    store.delete(id)
    synced.pass(5 * 86_400)
    expect(await next(synced)).toMatchObject({ written: [], gone: [] })
    expect(await next(synced)).toMatchObject({ written: [], gone: [] })
    synced.pass(86_400)
    store.undelete(id)
    expect((await next(synced)).written).toEqual([id])
    expect((await next(synced)).documents).toEqual([])
  })

  test('among many deletions is found without a call for each few of them', async () => {
    const { synced, ids } = await openAccounts(1500, { watermarkField })
    const { store } = synced.sandbox
    for (const id of ids.slice(0, 1200)) store.delete(id)
    expect((await next(synced)).gone).toHaveLength(1200)
    synced.pass(3600)
    await synced.run()
    store.undelete(ids[7]!)
    store.update(ids[1300]!, { Name: 'touched' }, { touch: 'system' })
    const { requests, written } = await next(synced)
    expect(requests.filter(({ soql }) => soql !== undefined).length).toBeLessThanOrEqual(3)
    expect(written).toContain(ids[7])
    expect((await next(synced)).documents).toEqual([])
  })
})

test('an undelete is written though the run died right after a pipe took the tombstone', async () => {
  const { synced, ids } = await openAccounts(2)
  const { store } = synced.sandbox
  store.delete(ids[0]!)
  synced.pass(60)
  let isOut = false
  const extras = {
    onWrite: (_lane: string, documents: Document[]) => void (isOut = tombstones(documents).length > 0),
    onCommit: () => {
      if (isOut) throw new Error('killed')
    },
  }
  await expect(synced.run({}, extras)).rejects.toThrow('killed')
  synced.pass(60)
  store.undelete(ids[0]!)
  expect((await next(synced)).written).toEqual([ids[0]])
})
