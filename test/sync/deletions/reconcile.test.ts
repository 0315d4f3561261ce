import { expect, test } from 'vitest'
import { next, openAccounts } from '../../support/synced-accounts.js'
import { openSyncedOrg } from '../../support/synced-org.js'
import { recordIds, tombstones } from '../../support/written.js'

test('a record that left the recycle bin unseen is told missing, once', async () => {
  const { synced, ids } = await openAccounts(5)
  synced.sandbox.store.purge(ids[2]!)
  expect((await next(synced)).documents).toEqual([])
  const { documents, report } = await synced.run({ reconcile: true })
  expect(tombstones(documents)).toMatchObject([{ id: ids[2], reason: 'missing' }])
  expect(documents[0]).not.toHaveProperty('deleted_at')
  expect(report.objects[0]).toMatchObject({ mode: 'reconcile', outcome: 'done', deleted: 1, written: 0 })
  synced.pass(60)
  expect((await synced.run({ reconcile: true })).documents).toEqual([])
})

test('one that is still in the bin is told deleted or merged, though its deletion was missed', async () => {
  const { synced, ids } = await openAccounts(4, { deletes: false })
  synced.sandbox.store.delete(ids[0]!)
  synced.sandbox.store.merge(ids[1]!, ids[2]!)
  expect((await next(synced)).gone).toEqual([])
  const { documents } = await synced.run({ reconcile: true })
  expect(tombstones(documents)).toMatchObject([
    { id: ids[0], reason: 'deleted', deleted_at: expect.any(String) },
    { id: ids[2], reason: 'merged', merged_into: ids[1] },
  ])
})

test('a record the org has and that was never written is written, and one that came to light again', async () => {
  const { synced, ids } = await openAccounts(3)
  const { store, clock } = synced.sandbox
  const old = store.insert('Account', { Name: 'Migrated' }, { at: clock.now() - 90 * 86_400_000 })
  expect((await next(synced)).documents).toEqual([])
  const { documents, report, heard } = await synced.run({ reconcile: true })
  expect(recordIds(documents)).toEqual([old.id])
  expect(tombstones(documents)).toEqual([])
  expect(report.objects[0]).toMatchObject({ written: 1, deleted: 0 })
  expect(heard.pages.at(-1)).toMatchObject({ written: 1 })
  expect((await next(synced)).documents).toEqual([])
  expect(ids).toHaveLength(3)
})

