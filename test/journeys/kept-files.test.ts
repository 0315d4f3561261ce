import { readFile, rm, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { docxBytes, pdfBytes } from '../../src/sandbox/company/words/office-bytes.js'
import type { RunPlan } from '../../src/sync/plan/preview/preview.js'
import type { Document } from '../../src/terms.js'
import { openJourney, unhurried, type Journey } from '../support/journey.js'
import { addFile, fetchesOf, filesIn, keptFiles } from '../support/journey-files.js'

const settings = 'standard_objects_to_sync: [Account]\nfiles: download\nfiles_dir: kept\n'
const into = ['--output', 'documents']
const day = 24 * 60 * 60

/** An org whose account has two files, both written and kept. */
async function openKept() {
  const journey = await openJourney({ settings, ownProcesses: false })
  const account = journey.sandbox.store.insert('Account', { Name: 'Acme' }).id
  addFile(journey, account, 'Empty.txt', Buffer.alloc(0))
  const offer = addFile(journey, account, 'Offer.pdf', pdfBytes('Dear Ann '.repeat(200)))
  const photo = addFile(journey, account, 'Photo.png', Buffer.from([0x89, 0x50, 0x4e]))
  const { documents } = await journey.sync(...into)
  const paths = Object.fromEntries(storedIn(documents).map(({ id, metadata }) => [id, metadata.file_path!]))
  const placeOf = (id: string) => path.join(journey.folder, 'kept', paths[id]!)
  journey.pass(60)
  return { journey, account, offer, photo, placeOf }
}

/** Those that have bytes. */
function storedIn(documents: Document[]) {
  return filesIn(documents).filter(({ size }) => size !== 0)
}

function warningsOf({ report }: Awaited<ReturnType<Journey['sync']>>): string[] {
  return report.objects.find(({ object }) => object === 'ContentDocument')!.warnings ?? []
}

test.each([
  ['removed', (folder: string) => rm(path.join(folder, 'kept'), { recursive: true })],
  ['emptied', (folder: string) => rm(path.join(folder, 'kept/salesforce'), { recursive: true })],
  ['without its mark', (folder: string) => rm(path.join(folder, 'kept/salesforce/kept-by.json'))],
  ['with a broken mark', (folder: string) => writeFile(path.join(folder, 'kept/salesforce/kept-by.json'), '{"ver')],
])('files_dir that is %s has every file again after the next run', unhurried, async (_name, damage) => {
  const { journey, placeOf, offer, photo } = await openKept()
  const before = await keptFiles(journey)
  await damage(journey.folder)
  const mended = await journey.sync(...into)
  expect(warningsOf(mended)).toEqual(['files_dir is another one, or was emptied: every file is read again.'])
  expect(storedIn(mended.documents).map(({ id }) => id)).toEqual([offer, photo])
  expect(await keptFiles(journey)).toEqual(before)
  expect(await readFile(placeOf(photo))).toHaveLength(3)
  journey.pass(60)
  expect(await journey.sync(...into)).toMatchObject({ documents: [], code: 0 })
})

test('a file that somebody removed is fetched by the sweep, and a damaged one by --full', unhurried, async () => {
  const { journey, placeOf, offer, photo } = await openKept()
  await rm(placeOf(photo))
  journey.pass(day)
  const swept = await journey.sync(...into)
  expect(swept).toMatchObject({ documents: [], report: { outcome: 'done' } })
  expect(swept.report.objects.map(({ outcome }) => outcome)).toEqual(swept.report.objects.map(() => 'done'))
  expect(fetchesOf(swept.asked)).toBe(1)
  expect(await readFile(placeOf(photo))).toHaveLength(3)
  await truncate(placeOf(offer), 10)
  journey.pass(60)
  const full = await journey.sync('--full', ...into)
  expect(fetchesOf(full.asked)).toBe(1)
  expect((await readFile(placeOf(offer))).length).toBeGreaterThan(10)
})

test('each output folder has files of its own below one files_dir', unhurried, async () => {
  const { journey, account, offer, placeOf } = await openKept()
  const second = await journey.sync('--output', 'others')
  const [other] = storedIn(second.documents)
  expect(other!.metadata.file_path).toBe(
    `salesforce-2/${path.relative(path.join(journey.folder, 'kept/salesforce'), placeOf(offer))}`,
  )
  expect(second.stderr).toMatch(/Files are kept in \S+salesforce-2: another destination has \S+salesforce\./)
  // A version that one of them has not told of yet stays for it.
  addFile(journey, account, 'Offer.pdf', pdfBytes('Dear Bo'), offer)
  for (let run = 1; run <= 2; run++) {
    journey.pass(60)
    expect((await journey.sync('--output', 'others')).stderr).not.toContain('another destination')
  }
  expect(await readFile(placeOf(offer))).not.toHaveLength(0)
  await expect(readFile(path.join(journey.folder, 'kept', other!.metadata.file_path!))).rejects.toThrow('ENOENT')
  // What is written anew from the beginning takes the place of what was there.
  await rm(path.join(journey.folder, 'documents'), { recursive: true })
  journey.pass(60)
  const anew = await journey.sync(...into)
  expect(storedIn(anew.documents).map(({ metadata }) => metadata.file_path!.split('/')[0])).toEqual([
    'salesforce',
    'salesforce',
  ])
})

test('a file whose last record is gone stays a document, and moves with files_dir', unhurried, async () => {
  const { journey, account, offer, photo } = await openKept()
  journey.sandbox.store.delete(account)
  await journey.sync(...into)
  await journey.configure(settings.replace('kept', 'elsewhere'))
  journey.pass(60)
  const moved = await journey.sync(...into)
  expect(storedIn(moved.documents).map(({ id, metadata }) => [id, metadata.linked_ids])).toEqual([
    [offer, []],
    [photo, []],
  ])
  for (const { metadata, size } of storedIn(moved.documents)) {
    expect(await readFile(path.join(journey.folder, 'elsewhere', metadata.file_path!))).toHaveLength(size!)
  }
})

test('what no document names goes: too large now, left by a kill, or deleted meanwhile', unhurried, async () => {
  const { journey, offer, photo, placeOf } = await openKept()
  await writeFile(`${placeOf(offer)}.0123456789ab.tmp`, 'half')
  await journey.configure(`${settings}max_file_size: 1kB\n`)
  const lowered = await journey.sync(...into)
  expect(storedIn(lowered.documents).find(({ id }) => id === offer)!.metadata).not.toHaveProperty('file_path')
  await journey.configure(settings.replace('kept', 'elsewhere'))
  journey.pass(60)
  await journey.sync(...into)
  journey.sandbox.store.delete(photo)
  journey.pass(60)
  await journey.sync(...into)
  await journey.configure(settings)
  for (let run = 1; run <= 2; run++) {
    journey.pass(60)
    await journey.sync(...into)
  }
  expect(await keptFiles(journey)).toEqual([path.relative(path.join(journey.folder, 'kept'), placeOf(offer))])
})

test('check and plan look at files_dir, and a run begins with it', unhurried, async () => {
  const { journey } = await openKept()
  expect((await journey.run('check', ...into)).stdout).toMatch(/✓ files_dir: \S+kept\n/)
  const callsOfFiles = async (...args: string[]) => {
    const [plan] = JSON.parse((await journey.run('plan', '--json', ...args)).stdout) as RunPlan[]
    return plan!.objects.find(({ object }) => object === 'ContentDocument')!.calls
  }
  const kept = await callsOfFiles('--full', ...into)
  await journey.configure(settings.replace('download', 'index'))
  expect((await journey.sync(...into)).stderr).toContain(
    'note: files_dir has no effect: no datasource has files: download',
  )
  await journey.configure(settings.replace(/files_dir.*\n/, ''))
  const read = await callsOfFiles('--full', ...into)
  // Without a folder the photo is not fetched.
  expect(kept! - read!).toBe(1)
  expect(await callsOfFiles('--files-dir', 'new', ...into)).toBe(kept)
  await journey.configure(settings.replace('kept', 'blocked'))
  await writeFile(path.join(journey.folder, 'blocked'), 'no folder')
  const checked = await journey.run('check', ...into)
  expect(checked.stdout + checked.stderr).toMatch(/files_dir.*blocked/)
  expect(checked.code).toBe(1)
  const blocked = await journey.run('sync')
  expect(blocked).toMatchObject({ stdout: '', code: 1 })
  expect(blocked.stderr).toContain('OUTPUT_FAILED')
  expect(blocked.stderr).toContain('name another --files-dir')
})

test('two files that are damaged in two ways have one warning', unhurried, async () => {
  const journey = await openJourney({ settings, ownProcesses: false })
  const account = journey.sandbox.store.insert('Account', { Name: 'Acme' }).id
  addFile(journey, account, 'Offer.pdf', Buffer.from('no PDF at all'))
  addFile(journey, account, 'Letter.docx', docxBytes('Dear Ann').subarray(0, 60))
  const { report } = await journey.sync(...into)
  const warnings = report.objects.find(({ object }) => object === 'ContentDocument')!.warnings
  expect(warnings).toEqual(['2 files were written without their text: FILE_DAMAGED, for one: it is no pdf file.'])
})
