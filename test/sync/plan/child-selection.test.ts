import { describe, expect, it } from 'vitest'
import type { SObjectDescribe } from '../../../src/terms.js'
import { buildSelection } from '../../../src/sync/plan/selection.js'
import { describeOf, watermarkFields } from '../../support/describe-of.js'

const caseDescribe = describeOf(
  'Case',
  `${watermarkFields} CaseNumber:string! Subject:string`,
  `CaseComments:CaseComment.ParentId EmailMessages:EmailMessage.ParentId
   ContentDocumentLinks:ContentDocumentLink.LinkedEntityId`,
)
const comment = describeOf(
  'CaseComment',
  `${watermarkFields} CommentBody:textarea IsPublished:boolean CreatedById:reference>CreatedBy/User`,
)

function childrenOf(parent: SObjectDescribe, known: SObjectDescribe[] = [], options = {}) {
  const selection = buildSelection({
    describe: parent,
    describeOf: (name) => known.find((one) => one.name === name),
    children: true,
    files: true,
    ...options,
  })
  const lists = selection.children.map((child) => child.list.text())
  return { ...selection, lists, names: selection.children.map((child) => child.relationship) }
}

describe('child lists', () => {
  it('hold what the child has, with Id and SystemModstamp, oldest first', () => {
    const { children, lists } = childrenOf(caseDescribe, [comment])
    const { list, byId, ...facts } = children[0]!
    const names = { relationship: 'CaseComments', childSObject: 'CaseComment', field: 'ParentId' }
    expect(facts).toEqual({ ...names, kind: 'child' })
    expect(lists[0]).toBe(
      'SELECT Id, CommentBody, IsPublished, CreatedDate, LastModifiedDate, SystemModstamp, ' +
        'CreatedBy.Id, CreatedBy.Name, CreatedBy.Email FROM CaseComments ORDER BY CreatedDate, Id',
    )
    expect(list.text()).toBe(lists[0])
    expect([byId!.list.orderBy('CreatedDate').orderBy('Id').text(), byId!.order]).toEqual([
      lists[0],
      ['CreatedDate', 'Id'],
    ])
  })

  it('may be read by Id where their rows say what their order is', () => {
    const account = describeOf('Account', 'Name:string!', 'Opportunities:Opportunity.AccountId')
    expect(childrenOf(account).children[0]).not.toHaveProperty('byId')
    const unaged = childrenOf(caseDescribe, [comment], { settings: { excludeFields: ['CaseComments.CreatedDate'] } })
    expect(unaged.children[0]).not.toHaveProperty('byId')
    const bare = describeOf('CaseComment', 'CommentBody:textarea SystemModstamp:datetime')
    expect(childrenOf(caseDescribe, [bare]).children[0]!.byId!.order).toEqual(['Id'])
  })

  it('hold the latest opportunity of an account', () => {
    const account = describeOf('Account', 'Name:string!', 'Opportunities:Opportunity.AccountId')
    expect(childrenOf(account).lists).toEqual([
      'SELECT Id, Name, StageName, CreatedDate, SystemModstamp FROM Opportunities ' +
        'ORDER BY CreatedDate DESC, Id DESC LIMIT 1',
    ])
  })

  it('hold the comments of a feed item', () => {
    const feed = describeOf('CaseFeed', 'ParentId:reference>Parent/Case', 'FeedComments:FeedComment.FeedItemId')
    const [list] = childrenOf(feed).lists
    expect(list).toMatch(/^SELECT Id, CommentBody, CommentType, .*FROM FeedComments ORDER BY CreatedDate, Id$/)
  })

  it('leave out fields the child has not, and do not order by them', () => {
    const bare = describeOf('CaseComment', 'CommentBody:textarea SystemModstamp:datetime')
    const { lists, missing } = childrenOf(caseDescribe, [bare])
    expect(lists[0]).toBe('SELECT Id, CommentBody, SystemModstamp FROM CaseComments ORDER BY Id')
    expect(missing).toContain('CaseComments.IsPublished')
  })

  it('are left out where the describe has no such relationship or the child can not be queried', () => {
    const { children, missing } = childrenOf(describeOf('Case', 'CaseNumber:string!'))
    expect(children).toEqual([])
    expect(missing).toEqual(expect.arrayContaining(['CaseComments', 'EmailMessages', 'ContentDocumentLinks']))
    const closed = childrenOf(caseDescribe, [{ ...comment, queryable: false }])
    expect(closed.names).toEqual(['EmailMessages', 'ContentDocumentLinks'])
    expect(closed.missing).toContain('CaseComments')
  })

  it('are switched off apart from files, and files apart from them', () => {
    expect(childrenOf(caseDescribe, [], { children: false }).names).toEqual(['ContentDocumentLinks'])
    expect(childrenOf(caseDescribe, [], { files: false }).names).toEqual(['CaseComments', 'EmailMessages'])
    const settings = { excludeFields: ['emailmessages'] }
    expect(childrenOf(caseDescribe, [], { settings }).names).toEqual(['CaseComments', 'ContentDocumentLinks'])
  })

  it('lose single fields by settings, never their stamp', () => {
    const excludeFields = ['CommentBody', 'CreatedBy', 'SystemModstamp'].map((name) => `CaseComments.${name}`)
    expect(childrenOf(caseDescribe, [comment], { settings: { excludeFields } }).lists[0]).toBe(
      'SELECT Id, IsPublished, CreatedDate, LastModifiedDate, SystemModstamp FROM CaseComments ' +
        'ORDER BY CreatedDate, Id',
    )
  })
})

