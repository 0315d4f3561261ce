import { describe, expect, test } from 'vitest'
import type { Document } from '../../../src/terms.js'
import { next, openAccounts } from '../../support/account-rooms.js'
import { openSyncRooms } from '../../support/sync-rooms.js'
import { tombstones } from '../../support/written.js'

describe.each(['LastModifiedDate', 'SystemModstamp'])('an undelete, with windows by %s,', (watermarkField) => {
  test('writes the record again, once, and a later deletion tells it gone again', async () => {
    const { rooms, ids } = await openAccounts(3, { watermarkField })
    const { store } = rooms.sandbox
    store.delete(ids[1]!)
    expect((await next(rooms)).gone).toEqual([ids[1]])
    rooms.pass(3600)
    store.undelete(ids[1]!)
    expect(await next(rooms)).toMatchObject({ written: [ids[1]], gone: [] })
    expect((await next(rooms)).documents).toEqual([])
    store.delete(ids[1]!)
    expect(await next(rooms)).toMatchObject({ written: [], gone: [ids[1]] })
  })

  test('within the lookback of everything writes the record again, once', async () => {
    const { rooms, ids } = await openAccounts(1, { watermarkField })
    const { store } = rooms.sandbox
    store.update(ids[0]!, { Name: 'New' })
    expect((await next(rooms)).written).toEqual(ids)
    store.delete(ids[0]!)
    expect((await next(rooms)).gone).toEqual(ids)
    store.undelete(ids[0]!)
    expect((await next(rooms)).written).toEqual(ids)
    expect((await next(rooms)).documents).toEqual([])
  })

  test('of a record that was in the recycle bin before the first run writes it, once', async () => {
    const rooms = await openSyncRooms({ datasource: { standardObjects: ['Account'], children: false, watermarkField } })
    const { store, clock } = rooms.sandbox
    const { id } = store.insert('Account', { Name: 'Acme' }, { at: clock.now() - 10 * 86_400_000 })
    store.delete(id)
    rooms.pass(5 * 86_400)
    expect(await next(rooms)).toMatchObject({ written: [], gone: [] })
    expect(await next(rooms)).toMatchObject({ written: [], gone: [] })
    rooms.pass(86_400)
    store.undelete(id)
    expect((await next(rooms)).written).toEqual([id])
    expect((await next(rooms)).documents).toEqual([])
  })

  test('among many deletions is found without a call for each few of them', async () => {
    const { rooms, ids } = await openAccounts(1500, { watermarkField })
    const { store } = rooms.sandbox
    for (const id of ids.slice(0, 1200)) store.delete(id)
    expect((await next(rooms)).gone).toHaveLength(1200)
    rooms.pass(3600)
    await rooms.run()
    store.undelete(ids[7]!)
    store.update(ids[1300]!, { Name: 'touched' }, { touch: 'system' })
    const { requests, written } = await next(rooms)
    expect(requests.filter(({ soql }) => soql !== undefined).length).toBeLessThanOrEqual(3)
    expect(written).toContain(ids[7])
    expect((await next(rooms)).documents).toEqual([])
  })
})

test('an undelete is written though the run died right after a pipe took the tombstone', async () => {
  const { rooms, ids } = await openAccounts(2)
  const { store } = rooms.sandbox
  store.delete(ids[0]!)
  rooms.pass(60)
  let isOut = false
  const extras = {
    onWrite: (_lane: string, documents: Document[]) => void (isOut = tombstones(documents).length > 0),
    onCommit: () => {
      if (isOut) throw new Error('killed')
    },
  }
  await expect(rooms.run({}, extras)).rejects.toThrow('killed')
  rooms.pass(60)
  store.undelete(ids[0]!)
  expect((await next(rooms)).written).toEqual([ids[0]])
})
