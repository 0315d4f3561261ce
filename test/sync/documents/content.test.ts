import { describe, expect, it } from 'vitest'
import { buildContent, everyTextRule } from '../../../src/sync/documents/content.js'
import { describeOf } from '../../support/describe-of.js'

const invoice = describeOf(
  'Invoice__c',
  `Name:string! Terms__c:textarea Mail__c:email Phone__c:phone Site__c:url Region__c:picklist Kinds__c:multipicklist
   Mood__c:combobox Billing__c:address Place__c:location Amount__c:currency Due__c:date Paid__c:boolean
   Account__c:reference>Account__r/Account`,
)

describe('the content of an object without rules of its own', () => {
  it('is every text field that holds something, under its label, in the order of the describe', () => {
    const row = {
      Account__c: '0015g00000Xy3EFAAZ',
      Billing__c: { city: 'Ulm', country: null, postalCode: '89073', state: null, street: 'Hafengasse 1' },
      Place__c: { latitude: 48.4, longitude: 10 },
      Amount__c: 12.5,
      Due__c: '2026-01-05',
      Paid__c: true,
      Kinds__c: 'a;b',
      Mood__c: 'fine',
      Site__c: 'https://x.example',
      Region__c: 'EU',
      Phone__c: '1',
      Mail__c: 'a@x.example',
      Terms__c: 'Net 30',
      Name: 'INV-1',
    }
    expect(buildContent(row, everyTextRule(invoice))).toBe(
      'Name: INV-1\nTerms: Net 30\nMail: a@x.example\nPhone: 1\nSite: https://x.example\nRegion: EU\nKinds: a;b\n' +
        'Mood: fine\nBilling: Hafengasse 1, Ulm, 89073',
    )
  })

  it('has no line for what holds nothing', () => {
    const row = { Name: null, Terms__c: ' \n', Billing__c: { city: null, street: null }, Site__c: undefined }
    expect(buildContent(row, everyTextRule(invoice))).toBe('')
  })

  it('reads rich text as plain, and only in fields that may be rich', () => {
    const row = { Name: '<p>x</p>', Terms__c: '<p>Net&nbsp;30</p><p>No &lt;tips&gt;</p>' }
    expect(buildContent(row, everyTextRule(invoice))).toBe('Name: <p>x</p>\nTerms: Net 30\nNo <tips>')
  })
})

describe('a field that holds HTML by its describe', () => {
  it('is read as such whatever it begins with: rich text typed into the old editor, a formula that makes a link', () => {
    const plain = describeOf('Invoice__c', 'Note__c:textarea Link__c:string')
    const rich = { ...plain, fields: plain.fields.map((field) => ({ ...field, htmlFormatted: true })) }
    const row = { Note__c: 'R&amp;D<br>says <b>no</b>', Link__c: '<a href="https://x.example">See &gt;</a>' }
    expect(buildContent(row, everyTextRule(rich))).toBe('Note: R&D\nsays no\nLink: See >')
    expect(buildContent(row, everyTextRule(plain))).toBe(`Note: ${row.Note__c}\nLink: ${row.Link__c}`)
  })
})

describe('lines of child lists', () => {
  it('are none where the list is missing, null or was not read', () => {
    const rules = [{ list: 'CaseComments', texts: ['CommentBody'] }]
    const rows = [{}, { CaseComments: null }, { CaseComments: 'x' }]
    expect(rows.map((row) => buildContent(row, rules))).toEqual(['', '', ''])
  })

  it('are read as HTML where the row says that its text is, its title never', () => {
    const rules = [{ list: 'Feeds', texts: ['Title', 'Body'], rich: 'Body' }]
    const item = { Title: 'How does <apex:page> context?', Body: '<p>It &amp; I</p>' }
    expect(buildContent({ Feeds: [{ ...item, IsRichText: true }] }, rules)).toBe(`${item.Title}\nIt & I`)
    expect(buildContent({ Feeds: [{ ...item, IsRichText: false }] }, rules)).toBe(`${item.Title}\n${item.Body}`)
  })
})