function mailsOf(known: SObjectDescribe[], excludeFields: string[] = []) {
  const { children, missing } = childrenOf(caseDescribe, known, { settings: { excludeFields } })
  const found = children.find((child) => child.relationship === 'EmailMessages')!.htmlText
  return { found: found && { ...found, select: found.select.text() }, missing }
}

describe('a text that is read apart where it is HTML alone', () => {
  const htmlText = { plain: 'TextBody', html: 'HtmlBody' }
  const mail = describeOf('EmailMessage', `${watermarkFields} TextBody:textarea HtmlBody:textarea`)

  it('is the one of mails, where the org has both', () => {
    expect(mailsOf([mail]).found).toEqual({ ...htmlText, select: 'SELECT Id, HtmlBody FROM EmailMessage' })
    expect(mailsOf([mail]).missing).not.toContain('EmailMessages.HtmlBody')
  })

  it('is none, and missed, where the org does not show it', () => {
    const { found, missing } = mailsOf([describeOf('EmailMessage', `${watermarkFields} TextBody:textarea`)])
    expect(found).toBeUndefined()
    expect(missing).toContain('EmailMessages.HtmlBody')
  })

  it.each(['HtmlBody', 'TextBody'])('is none, and not missed, where the settings leave out %s', (field) => {
    const { found, missing } = mailsOf([mail], [`EmailMessages.${field}`])
    expect(found).toBeUndefined()
    expect(missing).not.toContain('EmailMessages.HtmlBody')
  })
})

describe('the files on a record', () => {
  const document = describeOf(
    'ContentDocument',
    `${watermarkFields} Title:string! FileExtension:string ContentSize:int OwnerId:reference>Owner/User
     LatestPublishedVersionId:reference>LatestPublishedVersion/ContentVersion`,
  )
  const link = describeOf(
    'ContentDocumentLink',
    'SystemModstamp:datetime ContentDocumentId:reference>ContentDocument/ContentDocument',
  )

  it('come with title, extension, size, owner and latest version, for file types worth searching', () => {
    const custom = describeOf('Invoice__c', 'Name:string!', 'ContentDocumentLinks:ContentDocumentLink.LinkedEntityId')
    const [text = ''] = childrenOf(custom, [document, link]).lists
    const selected = text.slice(0, text.indexOf(' FROM')).split(', ')
    for (const field of ['Title', 'FileExtension', 'ContentSize', 'Owner.Email', 'LatestPublishedVersion.Id']) {
      expect(selected).toContain(`ContentDocument.${field}`)
    }
    expect(text).toMatch(/ WHERE ContentDocument\.FileExtension IN \('txt',.*'pdf'.*'docx'.*\) ORDER BY Id$/)
    expect(text).not.toContain('ContentDocument.FileType')
  })

  it('are not narrowed by a file type the org does not show', () => {
    const hidden = { ...document, fields: document.fields.filter((field) => field.name !== 'FileExtension') }
    expect(childrenOf(caseDescribe, [hidden, link]).lists.at(-1)).not.toContain('WHERE')
  })

  it('are not missed on a custom object that can have none', () => {
    expect(childrenOf(describeOf('Invoice__c', 'Name:string!')).missing).toEqual([])
  })
})
