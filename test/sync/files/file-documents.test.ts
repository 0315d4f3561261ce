import { describe, expect, test } from 'vitest'
import type { Store } from '../../../src/sandbox/terms.js'
import type { FileDocument } from '../../../src/terms.js'
import { openSyncedOrg, type SyncedOrg } from '../../support/synced-org.js'
import { recordIds, tombstones } from '../../support/written.js'

interface File {
  on: string
  path?: string
  bytes?: Buffer
}

function addFile(store: Store, { on, path = 'notes.txt', bytes = Buffer.from('Grüße') }: File): string {
  const values = { Title: path.split('.')[0], PathOnClient: path, FirstPublishLocationId: on }
  return String(store.insert('ContentVersion', values, { blob: bytes }).values['ContentDocumentId'])
}

async function openFiles(files: 'index' | 'download', pageSize = 2000) {
  const synced = await openSyncedOrg({ sandbox: { pageSize }, datasource: { files } })
  const { store, clock } = synced.sandbox
  const at = clock.now() - 86_400_000
  const account = store.insert('Account', { Name: 'Acme' }, { at }).id
  const aCase = store.insert('Case', { Subject: 'Help' }, { at }).id
  return { synced, store, account, aCase }
}

async function filesOf(synced: SyncedOrg, options = {}): Promise<FileDocument[]> {
  synced.pass(60)
  const { documents, report } = await synced.run(options)
  expect(report.outcome).toBe('done')
  return documents.filter((document) => document.type === 'content_document') as FileDocument[]
}

