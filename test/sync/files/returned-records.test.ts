import { describe, expect, test } from 'vitest'
import { noteReturned } from '../../../src/sync/files/returned-records.js'
import type { ObjectSync } from '../../../src/sync/run/object-context.js'
import type { Store } from '../../../src/sandbox/terms.js'
import { openSyncedOrg, type SyncedOrg } from '../../support/synced-org.js'
import { recordIds } from '../../support/written.js'

function addFile(store: Store, on: string): string {
  const values = { Title: 'offer', PathOnClient: 'offer.txt', FirstPublishLocationId: on }
  return String(store.insert('ContentVersion', values, { blob: Buffer.from('x') }).values['ContentDocumentId'])
}

/** The Ids a run writes, and how often it asks for the links of records. */
async function sync(synced: SyncedOrg): Promise<{ written: string[]; linkQueries: number }> {
  const { documents, report, requests } = await synced.run()
  expect(report.outcome).toBe('done')
  const linkQueries = requests.filter(({ soql }) => soql?.includes('LinkedEntityId IN')).length
  return { written: recordIds(documents).toSorted(), linkQueries }
}

/** An account whose file no run has seen on it: it lay in the recycle bin. */
async function openDeleted(children: boolean) {
  const synced = await openSyncedOrg({ datasource: { files: 'index', children } })
  const { store } = synced.sandbox
  const account = store.insert('Account', { Name: 'Acme' }).id
  const file = addFile(store, account)
  synced.pass(60)
  store.delete(account)
  synced.pass(60)
  return { synced, store, account, file }
}

describe.each([true, false])('the file of a record that is restored (children: %s)', (children) => {
  test('is written with the record, though it hung on nothing when it was read, once', async () => {
    const { synced, store, account, file } = await openDeleted(children)
    expect((await sync(synced)).written).toEqual([])
    synced.pass(60)
    store.undelete(account)
    synced.pass(60)
    expect((await sync(synced)).written).toEqual([account, file].toSorted())
    synced.pass(60)
    expect(await sync(synced)).toEqual({ written: [], linkQueries: 0 })
  })

  test('is written long after it was read, too', async () => {
    const { synced, store, account, file } = await openDeleted(children)
    await sync(synced)
    synced.pass(86_400)
    await sync(synced)
    synced.pass(86_400)
    store.undelete(account)
    synced.pass(60)
    expect((await sync(synced)).written).toEqual([account, file].toSorted())
  })

  test('is written by the run that can read its links, where the first could not', async () => {
    const { synced, store, account, file } = await openDeleted(children)
    await sync(synced)
    store.undelete(account)
    synced.pass(60)
    synced.sandbox.faults.add({ name: 'status', status: 500, body: 'json', path: 'LinkedEntityId IN', count: 50 })
    const failed = await synced.run()
    expect(recordIds(failed.documents)).toEqual([account])
    expect(failed.report.objects.find(({ object }) => object === 'ContentDocument')?.outcome).toBe('failed')
    synced.sandbox.faults.remove()
    synced.pass(60)
    expect((await sync(synced)).written).toEqual([file])
    synced.pass(60)
    expect(await sync(synced)).toEqual({ written: [], linkQueries: 0 })
  })
})

test('files of new records are read without a question for links', async () => {
  const synced = await openSyncedOrg({ datasource: { files: 'index' } })
  const { store } = synced.sandbox
  await sync(synced)
  synced.pass(3600)
  const account = store.insert('Account', { Name: 'Acme' }).id
  const file = addFile(store, account)
  synced.pass(60)
  expect(await sync(synced)).toEqual({ written: [account, file].toSorted(), linkQueries: 0 })
})

function link(created: string, linked: string) {
  return { SystemModstamp: linked, ContentDocument: { CreatedDate: created } }
}

test('a record that changes tells of files that were hung on it since, where they are older than that', async () => {
  const [old, late] = ['2026-01-01T00:00:00.000+0000', '2026-01-03T00:00:00.000+0000']
  const rows = [link(old, late), link(old, old), link(late, late)].map((each, at) => ({
    Id: `001${at}`,
    ContentDocumentLinks: { totalSize: 1, done: true, records: [each] },
  }))
  const state = { rows: { watermark: '2026-01-02T00:00:00.000Z' }, returned: new Set() }
  const ids = { among: async (all: string[]) => new Set(all) }
  const deletedIds = { among: async () => new Set() }
  const object = { run: { datasource: { files: 'index' } }, plan: {}, state, ids, deletedIds }
  await noteReturned(object as unknown as ObjectSync, rows)
  expect([...state.returned]).toEqual(['0010'])
})
