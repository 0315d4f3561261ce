import { describe, expect, it } from 'vitest'
import { ExtractError } from '../../../src/errors/extract-error.js'
import { buildFileDocument, type FileContext } from '../../../src/sync/files/file-document.js'
import { fileTableOf } from '../../../src/sync/files/file-tables.js'
import { describeOf, watermarkFields } from '../../support/describe-of.js'

const context: FileContext = {
  table: fileTableOf('ContentDocument')!,
  source: { type: 'connector', name: 'My Salesforce Data', id: 'crm' },
  describe: describeOf('ContentDocument', `${watermarkFields} Title:string! FileExtension:string ContentSize:int`),
  instanceUrl: 'https://mycompany.my.salesforce.com',
  links: [
    { id: '5005g00000Xy3EFAAZ', sobject: 'Case', isStandard: true },
    { id: '0015g00000Xy3EFAAZ', sobject: 'Account', isStandard: true },
    { id: '5005g00000Xy3EFAAZ', sobject: 'Case', isStandard: true },
  ],
}
const row = {
  attributes: { type: 'ContentDocument', url: '/x' },
  Id: '0695g00000Ab1CDAAZ',
  Title: 'Offer',
  FileExtension: 'PDF',
  ContentSize: 1234,
  Owner: { Id: '0055g00000Jk8OPAAZ', Name: 'Ann Lee' },
  CreatedDate: '2026-01-05T09:30:11.000+0000',
  LastModifiedDate: '2026-01-06T09:30:11.000+0000',
}

describe('the document of a file', () => {
  it('lies with the first record it hangs on and names them all, in the fixed order of keys', () => {
    expect(JSON.stringify(buildFileDocument(row, { ...context, content: { text: 'Dear …' } }))).toBe(
      '{"id":"0695g00000Ab1CDAAZ","source":{"type":"connector","name":"My Salesforce Data","id":"crm"},' +
        '"type":"content_document","category":"/Standard Objects/Account/",' +
        '"categories":["Standard Objects","Account"],"subcategory":"Account","title":"Offer.PDF",' +
        '"content":"Dear …","icon":"default","owner":{"username":"Ann Lee","userid":"0055g00000Jk8OPAAZ"},' +
        '"tags":["content_document","pdf"],"url":"https://mycompany.my.salesforce.com/0695g00000Ab1CDAAZ",' +
        '"size":1234,"created":"2026-01-05T09:30:11.000Z","updated":"2026-01-06T09:30:11.000Z",' +
        '"payload":{"Id":"0695g00000Ab1CDAAZ","ContentSize":1234,"CreatedDate":"2026-01-05T09:30:11.000+0000",' +
        '"FileExtension":"PDF","LastModifiedDate":"2026-01-06T09:30:11.000+0000",' +
        '"Owner":{"Id":"0055g00000Jk8OPAAZ","Name":"Ann Lee"},"Title":"Offer"},' +
        '"metadata":{"sobject_type":"ContentDocument","is_standard":true,' +
        '"linked_ids":["0015g00000Xy3EFAAZ","5005g00000Xy3EFAAZ"]},' +
        '"system":{"parent_path":"/Standard Objects/Account/"}}',
    )
  })

  it('does not repeat an extension people typed into the title, and does without one', () => {
    expect(buildFileDocument({ ...row, Title: 'Offer.pdf' }, context).title).toBe('Offer.pdf')
    const note = buildFileDocument({ ...row, FileExtension: null, ContentSize: null }, context)
    expect(note).toMatchObject({ title: 'Offer', tags: ['content_document'] })
    expect(note).not.toHaveProperty('size')
    expect(note).not.toHaveProperty('content')
    expect(buildFileDocument({ ...row, Title: null, FileExtension: null }, context).title).toBe('0695g00000Ab1CDAAZ')
  })

  it('keeps an empty text, which is not the same as none', () => {
    expect(buildFileDocument(row, { ...context, content: { text: '' } }).content).toBe('')
  })

  it('says where the file lies, that its text goes on, and why it has none', () => {
    const { metadata } = buildFileDocument(row, { ...context, content: { text: 'Dear', isCut: true, path: 'a/b.pdf' } })
    expect(metadata).toMatchObject({ file_path: 'a/b.pdf', content_cut: true })
    const errorOf = (error: unknown) =>
      buildFileDocument(row, { ...context, content: { error } }).metadata.content_error
    const locked = { code: 'FILE_LOCKED', message: 'it is protected by a password' }
    expect(errorOf(new ExtractError('FILE_LOCKED', locked.message))).toEqual(locked)
    expect(errorOf(new ExtractError('ORG_UNAVAILABLE', 'host:1 answered 503, tried 5 times'))).toEqual({
      code: 'ORG_UNAVAILABLE',
      message: 'The org did not give the file.',
    })
  })

  it('lies at the top where it hangs on nothing', () => {
    expect(buildFileDocument(row, { ...context, links: [] })).toMatchObject({
      category: '/',
      categories: [],
      subcategory: 'ContentDocument',
      metadata: { linked_ids: [] },
    })
  })

  it('is refused without an Id', () => {
    expect(() => buildFileDocument({}, context)).toThrow(expect.objectContaining({ code: 'BAD_ANSWER' }))
  })
})
