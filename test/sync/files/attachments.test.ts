import { describe, expect, test } from 'vitest'
import type { Store } from '../../../src/sandbox/terms.js'
import { openSyncedOrg, type SyncedOrg } from '../../support/synced-org.js'
import { recordIds, tombstones } from '../../support/written.js'

function attach(store: Store, parent: string, name: string): string {
  return store.insert('Attachment', { ParentId: parent, Name: name }, { blob: Buffer.from('text') }).id
}

async function openAttachments(files: 'links' | 'index' | 'download' = 'index') {
  const synced = await openSyncedOrg({ datasource: { files } })
  const { store } = synced.sandbox
  const account = store.insert('Account', { Name: 'Acme' }).id
  synced.pass(60)
  return { synced, store, account }
}

async function sync(synced: SyncedOrg) {
  const end = await synced.run()
  expect(end.report.outcome).toBe('done')
  synced.pass(60)
  return end
}

describe('attachments', () => {
  test('stay out of it where files are links', async () => {
    const { synced, store, account } = await openAttachments('links')
    attach(store, account, 'offer.pdf')
    const { documents, requests } = await sync(synced)
    expect(recordIds(documents)).toEqual([account])
    expect(requests.filter(({ url, soql }) => url.includes('/Attachment') || soql?.includes('Attachment'))).toEqual([])
  })

  test('cost nothing in an org that shows none', async () => {
    const { synced, store, account } = await openAttachments('download')
    store.setObject('Attachment', { hidden: true })
    const { documents, report, requests } = await sync(synced)
    expect(recordIds(documents)).toEqual([account])
    expect(report.objects.find(({ object }) => object === 'Attachment')).toMatchObject({ outcome: 'skipped', calls: 0 })
    expect(requests.filter(({ url, soql }) => url.includes('/Attachment') || soql?.includes('Attachment'))).toEqual([])
  })

  test('cost a run that finds nothing no call more', async () => {
    const standardObjects = ['Account', 'Campaign', 'Case', 'Contact', 'Lead', 'Opportunity']
    const calls: number[] = []
    for (const hidden of [true, false]) {
      const synced = await openSyncedOrg({ sandbox: { records: 100 }, datasource: { standardObjects, files: 'index' } })
      synced.sandbox.store.setObject('Attachment', { hidden })
      synced.pass(60)
      await sync(synced)
      calls.push((await sync(synced)).report.calls)
    }
    expect(calls).toEqual([3, 3])
  })

  test('keep to the chosen types by their names', async () => {
    const { synced, store, account } = await openAttachments()
    const [pdf, text] = ['offer.PDF', 'notes.txt'].map((name) => attach(store, account, name))
    synced.pass(60)
    await sync(synced)
    synced.datasource.fileTypes = ['pdf']
    const narrowed = await sync(synced)
    expect(narrowed.documents).toMatchObject([{ id: text, type: 'content_document', reason: 'out_of_scope' }])
    synced.datasource.fileTypes = []
    expect(recordIds((await sync(synced)).documents)).toEqual([text])
    synced.datasource.files = 'links'
    const dropped = tombstones((await sync(synced)).documents)
    expect(dropped.filter(({ type }) => type === 'content_document')).toMatchObject(
      [pdf, text].map((id) => ({ id, reason: 'out_of_scope' })),
    )
  })

  test('fail alone, and come with the next run', async () => {
    const { synced, store, account } = await openAttachments()
    const file = attach(store, account, 'offer.pdf')
    synced.pass(60)
    synced.sandbox.faults.add({ name: 'status', status: 500, body: 'json', path: 'FROM Attachment', count: 50 })
    const { documents, report } = await synced.run()
    expect(recordIds(documents)).toEqual([account])
    expect(report.objects.find(({ object }) => object === 'Attachment')?.outcome).toBe('failed')
    synced.sandbox.faults.remove()
    synced.pass(60)
    expect(recordIds((await sync(synced)).documents)).toEqual([file])
  })

  test('too large to be fetched say so', async () => {
    const { synced, store, account } = await openAttachments('download')
    synced.datasource.maxFileSize = 3
    attach(store, account, 'notes.txt')
    synced.pass(60)
    const { documents } = await sync(synced)
    expect(documents.find(({ type }) => type === 'content_document')).toMatchObject({
      metadata: { content_error: { code: 'FILE_TOO_LARGE' } },
    })
  })
})

test('files and attachments of an object that joins the datasource are written with its records', async () => {
  const { synced, store } = await openAttachments()
  const lead = store.insert('Lead', { LastName: 'Lee', Company: 'Acme' }).id
  const attachment = attach(store, lead, 'offer.pdf')
  const values = { PathOnClient: 'offer.txt', FirstPublishLocationId: lead }
  const version = store.insert('ContentVersion', values, { blob: Buffer.from('text') })
  synced.pass(60)
  await sync(synced)
  synced.pass(86_400)
  await sync(synced)
  synced.datasource.standardObjects = [...synced.datasource.standardObjects, 'Lead']
  const file = String(version.values['ContentDocumentId'])
  expect(recordIds((await sync(synced)).documents).toSorted()).toEqual([lead, attachment, file].toSorted())
  expect((await sync(synced)).documents).toEqual([])
})
