import { access, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { docxBytes, pdfBytes } from '../../src/sandbox/company/words/office-bytes.js'
import { killAfter, openJourney, unhurried } from '../support/journey.js'
import { addFile, fetchesOf, filesIn, keptFiles } from '../support/journey-files.js'
import { loadOutput } from '../support/output-files.js'

const settings = 'standard_objects_to_sync: [Account]\nfiles: download\nfiles_dir: kept\n'
const into = ['--output', 'documents']

test('files are fetched, read and kept once a version; deleted ones go', unhurried, async () => {
  const journey = await openJourney({ settings, ownProcesses: false })
  const { store } = journey.sandbox
  const account = store.insert('Account', { Name: 'Acme' }).id
  const offer = addFile(journey, account, 'Offer.pdf', pdfBytes('Dear Ann'))
  addFile(journey, account, '../../Photo: "1".png', Buffer.from([0x89, 0x50]))
  addFile(journey, account, 'Locked.pdf', Buffer.from('no PDF at all'))

  const first = await journey.sync(...into)
  const [pdf, photo, locked] = filesIn(first.documents)
  expect(first.code).toBe(0)
  expect(fetchesOf(first.asked)).toBe(3)
  expect(pdf).toMatchObject({ id: offer, content: 'Dear Ann' })
  expect(photo).not.toHaveProperty('content')
  expect(locked!.metadata.content_error).toEqual({ code: 'FILE_DAMAGED', message: 'it is no pdf file' })
  expect(first.stderr).toContain('1 file was written without its text: FILE_DAMAGED: it is no pdf file.')
  for (const { metadata, size } of [pdf!, photo!, locked!]) {
    expect(await readFile(path.join(journey.folder, 'kept', metadata.file_path!))).toHaveLength(size!)
  }

  journey.pass(60)
  expect(await journey.sync(...into)).toMatchObject({ documents: [], code: 0 })
  journey.pass(60)
  addFile(journey, account, 'Offer.pdf', pdfBytes('Dear Bo'), offer)
  store.update(photo!.id, { Title: 'Renamed' })
  const changed = await journey.sync(...into)
  expect(filesIn(changed.documents).map(({ title, content }) => [title, content])).toEqual([
    ['Offer.pdf', 'Dear Bo'],
    ['Renamed.png', undefined],
  ])
  expect(fetchesOf(changed.asked)).toBe(1)
  expect(await keptFiles(journey)).toHaveLength(4)

  journey.pass(60)
  store.delete(photo!.id)
  const deleted = await journey.sync(...into)
  expect(deleted.documents.find(({ id }) => id === photo!.id)).toMatchObject({ deleted: true })
  expect(await keptFiles(journey)).toHaveLength(3)
  journey.pass(60)
  expect((await journey.sync(...into)).documents).toEqual([])
  expect(await keptFiles(journey)).toHaveLength(2)
  await expect(access(path.join(journey.folder, 'kept', pdf!.metadata.file_path!))).rejects.toThrow('ENOENT')
})

test('a text is known again without a fetch, by whatever runs read it', unhurried, async () => {
  const journey = await openJourney({ settings: settings.replace(/files_dir.*\n/, ''), ownProcesses: false })
  const account = journey.sandbox.store.insert('Account', { Name: 'Acme' }).id
  addFile(journey, account, 'Offer.docx', docxBytes('Dear Ann'))
  expect(fetchesOf((await journey.sync(...into)).asked)).toBe(1)
  journey.pass(60)
  const full = await journey.sync('--output', 'elsewhere')
  expect(filesIn(full.documents)).toMatchObject([{ content: 'Dear Ann' }])
  expect(fetchesOf(full.asked)).toBe(0)
})

test('a file that the org does not give has a document that says so, until it does', unhurried, async () => {
  const journey = await openJourney({ settings, ownProcesses: false })
  const { store, faults } = journey.sandbox
  const account = store.insert('Account', { Name: 'Acme' }).id
  addFile(journey, account, 'Offer.pdf', pdfBytes('Dear Ann'))
  faults.add({ name: 'status', status: 503, body: 'json', path: '/VersionData', count: Infinity })
  const failed = await journey.sync(...into)
  expect(filesIn(failed.documents)[0]!.metadata).toMatchObject({ content_error: { code: 'ORG_UNAVAILABLE' } })
  journey.pass(60)
  expect((await journey.sync(...into)).documents).toEqual([])
  faults.remove()
  journey.pass(60)
  const [mended] = filesIn((await journey.sync(...into)).documents)
  expect(mended).toMatchObject({ content: 'Dear Ann' })
  expect(mended!.metadata).not.toHaveProperty('content_error')
})

test('a run that is killed while files are fetched loses none and repeats none', unhurried, async () => {
  const journey = await openJourney({ settings })
  const account = journey.sandbox.store.insert('Account', { Name: 'Acme' }).id
  for (let n = 0; n < 12; n++) addFile(journey, account, `Offer ${n}.docx`, docxBytes(`Offer number ${n}`))
  await killAfter(7, journey.start('sync', ...into), journey.sandbox, ({ url }) => url.endsWith('/VersionData'))
  const { code, asked } = await journey.sync(...into)
  expect(code).toBe(0)
  // What was kept before the kill is not fetched again.
  expect(fetchesOf(asked)).toBeLessThanOrEqual(6)
  const files = filesIn(await loadOutput(path.join(journey.folder, 'documents')))
  expect(files.map(({ content }) => content).toSorted()).toEqual(
    Array.from({ length: 12 }, (_, n) => `Offer number ${n}`).toSorted(),
  )
  expect((await keptFiles(journey)).filter((name) => name.endsWith('.docx'))).toHaveLength(12)
})
