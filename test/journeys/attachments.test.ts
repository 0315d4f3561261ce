import { expect, test } from 'vitest'
import { pdfBytes } from '../../src/sandbox/company/words/office-bytes.js'
import { openJourney, statements, unhurried, type Journey } from '../support/journey.js'
import { fetchesOf, filesIn, keptFiles } from '../support/journey-files.js'

const settings = 'standard_objects_to_sync: [Account, Case]\nfiles: download\nfiles_dir: kept\n'
const into = ['--output', 'documents']

function attach({ sandbox: { store } }: Journey, parent: string, name: string, blob: Buffer): string {
  return store.insert('Attachment', { ParentId: parent, Name: name }, { blob }).id
}

test('attachments are read, kept, changed, deleted and restored with their records', unhurried, async () => {
  const journey = await openJourney({ settings, ownProcesses: false })
  const { store } = journey.sandbox
  const account = store.insert('Account', { Name: 'Acme' }).id
  const aCase = store.insert('Case', { Subject: 'Help' }).id
  const lead = store.insert('Lead', { LastName: 'Lee', Company: 'Acme' }).id
  const offer = attach(journey, account, 'Offer.PDF', pdfBytes('Dear Ann'))
  const note = attach(journey, aCase, 'note.txt', Buffer.from('Hello'))
  attach(journey, lead, 'lead.txt', Buffer.from('not the datasource’s'))

  const first = await journey.sync(...into)
  expect(first.code).toBe(0)
  expect(fetchesOf(first.asked)).toBe(2)
  expect(statements(first.asked, 'ContentDocumentLink')).toEqual([])
  const [pdf, text, ...others] = filesIn(first.documents)
  expect(others).toEqual([])
  expect(pdf).toMatchObject({
    id: offer,
    title: 'Offer.PDF',
    content: 'Dear Ann',
    size: pdfBytes('Dear Ann').length,
    category: '/Standard Objects/Account/',
    tags: ['content_document', 'pdf'],
    owner: { username: expect.any(String) },
    payload: { Name: 'Offer.PDF', ParentId: account },
    metadata: { sobject_type: 'Attachment', linked_ids: [account] },
  })
  expect(text).toMatchObject({ id: note, content: 'Hello', subcategory: 'Case', metadata: { linked_ids: [aCase] } })
  expect(await keptFiles(journey)).toHaveLength(2)
  const got = await journey.run('get', note)
  expect(JSON.parse(got.stdout)).toMatchObject({ id: note, type: 'content_document', title: 'note.txt' })
  journey.pass(60)
  expect((await journey.sync(...into)).documents).toEqual([])

  journey.pass(60)
  store.update(note, { Body: Buffer.from('Hello again').toString('base64') })
  const changed = await journey.sync(...into)
  expect(fetchesOf(changed.asked)).toBe(1)
  expect(changed.documents).toMatchObject([{ id: note, content: 'Hello again', size: 11 }])

  journey.pass(60)
  store.delete(offer)
  store.delete(aCase)
  const deleted = await journey.sync(...into)
  expect(deleted.documents.filter(({ type }) => type === 'content_document')).toMatchObject([
    { id: offer, deleted: true, reason: 'deleted' },
    { id: note, deleted: true, reason: 'deleted' },
  ])
  journey.pass(60)
  expect((await journey.sync(...into)).documents).toEqual([])
  expect(await keptFiles(journey)).toEqual([])

  store.undelete(aCase)
  journey.pass(60)
  const restored = await journey.sync(...into)
  expect(restored.documents).toMatchObject([{ id: aCase }, { id: note, content: 'Hello again' }])
  journey.pass(60)
  expect((await journey.sync(...into)).documents).toEqual([])
})
