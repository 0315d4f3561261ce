import { expect, test } from 'vitest'
import { openJourney, unhurried } from '../support/journey.js'

test('files of any extension are documents, until file_types names some', unhurried, async () => {
  const journey = await openJourney({
    ownProcesses: false,
    settings: 'standard_objects_to_sync: [Account]\nfiles: download\n',
  })
  const { store } = journey.sandbox
  const { id } = store.insert('Account', { Name: 'Acme' })
  for (const path of ['Offer.pdf', 'Photo.jpg', 'README', 'notes.txt']) {
    const values = { PathOnClient: path, FirstPublishLocationId: id }
    store.insert('ContentVersion', values, { blob: Buffer.from('text') })
  }
  const first = await journey.sync('--output', 'documents')
  const files = first.documents.filter(({ type }) => type === 'content_document')
  expect(files.map((file) => 'title' in file && file.title)).toEqual(['Offer.pdf', 'Photo.jpg', 'README', 'notes.txt'])
  expect(files.map((file) => 'content' in file)).toEqual([false, false, false, true])
  expect(first.asked.filter(({ url }) => url.includes('VersionData'))).toHaveLength(2)

  await journey.configure('standard_objects_to_sync: [Account]\nfiles: download\nfile_types: [.PDF, txt]\n')
  journey.pass(60)
  const { stdout } = await journey.run('plan', '--output', 'documents')
  expect(stdout).toContain('Its file_types changed')
  const second = await journey.sync('--output', 'documents')
  expect(second.documents.map(({ id: told }) => told)).toEqual([files[1]!.id, files[2]!.id])
  expect(second.documents).toMatchObject([{ reason: 'out_of_scope' }, { reason: 'out_of_scope' }])
  journey.pass(60)
  expect((await journey.sync('--output', 'documents')).documents).toEqual([])
})
