import { describe, expect, test } from 'vitest'
import type { NestedRows, Row } from '../../src/terms.js'
import { openJourney, statements, unhurried } from '../support/journey.js'
import { records } from '../support/written.js'

describe('what hangs on a record', unhurried, () => {
  test('child lists are read to their end, at every depth (T21)', async () => {
    const journey = await openJourney({
      ownProcesses: false,
      childPageSize: 5,
      pageSize: 50,
      settings: 'standard_objects_to_sync: [Account, Case]\n',
    })
    const { store } = journey.sandbox
    const busy = store.insert('Case', { Subject: 'Busy' })
    const calm = store.insert('Case', { Subject: 'Calm' })
    for (let n = 0; n < 23; n++) store.insert('CaseComment', { ParentId: busy.id, CommentBody: `Comment ${n}` })
    for (let n = 0; n < 7; n++)
      store.insert('EmailMessage', { ParentId: busy.id, Subject: `Mail ${n}`, TextBody: `Text ${n}` })
    const items = Array.from({ length: 41 }, (_, n) =>
      store.insert('FeedItem', { ParentId: busy.id, Body: `Post ${n}` }),
    )
    for (let n = 0; n < 31; n++) store.insert('FeedComment', { FeedItemId: items[7]!.id, CommentBody: `Reply ${n}` })
    const { code, documents } = await journey.sync()

    expect(code).toBe(0)
    const written = new Map(records(documents, 'Case').map((document) => [document.id, document]))
    const { payload, content } = written.get(busy.id)!
    for (const [list, count] of [
      ['CaseComments', 23],
      ['EmailMessages', 7],
    ] as const) {
      expect(payload[list]).toMatchObject({ totalSize: count, done: true })
      expect(new Set((payload[list] as NestedRows).records.map(({ Id }) => Id)).size).toBe(count)
    }
    const feeds = payload['Feeds'] as Row[]
    expect(feeds.map(({ Body }) => Body)).toEqual(Array.from({ length: 41 }, (_, n) => `Post ${n}`))
    expect((feeds[7]!['FeedComments'] as NestedRows).records).toHaveLength(31)
    for (const text of ['Comment 22', 'Mail 6', 'Post 40', 'Reply 30']) expect(content.split('\n')).toContain(text)
    expect(written.get(calm.id)!.payload).toMatchObject({ CaseComments: null, Feeds: [] })
    expect(JSON.stringify(documents)).not.toMatch(/nextRecordsUrl|"attributes"/)
  })

  test('one file on two records is one document with both of them; a file on none is left out (T22)', async () => {
    const journey = await openJourney({
      ownProcesses: false,
      settings: 'standard_objects_to_sync: [Account, Case]\nfiles: index\n',
    })
    const { store } = journey.sandbox
    const account = store.insert('Account', { Name: 'Acme' })
    const support = store.insert('Case', { Subject: 'Broken' })
    const shared = insertFile('manual.txt', support.id)
    store.insert('ContentDocumentLink', { ContentDocumentId: shared, LinkedEntityId: account.id, ShareType: 'V' })
    const single = insertFile('invoice.txt', account.id)
    insertFile('private.txt')
    const { code, documents } = await journey.sync()

    expect(code).toBe(0)
    const files = documents.filter(({ type }) => type === 'content_document')
    expect(files.map(({ id }) => id).toSorted()).toEqual([shared, single].toSorted())
    expect(files.find(({ id }) => id === shared)).toMatchObject({
      title: 'manual.txt',
      metadata: { linked_ids: [account.id, support.id].toSorted() },
    })
    expect(files.find(({ id }) => id === single)).toMatchObject({ metadata: { linked_ids: [account.id] } })

    function insertFile(path: string, place?: string): string {
      const values = { PathOnClient: path, FirstPublishLocationId: place }
      const version = store.insert('ContentVersion', values, { blob: Buffer.from(path) })
      return String(store.record(version.id)!.values['ContentDocumentId'])
    }
  })

  test('a downloaded file has its text, an empty one an empty one, one that is gone none (T23)', async () => {
    const journey = await openJourney({
      ownProcesses: false,
      settings: 'standard_objects_to_sync: [Account]\nfiles: download\n',
    })
    const { store } = journey.sandbox
    const account = store.insert('Account', { Name: 'Acme' })
    const at = { FirstPublishLocationId: account.id }
    store.insert('ContentVersion', { PathOnClient: 'full.txt', ...at }, { blob: Buffer.from('Pumpe läuft\nwieder') })
    store.insert('ContentVersion', { PathOnClient: 'empty.txt', ...at }, { blob: Buffer.alloc(0) })
    store.insert('ContentVersion', { PathOnClient: 'gone.txt', FileExtension: 'txt', ...at })
    const { code, documents, asked } = await journey.sync()

    expect(code).toBe(0)
    const files = documents.filter(({ type }) => type === 'content_document')
    const content = (title: string) => files.find((file) => 'title' in file && file.title === title)
    expect(content('full.txt')).toMatchObject({ content: 'Pumpe läuft\nwieder', size: 19 })
    expect(content('empty.txt')).toMatchObject({ content: '' })
    expect(content('gone.txt')).toBeDefined()
    expect(content('gone.txt')).not.toHaveProperty('content')
    expect(
      asked
        .filter(({ url }) => url.endsWith('/VersionData'))
        .map(({ status }) => status)
        .toSorted(),
    ).toEqual([200, 404])
  })

  test('feeds are asked for by at most 800 Ids a statement, and each item finds its case (T24)', async () => {
    const journey = await openJourney({ pageSize: 2000, settings: 'standard_objects_to_sync: [Case]\n' })
    journey.env['SF_EXTRACT_PAGE_SIZE'] = '2000'
    const { store } = journey.sandbox
    const cases = Array.from({ length: 830 }, (_, n) => store.insert('Case', { Subject: `Case ${n}` }))
    for (const [n, { id }] of cases.entries()) store.insert('FeedItem', { ParentId: id, Body: `About case ${n}` })
    const { code, documents, asked } = await journey.sync()

    expect(code).toBe(0)
    const written = records(documents, 'Case')
    expect(written).toHaveLength(830)
    for (const { title, payload } of written) {
      expect((payload['Feeds'] as Row[]).map(({ Body }) => Body)).toEqual([title.replace('Case', 'About case')])
    }
    const lists = statements(asked, 'CaseFeed').flatMap((soql) => /ParentId IN \(([^)]*)\)/.exec(soql)?.[1] ?? [])
    expect(lists.length).toBeGreaterThan(1)
    for (const list of lists) expect(list.split(',').length).toBeLessThanOrEqual(800)
    expect(Math.max(...journey.sandbox.log.entries().map(({ headBytes }) => headBytes))).toBeLessThanOrEqual(16_384)
  })
})
