import { describe, expect, test } from 'vitest'
import type { FileDocument } from '../../../src/terms.js'
import { openSyncedOrg, type SyncedOrg } from '../../support/synced-org.js'

const day = 86_400

/** A file on an account, written, and a case it is hung on by a link that no window of files shows. */
async function openLinked(linksSweepMs = day * 1000) {
  const synced = await openSyncedOrg({ datasource: { files: 'index', children: false, linksSweepMs } })
  const { store, clock } = synced.sandbox
  const at = clock.now() - 30 * day * 1000
  const account = store.insert('Account', { Name: 'Acme' }, { at }).id
  const aCase = store.insert('Case', { Subject: 'Help' }, { at }).id
  const values = { PathOnClient: 'offer.pdf', FirstPublishLocationId: account }
  const version = store.insert('ContentVersion', values, { at, blob: Buffer.from('x') })
  const file = String(version.values['ContentDocumentId'])
  await run(synced)
  store.insert('ContentDocumentLink', { ContentDocumentId: file, LinkedEntityId: aCase, ShareType: 'V' }, { at })
  return { synced, account, aCase, file }
}

async function run(synced: SyncedOrg) {
  synced.pass(60)
  const { documents, report, requests } = await synced.run()
  expect(report.outcome).toBe('done')
  const files = documents.filter(({ type }) => type === 'content_document') as FileDocument[]
  return { linked: files.map(({ metadata }) => metadata.linked_ids), calls: report.calls, requests }
}

describe('a link that no file tells of', () => {
  test('is noticed when all files are looked at, a day later, and costs nothing before and after', async () => {
    const { synced, account, aCase } = await openLinked()
    const before = await run(synced)
    expect(before.linked).toEqual([])
    synced.pass(day)
    const swept = await run(synced)
    expect(swept.linked).toEqual([[account, aCase].toSorted()])
    expect(swept.calls).toBe(before.calls + 1)
    const after = await run(synced)
    expect(after).toMatchObject({ linked: [], calls: before.calls })
    synced.pass(day)
    expect((await run(synced)).linked).toEqual([])
  })

  test('is not looked for where the user wants none of that', async () => {
    const { synced } = await openLinked(0)
    const before = await run(synced)
    synced.pass(10 * day)
    expect(await run(synced)).toMatchObject({ linked: [], calls: before.calls })
  })

  test('is noticed by the next run where one fails in the middle of it', async () => {
    const { synced, account, aCase } = await openLinked()
    synced.pass(day)
    synced.sandbox.faults.add({ name: 'status', status: 500, body: 'json', path: String.raw`Id IN \('069`, count: 60 })
    synced.pass(60)
    expect((await synced.run()).report.outcome).not.toBe('done')
    synced.sandbox.faults.remove()
    expect((await run(synced)).linked).toEqual([[account, aCase].toSorted()])
  })
})
