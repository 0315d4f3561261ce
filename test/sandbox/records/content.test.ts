import { describe, expect, it } from 'vitest'
import { openEmptyStore } from '../../support/empty-store.js'
import { NOON } from '../../support/stopped-sandbox-clock.js'

describe('a file', () => {
  it('comes into being with its first version, linked to its owner and to where it was published', () => {
    const { store } = openEmptyStore()
    const kase = store.insert('Case', { Subject: 'Leak' })
    const version = store.insert(
      'ContentVersion',
      { PathOnClient: 'Photos/Pump one.PNG', FirstPublishLocationId: kase.id },
      { blob: Buffer.from('four') },
    )
    expect(version.values).toMatchObject({
      Title: 'Photos/Pump one',
      FileExtension: 'png',
      FileType: 'PNG',
      ContentSize: 4,
      VersionNumber: '1',
      IsLatest: true,
      Checksum: '8cbad96aced40b3838dd9f07f6ef5772',
    })
    const documentId = String(version.values['ContentDocumentId'])
    expect(store.record(documentId)?.values).toMatchObject({
      Title: 'Photos/Pump one',
      FileExtension: 'png',
      ContentSize: 4,
      LatestPublishedVersionId: version.id,
    })
    const links = store.childRows('ContentDocumentLink', 'ContentDocumentId', documentId)
    expect(links.map(({ values }) => [values['LinkedEntityId'], values['ShareType']])).toEqual([
      [version.values['OwnerId'], 'I'],
      [kase.id, 'V'],
    ])
    expect(store.blob(version.id)?.toString()).toBe('four')
  })

  it('shows its next version in the document, whose stamps move', () => {
    const { store, clock } = openEmptyStore()
    const first = store.insert('ContentVersion', { PathOnClient: 'Offer.docx' }, { blob: Buffer.from('one') })
    const documentId = String(first.values['ContentDocumentId'])
    clock.advance(10_000)
    const second = store.insert(
      'ContentVersion',
      { ContentDocumentId: documentId, PathOnClient: 'Offer 2.pdf' },
      { blob: Buffer.from('second') },
    )
    expect(second.values).toMatchObject({ VersionNumber: '2', IsLatest: true })
    expect(store.record(first.id)?.values['IsLatest']).toBe(false)
    expect(store.record(documentId)).toMatchObject({
      createdAt: NOON,
      lastModifiedAt: NOON + 10_000,
      systemModstampAt: NOON + 10_000,
      values: { Title: 'Offer 2', FileType: 'PDF', ContentSize: 6, LatestPublishedVersionId: second.id },
    })
    expect(store.childRows('ContentDocumentLink', 'ContentDocumentId', documentId)).toHaveLength(1)
  })

  it("moves its document's SystemModstamp, and no record's stamp, with a new link", () => {
    const { store, clock } = openEmptyStore()
    const account = store.insert('Account', { Name: 'Acme' })
    const version = store.insert('ContentVersion', { PathOnClient: 'A.txt' }, { blob: Buffer.from('a') })
    const documentId = String(version.values['ContentDocumentId'])
    clock.advance(10_000)
    store.insert('ContentDocumentLink', { ContentDocumentId: documentId, LinkedEntityId: account.id, ShareType: 'V' })
    expect(store.record(documentId)).toMatchObject({ lastModifiedAt: NOON, systemModstampAt: NOON + 10_000 })
    expect(store.record(account.id)?.systemModstampAt).toBe(NOON)
  })

  it('takes its bytes as base64 too, and none where it is a link', () => {
    const { store } = openEmptyStore()
    const text = store.insert('ContentVersion', {
      PathOnClient: 'A.txt',
      VersionData: Buffer.from('héllo').toString('base64'),
    })
    expect(store.blob(text.id)?.toString()).toBe('héllo')
    expect(text.values).not.toHaveProperty('VersionData')
    const link = store.insert('ContentVersion', { Title: 'Prices v1.2', ContentUrl: 'https://intranet.example/prices' })
    expect(link.values).toMatchObject({
      FileType: 'LINK',
      FileExtension: null,
      ContentSize: null,
      Title: 'Prices v1.2',
    })
    expect(store.blob(link.id)).toBeUndefined()
  })

  it('has no extension where its name has none, and may be empty', () => {
    const { store } = openEmptyStore()
    const readme = store.insert('ContentVersion', { PathOnClient: 'README' }, { blob: Buffer.alloc(0) })
    expect(readme.values).toMatchObject({ Title: 'README', FileExtension: null, FileType: 'UNKNOWN', ContentSize: 0 })
    expect(store.blob(readme.id)).toHaveLength(0)
  })

  it('is refused a version or a link where the document is not there or deleted', () => {
    const { store } = openEmptyStore()
    const account = store.insert('Account', { Name: 'Acme' })
    const first = store.insert('ContentVersion', { PathOnClient: 'A.txt' }, { blob: Buffer.from('a') })
    const gone = String(first.values['ContentDocumentId'])
    store.delete(gone)
    for (const ContentDocumentId of ['0695g0000000099AAA', gone]) {
      const message = `There is no ContentDocument ${ContentDocumentId}`
      expect(() => store.insert('ContentVersion', { ContentDocumentId, PathOnClient: 'A.txt' })).toThrow(message)
      const link = { ContentDocumentId, LinkedEntityId: account.id }
      expect(() => store.insert('ContentDocumentLink', link)).toThrow(message)
    }
    expect([...store.rows('ContentVersion')]).toHaveLength(1)
    expect(store.childRows('ContentDocumentLink', 'LinkedEntityId', account.id)).toEqual([])
  })
})
