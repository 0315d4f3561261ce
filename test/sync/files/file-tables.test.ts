import { describe, expect, test } from 'vitest'
import { fileTableOf } from '../../../src/sync/files/file-tables.js'

const attachments = fileTableOf('Attachment')!
const row = {
  Id: '00P5g00000Ab1CDAAZ',
  Name: 'Offer v1.2.PDF',
  ParentId: '0015g00000Xy3EFAAZ',
  BodyLength: 12,
  LastModifiedDate: '2026-01-06T09:30:11.000+0000',
  SystemModstamp: '2026-01-07T09:30:11.000+0000',
}

describe('an attachment', () => {
  test('has its extension in its name, its record in its row, and a version for each change of its bytes', () => {
    expect(attachments.read(row)).toEqual({
      title: 'Offer v1.2.PDF',
      extension: 'PDF',
      size: 12,
      recordIds: ['0015g00000Xy3EFAAZ'],
      stored: { version: '20260106093011000', blob: { sobject: 'Attachment', id: '00P5g00000Ab1CDAAZ' } },
    })
  })

  test.each([
    ['README', undefined],
    ['.pdf', undefined],
    ['Offer. The last one', undefined],
    ['archive.tar.gz', 'gz'],
    ['Brief.Größe', 'Größe'],
    [null, undefined],
  ])('called %s has the extension %s', (Name, extension) => {
    expect(attachments.read({ ...row, Name }).extension).toBe(extension)
  })

  test('is chosen by the end of its name, in which a wildcard is none', () => {
    expect(attachments.hasExtension(['pdf', 'a_b']).text).toBe(String.raw`Name LIKE '%.pdf' OR Name LIKE '%.a\_b'`)
  })
})

test('other sObjects have no table', () => {
  expect(fileTableOf('Account')).toBeUndefined()
})