describe('files as documents', () => {
  test('come once however many records share them, beside the first of those', async () => {
    const { synced, store, account, aCase } = await openFiles('index')
    const file = addFile(store, { on: aCase, path: 'offer.pdf' })
    store.insert('ContentDocumentLink', { ContentDocumentId: file, LinkedEntityId: account, ShareType: 'V' })
    const [document, ...others] = await filesOf(synced)
    expect(others).toEqual([])
    expect(document).toMatchObject({
      id: file,
      title: 'offer.pdf',
      size: 7,
      category: '/Standard Objects/Account/',
      metadata: { linked_ids: [account, aCase] },
    })
    expect(document).not.toHaveProperty('content')
    expect(await filesOf(synced)).toEqual([])
  })

  test('follow a new version, a new link and a deletion, each once', async () => {
    const { synced, store, account, aCase } = await openFiles('index')
    const file = addFile(store, { on: account })
    await filesOf(synced)
    synced.pass(60)
    store.insert(
      'ContentVersion',
      { ContentDocumentId: file, PathOnClient: 'notes.txt', Title: 'Newer' },
      { blob: Buffer.from('x') },
    )
    expect((await filesOf(synced)).map(({ title }) => title)).toEqual(['Newer.txt'])
    synced.pass(60)
    store.insert('ContentDocumentLink', { ContentDocumentId: file, LinkedEntityId: aCase, ShareType: 'V' })
    expect((await filesOf(synced)).map(({ metadata }) => metadata.linked_ids)).toEqual([[account, aCase]])
    store.delete(file)
    synced.pass(60)
    const { documents } = await synced.run()
    expect(tombstones(documents)).toMatchObject([{ id: file, type: 'content_document' }])
    expect(recordIds(documents).toSorted()).toEqual([account, aCase])
    expect(await filesOf(synced)).toEqual([])
  })

  test('are not written again where they went into the recycle bin and came back between two runs', async () => {
    const { synced, store, account } = await openFiles('index')
    const file = addFile(store, { on: account })
    expect((await filesOf(synced)).map(({ id }) => id)).toEqual([file])
    synced.pass(3600)
    store.delete(file)
    synced.pass(60)
    store.undelete(file)
    expect(await filesOf(synced)).toEqual([])
    synced.pass(60)
    store.update(file, { Title: 'Newer' })
    expect((await filesOf(synced)).map(({ title }) => title)).toEqual(['Newer.txt'])
  })

  test('are documents though the records are read without their children', async () => {
    const { synced, store, account } = await openFiles('index')
    synced.datasource.children = false
    const file = addFile(store, { on: account })
    expect((await filesOf(synced)).map(({ id }) => id)).toEqual([file])
    synced.pass(60)
    expect((await synced.run()).documents).toEqual([])
  })

  test('are told to be left out where the org does not show them', async () => {
    const { synced, store } = await openFiles('index')
    store.setObject('ContentDocument', { hidden: true })
    const { report } = await synced.run()
    expect(report.objects).toContainEqual(expect.objectContaining({ object: 'ContentDocument', outcome: 'skipped' }))
  })

  test('that hang on no record of the datasource are none', async () => {
    const { synced, store } = await openFiles('index')
    addFile(store, { on: store.insert('Contact', { LastName: 'Lee' }).id })
    expect(await filesOf(synced)).toEqual([])
  })

  test.each(['index', 'download'] as const)('are all there with %s, whatever they are', async (files) => {
    const { synced, store, account } = await openFiles(files)
    const paths = ['photo.PNG', 'README', 'archive.tar.gz', 'drawing.dwg', 'offer.ai', 'film.mp4']
    for (const path of paths) addFile(store, { on: account, path })
    synced.pass(60)
    const { documents, requests } = await synced.run()
    const found = documents.filter(({ type }) => type === 'content_document') as FileDocument[]
    const titles = ['photo.png', 'README', 'archive.gz', 'drawing.dwg', 'offer.ai', 'film.mp4']
    expect(found.map(({ title }) => title)).toEqual(titles)
    expect(found.map(({ tags }) => tags.slice(1))).toEqual([['png'], [], ['gz'], ['dwg'], ['ai'], ['mp4']])
    for (const file of found) expect(file).not.toHaveProperty('content')
    expect(requests.filter(({ url }) => url.includes('VersionData'))).toEqual([])
    expect(await filesOf(synced)).toEqual([])
  })

  test('are of the chosen types alone; one that becomes another is told to be out of scope', async () => {
    const { synced, store, account } = await openFiles('index')
    synced.datasource.fileTypes = ['pdf', 'png']
    for (const path of ['photo.png', 'README', 'offer.pdf', 'notes.txt']) addFile(store, { on: account, path })
    const found = await filesOf(synced)
    expect(found.map(({ title }) => title)).toEqual(['photo.png', 'offer.pdf'])
    synced.pass(60)
    const version = { ContentDocumentId: found[0]!.id, PathOnClient: 'photo.webp' }
    store.insert('ContentVersion', version, { blob: Buffer.from('x') })
    synced.pass(60)
    expect(tombstones((await synced.run()).documents)).toMatchObject([{ id: found[0]!.id, reason: 'out_of_scope' }])
    expect(await filesOf(synced)).toEqual([])
  })

  test('follow a change of the chosen types: what joins is written, what leaves gets a tombstone', async () => {
    const { synced, store, account } = await openFiles('index')
    const [photo, readme] = ['photo.png', 'README', 'offer.pdf'].map((path) => addFile(store, { on: account, path }))
    const pdf = (await filesOf(synced)).at(-1)!.id
    synced.datasource.fileTypes = ['pdf']
    synced.pass(60)
    const narrowed = await synced.run()
    expect(narrowed.documents).toMatchObject([photo, readme].map((id) => ({ id, reason: 'out_of_scope' })))
    expect(narrowed.report.objects.find(({ object }) => object === 'ContentDocument')?.warnings).toEqual([
      'Its file_types changed: all Ids are compared, for what came into it and what left it.',
    ])
    synced.datasource.fileTypes = ['png', 'pdf']
    expect((await filesOf(synced)).map(({ id }) => id)).toEqual([photo])
    synced.datasource.fileTypes = []
    expect((await filesOf(synced)).map(({ id }) => id)).toEqual([readme])
    expect(pdf).toBeDefined()
    expect(await filesOf(synced)).toEqual([])
  })

  test('can be the only thing a run reads', async () => {
    const { synced, store, account } = await openFiles('index')
    const file = addFile(store, { on: account })
    expect((await filesOf(synced, { objects: ['ContentDocument'] })).map(({ id }) => id)).toEqual([file])
  })

  test('heal where a field of theirs is gone that a stale cache lists', async () => {
    const { synced, store, account } = await openFiles('index')
    synced.datasource.cacheMaxAgeMs = 3_600_000
    await filesOf(synced)
    store.removeField('ContentDocument', 'Description')
    const file = addFile(store, { on: account })
    const documents = await filesOf(synced)
    expect(documents.map(({ id, type }) => [id, type])).toEqual([[file, 'content_document']])
    expect(documents[0]!.payload).not.toHaveProperty('Description')
  })
})

