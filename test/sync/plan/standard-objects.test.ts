import { describe, expect, it } from 'vitest'
import { buildDocument } from '../../../src/sync/documents/document.js'
import { buildRules } from '../../../src/sync/documents/rules.js'
import { childObjectsOf, isStandardObject } from '../../../src/sync/plan/standard-objects.js'
import { searchableFileTypes } from '../../../src/sync/plan/field-tables.js'
import { describeOf } from '../../support/describe-of.js'

function documentOf(sobject: string, row: Record<string, unknown>) {
  const sobjectDescribe = describeOf(sobject, sobject === 'Case' ? 'CaseNumber:string!' : 'Name:string!')
  return buildDocument(
    { Id: '0015g00000Xy3EFAAZ', ...row },
    {
      source: { type: 'connector', name: 'CRM', id: 'crm' },
      describe: sobjectDescribe,
      rules: buildRules(sobjectDescribe, () => undefined),
      isStandard: true,
      instanceUrl: 'https://mycompany.my.salesforce.com',
    },
  )
}

const list = (...records: Record<string, unknown>[]) => ({ totalSize: records.length, done: true, records })

describe('documents of the standard objects', () => {
  it('Account: description, website, type and billing address; type and rating as tags', () => {
    const address = { street: 'Hafengasse 1\r\nHof', city: 'Ulm', state: null, postalCode: '89073', country: 'Germany' }
    const row = { Name: 'Acme', Description: 'Anvils', Website: 'https://acme.example', Type: 'Customer' }
    const document = documentOf('Account', { ...row, Rating: 'Hot', BillingAddress: { ...address, latitude: null } })
    expect(document).toMatchObject({
      title: 'Acme',
      content:
        'Anvils\nWebsite: https://acme.example\nType: Customer\n' +
        'Billing Address: Hafengasse 1, Hof, Ulm, 89073, Germany',
      tags: ['Account', 'Customer', 'rating:Hot'],
      icon: 'account',
    })
  })

  it('Opportunity: description and stage; the stage as a tag', () => {
    const row = { Name: 'Big deal', Description: 'Soon', StageName: 'Closed Won', Amount: 12 }
    expect(documentOf('Opportunity', row)).toMatchObject({
      title: 'Big deal',
      content: 'Soon\nStage: Closed Won',
      tags: ['Opportunity', 'stage:Closed Won'],
      icon: 'opportunity',
    })
  })

  it('Contact: description, email, phone and title; the source as a tag', () => {
    const row = { Name: 'Bo Li', Description: 'Key', Email: 'bo@acme.example', Phone: '1', Title: 'CTO' }
    expect(documentOf('Contact', { ...row, LeadSource: 'Web' })).toMatchObject({
      title: 'Bo Li',
      content: 'Key\nEmail: bo@acme.example\nPhone: 1\nTitle: CTO',
      tags: ['Contact', 'source:Web'],
      icon: 'contact',
    })
  })

  it('Lead: description, company, email, phone and status; source and status as tags', () => {
    const row = { Description: 'Warm', Company: 'Acme', Email: 'c@acme.example', Phone: '2', Status: 'Open' }
    expect(documentOf('Lead', { Name: 'Cy', ...row, LeadSource: 'Web' })).toMatchObject({
      title: 'Cy',
      content: 'Warm\nCompany: Acme\nEmail: c@acme.example\nPhone: 2\nStatus: Open',
      tags: ['Lead', 'source:Web', 'status:Open'],
      icon: 'lead',
    })
  })

  it('Campaign: description, type, status and whether it is active; type and status as tags', () => {
    const row = { Name: 'Fair', Description: 'Booth', Type: 'Event', Status: 'Planned', IsActive: true }
    expect(documentOf('Campaign', row)).toMatchObject({
      title: 'Fair',
      content: 'Booth\nType: Event\nStatus: Planned\nActive Campaign',
      tags: ['Campaign', 'Event', 'status:Planned'],
      icon: 'campaign',
    })
    expect(documentOf('Campaign', { ...row, IsActive: false }).content).toBe('Booth\nType: Event\nStatus: Planned')
  })

  it('Case: description, number, status and state, then feed, comment and mail texts; status and state as tags', () => {
    const row = { CaseNumber: '00001', Subject: 'Router down', Description: 'No light', Status: 'New', IsClosed: false }
    const feeds = [
      { Body: '<p>Rich &amp; <b>bold</b></p>', IsRichText: true, FeedComments: list({ CommentBody: 'Seen' }) },
      { Title: 'A link', Body: 'See <here>', IsRichText: false, FeedComments: null },
    ]
    const mails = list({ Subject: 'Re: Router', TextBody: 'Still down' }, { Subject: null, TextBody: 'Hello?' })
    const comments = list({ CommentBody: 'On it' })
    const nested = { Feeds: feeds, CaseComments: comments, EmailMessages: mails }
    expect(documentOf('Case', { ...row, ...nested })).toMatchObject({
      title: 'Router down',
      content:
        'No light\nCase Number: 00001\nStatus: New\nState: Open\nRich & bold\nSeen\nA link\nSee <here>\nOn it\n' +
        'Re: Router\nStill down\nHello?',
      tags: ['Case', 'status:New', 'open'],
      icon: 'case',
    })
    const closed = documentOf('Case', { ...row, IsClosed: true, EmailMessages: null })
    expect(closed.content).toMatch(/\nState: Closed$/)
    expect(closed.tags).toEqual(['Case', 'status:New', 'closed'])
  })
})

describe('what is asked around an object', () => {
  it('are the describes of its children, files and feeds', () => {
    const files = ['ContentDocumentLink', 'ContentDocument']
    expect(childObjectsOf('Account')).toEqual(['Opportunity', ...files])
    expect(childObjectsOf('Case')).toEqual(['CaseComment', 'EmailMessage', ...files, 'CaseFeed', 'FeedComment'])
    expect(childObjectsOf('Invoice__c')).toEqual(files)
  })

  it('tells standard objects from custom ones by their suffix', () => {
    expect(['Account', 'OpportunityContactRole', 'Task'].every(isStandardObject)).toBe(true)
    expect(['Invoice__c', 'ns__Invoice__c', 'Rate__mdt', 'Order__x'].some(isStandardObject)).toBe(false)
  })

  it('lists searchable file types once, in a small part of a URL', () => {
    expect(new Set(searchableFileTypes).size).toBe(searchableFileTypes.length)
    expect(encodeURIComponent(searchableFileTypes.map((type) => `'${type}'`).join()).length).toBeLessThan(1000)
  })
})
