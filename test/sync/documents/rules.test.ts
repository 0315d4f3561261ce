import { describe, expect, it } from 'vitest'
import type { DocumentSettings } from '../../../src/config/values/document-fields.js'
import { buildContent } from '../../../src/sync/documents/content.js'
import { buildRules } from '../../../src/sync/documents/rules.js'
import { buildTags } from '../../../src/sync/documents/tags.js'
import { buildTitle } from '../../../src/sync/documents/title.js'
import type { Row, SObjectDescribe } from '../../../src/terms.js'
import { describeOf } from '../../support/describe-of.js'

const region = describeOf('Region__c', 'Name:string! Note__c:textarea Kinds__c:multipicklist Opened__c:datetime')
const invoice = describeOf(
  'Invoice__c',
  `Name:string! Terms__c:textarea Kinds__c:multipicklist Paid__c:boolean Due__c:datetime
   Region__c:reference>Region__r/Region__c OwnerId:reference>Owner/Group,User`,
)
const cases = describeOf('Case', 'CaseNumber:string! Subject:string Description:textarea')

function said(row: Row, sobject: SObjectDescribe, settings: DocumentSettings = {}) {
  const rules = buildRules(sobject, (name) => (name === 'Region__c' ? region : undefined), settings)
  return {
    title: buildTitle(row, rules.title),
    content: buildContent(row, rules.content),
    tags: buildTags(sobject.name, row, rules.tags),
  }
}

describe('settings of an object', () => {
  const row = {
    Id: 'a005g00000Xy3EFAAZ',
    Name: 'INV-1',
    Terms__c: '<p>Net <b>30</b></p>',
    Kinds__c: 'a;b',
    Paid__c: false,
    Due__c: '2026-01-05T09:30:11.000+0000',
    Region__r: {
      Name: 'North',
      Note__c: '<p>Cold</p>',
      Kinds__c: 'x;y',
      Opened__c: '2020-01-01T00:00:00.000+0000',
    },
    Owner: { Name: 'Ann' },
  }

  it('say what each kind of field holds, its own and those of its parents', () => {
    const content = [
      { field: 'terms__c' },
      { label: 'Kinds', field: 'Kinds__c' },
      { label: 'Paid', field: 'Paid__c' },
      { label: 'Due', field: 'Due__c' },
      { label: 'Nothing', field: 'Nope__c' },
      { label: 'Note', field: 'Region__r.Note__c' },
      { label: 'Opened', field: 'region__r.opened__c' },
      { label: 'Owner', field: 'Owner.Name' },
    ]
    expect(said(row, invoice, { content }).content).toBe(
      'Net 30\nKinds: a;b\nPaid: false\nDue: 2026-01-05T09:30:11.000Z\nNote: Cold\nOpened: 2020-01-01T00:00:00.000Z\n' +
        'Owner: Ann',
    )
  })

  it('make a tag of each choice, after the object', () => {
    const tags = [
      { field: 'Kinds__c', prefix: 'kind:' },
      { field: 'Region__r.Kinds__c' },
      { field: 'Paid__c', prefix: 'paid:' },
      { field: 'Nope__c', prefix: 'nope:' },
    ]
    expect(said(row, invoice, { tags }).tags).toEqual(['Invoice__c', 'kind:a', 'kind:b', 'x', 'y', 'paid:false'])
    expect(said(row, invoice, { tags: [] }).tags).toEqual(['Invoice__c'])
  })

  it('name the title, and the usual one follows where their fields hold nothing', () => {
    const title = ['Nope__c', 'Region__r.Note__c', 'Terms__c']
    expect(said(row, invoice, { title }).title).toBe('Cold')
    expect(said({ ...row, Region__r: null }, invoice, { title }).title).toBe('Net 30')
    expect(said({ Id: row.Id, Name: 'INV-1' }, invoice, { title }).title).toBe('INV-1')
    expect(said({ Id: row.Id }, invoice, { title }).title).toBe(row.Id)
    expect(said({ Id: '5', CaseNumber: '0001' }, cases, { title: ['Description'] }).title).toBe('0001')
  })

  it('leave alone the parts they do not name', () => {
    const usual = said(row, invoice)
    expect(said(row, invoice, { title: ['Terms__c'] })).toEqual({ ...usual, title: 'Net 30' })
    expect(said(row, invoice, { content: [{ field: 'Name' }] })).toEqual({ ...usual, content: 'INV-1' })
  })

  it('replace the lines of fields, not the conversation of a case', () => {
    const comments = { totalSize: 1, done: true, records: [{ CommentBody: 'Why?' }] }
    const aCase = { Id: '5', Subject: 'Help', Status: 'New', IsClosed: false, CaseComments: comments }
    expect(said(aCase, cases, { content: [{ label: 'About', field: 'Subject' }] }).content).toBe('About: Help\nWhy?')
    expect(said(aCase, cases, { content: [] }).content).toBe('Why?')
  })
})