describe('files with their text', () => {
  test('have it where it is text as it is; an empty one is empty, and one that is gone has none', async () => {
    const { synced, store, account } = await openFiles('download')
    const files = {
      plain: addFile(store, { on: account }),
      empty: addFile(store, { on: account, path: 'empty.txt', bytes: Buffer.alloc(0) }),
      binary: addFile(store, { on: account, path: 'offer.pdf' }),
      gone: addFile(store, { on: account, path: 'gone.txt' }),
    }
    synced.sandbox.faults.add({
      name: 'status',
      status: 404,
      body: 'json',
      path: `ContentVersion/${String(store.record(files.gone)!.values['LatestPublishedVersionId'])}/VersionData`,
      count: Infinity,
    })
    const content = Object.fromEntries((await filesOf(synced)).map((file) => [file.id, file.content]))
    expect(content).toEqual({
      [files.plain]: 'Grüße',
      [files.empty]: '',
      [files.binary]: undefined,
      [files.gone]: undefined,
    })
  })

  test('have it as people wrote it, whatever their machine makes of letters', async () => {
    const { synced, store, account } = await openFiles('download')
    const files = [
      Buffer.from('\ufeffGrüße'),
      Buffer.from('\ufeffGrüße', 'utf16le'),
      Buffer.from('\ufeffGrüße', 'utf16le').swap16(),
      Buffer.from('Gr\xfc\xdfe \x80 5', 'latin1'),
    ].map((bytes) => addFile(store, { on: account, bytes }))
    const content = new Map((await filesOf(synced)).map((file) => [file.id, file.content]))
    expect(files.map((id) => content.get(id))).toEqual(['Grüße', 'Grüße', 'Grüße', 'Grüße € 5'])
  })

  test('have none where it would be larger than anyone searches, and are not fetched then', async () => {
    const { synced, store, account } = await openFiles('download')
    addFile(store, { on: account, path: 'trace.log', bytes: Buffer.alloc(10_000_001, 'a') })
    synced.pass(60)
    const { documents, requests, report } = await synced.run()
    const file = documents.find((document) => document.type === 'content_document')
    expect(file).toMatchObject({ title: 'trace.log', size: 10_000_001 })
    expect(file).not.toHaveProperty('content')
    expect(file).toMatchObject({ metadata: { content_error: { code: 'FILE_TOO_LARGE' } } })
    expect(requests.filter(({ url }) => url.includes('VersionData'))).toEqual([])
    expect(report.objects.find(({ object }) => object === 'ContentDocument')!.notes).toEqual([
      '1 file is larger than max_file_size: only the text is left out.',
    ])
  })

  test('are written one by one', async () => {
    const { synced, store, account } = await openFiles('download')
    for (let n = 0; n < 50; n++) addFile(store, { on: account, path: `n${n}.txt` })
    synced.pass(60)
    const sizes: number[] = []
    const onWrite = (lane: string, documents: unknown[]) => {
      if (lane === 'ContentDocument') sizes.push(documents.length)
    }
    const { report } = await synced.run({}, { onWrite })
    expect(sizes).toEqual(Array.from({ length: 50 }, () => 1))
    expect(report.objects.find(({ object }) => object === 'ContentDocument')).toMatchObject({ written: 50, pages: 1 })
  })
})