test('all Ids are compared, a bucket at a time, whatever the number of pages and dead locators', async () => {
  const synced = await openSyncedOrg({
    sandbox: { pageSize: 500 },
    datasource: { standardObjects: ['Account'], children: false },
  })
  const { store } = synced.sandbox
  const ids = Array.from({ length: 9000 }, (_, n) => store.insert('Account', { Name: `A${n}` }).id)
  synced.pass(60)
  await synced.run()
  const gone = [ids[0]!, ids[3900]!, ids[3901]!, ids[8999]!, ...ids.slice(4000, 4700)]
  for (const id of gone) store.purge(id)
  synced.sandbox.faults.add({ name: 'dead-locator', when: 5, count: 1 })
  synced.pass(60)
  const { documents, requests } = await synced.run({ reconcile: true })
  expect(
    tombstones(documents)
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(gone.toSorted())
  const named = requests.flatMap(({ soql }) => (soql?.includes('Id IN') ? soql.match(/'\w+'/g)!.length : []))
  expect(Math.max(...named)).toBeLessThanOrEqual(500)
})

test('a bucket of which the org has nothing left is compared too', async () => {
  const { synced, ids } = await openAccounts(2)
  for (const id of ids) synced.sandbox.store.purge(id)
  expect(tombstones((await synced.run({ reconcile: true })).documents).map(({ id }) => id)).toEqual(ids)
})

test('many records that were never written are written as they are found, not gathered', async () => {
  const { synced } = await openAccounts(0)
  const { store, clock } = synced.sandbox
  const at = clock.now() - 90 * 86_400_000
  const ids = Array.from({ length: 12_000 }, (_, n) => store.insert('Account', { Name: `A${n}` }, { at }).id)
  expect((await next(synced)).documents).toEqual([])
  const { documents, requests } = await synced.run({ reconcile: true })
  expect(recordIds(documents)).toEqual(ids)
  const writes = requests.findIndex(({ soql }) => soql?.includes('Name,') && soql.includes('Id IN'))
  const lastPage = requests.findLastIndex(({ url }) => url.includes('/query/0r8'))
  expect(writes).toBeGreaterThan(0)
  expect(writes).toBeLessThan(lastPage)
})

test('a first run may compare too', async () => {
  const synced = await openSyncedOrg({ datasource: { standardObjects: ['Account', 'Case'] } })
  const { id } = synced.sandbox.store.insert('Account', { Name: 'Acme' })
  synced.pass(60)
  const { documents, report } = await synced.run({ reconcile: true })
  expect(recordIds(documents)).toEqual([id])
  expect(report).toMatchObject({ outcome: 'done', deleted: 0 })
})

test("only the records of the user's condition are compared, and what left it alive is told out of scope", async () => {
  const objects = { Account: { excludeFields: [], where: "Rating = 'Hot'" } }
  const synced = await openSyncedOrg({ datasource: { standardObjects: ['Account'], objects } })
  const { store } = synced.sandbox
  const hot = store.insert('Account', { Name: 'Hot', Rating: 'Hot' })
  store.insert('Account', { Name: 'Cold', Rating: 'Cold' })
  synced.pass(60)
  await synced.run()
  synced.pass(60)
  store.update(hot.id, { Rating: 'Cold' })
  synced.pass(60)
  const { documents } = await synced.run({ reconcile: true })
  expect(tombstones(documents)).toMatchObject([{ id: hot.id, reason: 'out_of_scope' }])
  synced.pass(60)
  expect((await synced.run({ reconcile: true })).documents).toEqual([])
})

test('a dead locator while missing records are asked for by name fails nothing', async () => {
  const synced = await openSyncedOrg({
    sandbox: { pageSize: 200 },
    datasource: { standardObjects: ['Account'], children: false, deletes: false },
  })
  const { store } = synced.sandbox
  const ids = Array.from({ length: 350 }, (_, n) => store.insert('Account', { Name: `A${n}` }).id)
  synced.pass(60)
  await synced.run()
  for (const id of ids.slice(0, 300)) store.delete(id)
  synced.sandbox.faults.add({ name: 'dead-locator', count: 1 })
  synced.pass(60)
  const { documents, report } = await synced.run({ reconcile: true })
  expect(report.outcome).toBe('done')
  expect(tombstones(documents).map(({ id }) => id)).toEqual(ids.slice(0, 300))
})

test('a comparison that has too few calls goes on in the next runs, of records that no longer meet a condition too', async () => {
  const { synced, ids } = await openManyAccounts(9000, {
    objects: { Account: { excludeFields: [], where: 'Name != null' } },
  })
  const { store } = synced.sandbox
  const gone = [ids[5]!, ids[4100]!, ids[8500]!]
  for (const id of gone) store.purge(id)
  const told: string[] = []
  const begins: number[] = []
  for (let run = 0; ; run++) {
    synced.pass(3600)
    // What is new in a bucket that was compared is no reason to doubt the rest of it.
    store.insert('Account', { Name: 'New' })
    synced.pass(60)
    const { documents, report, requests } = await synced.run(run === 0 ? { reconcile: true } : {}, { maxCalls: 20 })
    told.push(...tombstones(documents).map(({ id }) => id))
    const [first] = requests.flatMap(({ soql }) => (soql !== undefined && isComparison.test(soql) ? [soql] : []))
    if (first !== undefined) begins.push(first.includes('Id > ') ? 1 : 0)
    if (report.outcome === 'done') break
    expect(report.outcome).toBe('quota')
  }
  expect(told).toEqual(gone)
  expect(begins).toEqual([0, ...begins.slice(1).map(() => 1)])
  expect(begins.length).toBeGreaterThan(1)
  expect((await next(synced)).documents).toEqual([])
})

const isComparison = /^SELECT Id FROM Account WHERE .*ORDER BY Id$/

async function openManyAccounts(count: number, datasource = {}) {
  const synced = await openSyncedOrg({
    sandbox: { pageSize: 500 },
    datasource: { standardObjects: ['Account'], children: false, ...datasource },
  })
  const { store } = synced.sandbox
  const ids = Array.from({ length: count }, (_, n) => store.insert('Account', { Name: `A${n}` }).id)
  synced.pass(60)
  await synced.run()
  return { synced, ids }
}
