import { expect, test } from 'vitest'
import { linkVersion } from '../../../src/sync/files/file-links.js'
import type { Store } from '../../../src/sandbox/terms.js'
import { openSyncedOrg } from '../../support/synced-org.js'
import { recordIds } from '../../support/written.js'

function addFile(store: Store, id: string, path = 'offer.pdf'): string {
  const values = { Title: 'Offer', PathOnClient: path, FirstPublishLocationId: id }
  return String(store.insert('ContentVersion', values, { blob: Buffer.from('x') }).values['ContentDocumentId'])
}

/** An account and a case of yesterday, read once. */
async function openRecords(options: Parameters<typeof openSyncedOrg>[0] = {}) {
  const synced = await openSyncedOrg(options)
  const { store, clock } = synced.sandbox
  const at = clock.now() - 86_400_000
  const account = store.insert('Account', { Name: 'Acme' }, { at }).id
  const aCase = store.insert('Case', { Subject: 'Help' }, { at }).id
  await synced.run()
  synced.pass(60)
  return { synced, store, account, aCase }
}

test('a file that two records share writes both, whatever happens to it', async () => {
  const { synced, store, account, aCase } = await openRecords()
  const writtenNext = async () => {
    synced.pass(60)
    return recordIds((await synced.run()).documents).toSorted()
  }
  const file = addFile(store, account)
  expect(await writtenNext()).toEqual([account])
  store.insert('ContentDocumentLink', { ContentDocumentId: file, LinkedEntityId: aCase, ShareType: 'V' })
  expect(await writtenNext()).toEqual([account, aCase])
  store.insert('ContentVersion', { ContentDocumentId: file, PathOnClient: 'offer.pdf' }, { blob: Buffer.from('y') })
  expect(await writtenNext()).toEqual([account, aCase])
  expect(await writtenNext()).toEqual([])
  store.delete(file)
  expect(await writtenNext()).toEqual([account, aCase])
  expect(await writtenNext()).toEqual([])
})

test('a file written with its record a moment ago does not write it again', async () => {
  const { synced, store, account } = await openRecords()
  addFile(store, account)
  store.update(account, { Name: 'Acme Corp' })
  synced.pass(60)
  expect(recordIds((await synced.run()).documents)).toEqual([account])
  synced.pass(60)
  expect(recordIds((await synced.run()).documents)).toEqual([])
})

test('a change of a file that is committed late writes its record, though its link has moved since', async () => {
  const { synced, store, account } = await openRecords()
  const file = addFile(store, account)
  synced.pass(10)
  store.update(file, { Title: 'Last offer' }, { hiddenUntil: store.now() + 120_000 })
  synced.pass(10)
  store.delete(account)
  store.undelete(account)
  synced.pass(10)
  expect(recordIds((await synced.run()).documents)).toEqual([account])
  synced.pass(300)
  const { documents } = await synced.run()
  expect(recordIds(documents)).toEqual([account])
  expect(JSON.stringify(documents)).toContain('Last offer')
})

test('a picture, which documents do not tell of, writes nothing and asks for no links', async () => {
  const { synced, store, account } = await openRecords()
  addFile(store, account, 'photo.png')
  synced.pass(60)
  const { documents, requests } = await synced.run()
  expect(documents).toEqual([])
  expect(requests.filter(({ soql }) => soql?.includes('FROM ContentDocumentLink WHERE'))).toEqual([])
})

test('links are asked for by as many documents as an address holds, all of their pages, and again where a locator dies', async () => {
  const { synced, store, account, aCase } = await openRecords({ sandbox: { pageSize: 200 } })
  const ids = Array.from({ length: 300 }, () => addFile(store, account))
  store.insert('ContentDocumentLink', { ContentDocumentId: ids.at(-1)!, LinkedEntityId: aCase, ShareType: 'V' })
  synced.pass(60)
  synced.sandbox.faults.add({ name: 'dead-locator', count: 1 })
  const { documents, report, requests } = await synced.run()
  expect(report).toMatchObject({ outcome: 'done', warnings: [] })
  expect(recordIds(documents).toSorted()).toEqual([account, aCase])
  expect(Math.max(...requests.map(({ headBytes }) => headBytes))).toBeLessThanOrEqual(16_384)
})

test('files on records of objects that leave their files out write nothing', async () => {
  const objects = { Account: { excludeFields: ['ContentDocumentLinks'] } }
  const { synced, store, account, aCase } = await openRecords({ datasource: { objects } })
  addFile(store, account)
  addFile(store, aCase)
  synced.pass(60)
  expect(recordIds((await synced.run()).documents)).toEqual([aCase])
})

test("a run for one object keeps a file's change for the records of the others", async () => {
  const { synced, store, account, aCase } = await openRecords()
  addFile(store, account)
  addFile(store, aCase)
  synced.pass(60)
  expect(recordIds((await synced.run({ objects: ['Account'] })).documents)).toEqual([account])
  synced.pass(60)
  expect(recordIds((await synced.run()).documents)).toEqual([aCase])
})

test("what no poll reads again is not remembered: links of old files, and any where files can't be polled", async () => {
  const synced = await openSyncedOrg({ datasource: { standardObjects: ['Account'] } })
  const { store, clock } = synced.sandbox
  const account = store.insert('Account', { Name: 'Acme' }).id
  store.setObject('ContentDocument', { hidden: true })
  for (let n = 0; n < 5; n++) addFile(store, account)
  synced.pass(60)
  await synced.run()
  expect(await synced.state.read('children:crm')).toMatchObject({ links: {} })
  store.setObject('ContentDocument', { hidden: false })
  synced.pass(60)
  await synced.run({ full: true })
  expect(Object.values((await linksOf(synced.state)).links).join('')).toHaveLength(5 * 15)
  clock.advance(7_200_000)
  await synced.run({ full: true })
  expect((await linksOf(synced.state)).links).toEqual({})
})

async function linksOf(state: { read(key: string): Promise<unknown> }): Promise<{ links: Record<string, string> }> {
  return (await state.read('children:crm')) as { links: Record<string, string> }
}

const at = (clock: string) => ({ SystemModstamp: `2026-01-05T${clock}.000+0000` })

test("a link's version is the stamps of link and file, the later first", () => {
  expect(linkVersion(at('09:00:00'), at('10:00:00'))).toBe('2026-01-05T10:00:00.000Z 2026-01-05T09:00:00.000Z')
  expect(linkVersion(at('11:00:00'), at('10:00:00'))).toBe('2026-01-05T11:00:00.000Z 2026-01-05T10:00:00.000Z')
  expect(linkVersion(at('11:00:00'), null)).toBe('2026-01-05T11:00:00.000Z')
  expect(linkVersion({}, undefined)).toBe('')
})
