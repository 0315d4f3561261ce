import { describe, expect, it } from 'vitest'
import { renderDescribe, renderGlobal } from '../../../src/sandbox/describes/describe-body.js'
import { buildSchemas } from '../../../src/sandbox/schema/schema.js'

type Row = Record<string, unknown> & { name: string }

const schemas = buildSchemas(0, ['big-object', 'external-object', 'person-accounts', 'state-codes'])
const described = (name: string) => {
  const schema = schemas.find((one) => one.name === name)!
  return renderDescribe(schema, {
    version: '62.0',
    base: '/services/data/v62.0',
    url: 'https://org.example',
  }) as Row & { fields: Row[]; childRelationships: Row[] }
}
const field = (sobject: string, name: string) => described(sobject).fields.find((one) => one.name === name)!
/** The names of the fields whose flag is as asked. */
const named = (sobject: string, flag: string, value: unknown) =>
  described(sobject)
    .fields.filter((one) => one[flag] === value)
    .map(({ name }) => name)
const child = (sobject: string, childSObject: string, name: string) =>
  described(sobject).childRelationships.find((one) => one['childSObject'] === childSObject && one['field'] === name)

describe('a describe says of fields', () => {
  it('what rows are not filtered, sorted, grouped or aggregated by', () => {
    expect(named('Task', 'filterable', false)).toEqual(['Description'])
    expect(named('Task', 'sortable', false)).toEqual(['Description'])
    expect(named('Task', 'groupable', false)).toEqual([
      'Subject',
      'Description',
      'CreatedDate',
      'LastModifiedDate',
      'SystemModstamp',
      'ReminderDateTime',
      'CompletedDateTime',
    ])
    expect(named('EmailMessage', 'filterable', false)).toEqual(['TextBody', 'HtmlBody', 'Headers'])
    expect(named('CaseHistory', 'filterable', false)).toEqual(['OldValue', 'NewValue'])
    expect(named('CaseHistory', 'sortable', false)).toEqual([])
    expect(named('CaseFeed', 'filterable', false)).toEqual([
      'Title',
      'Body',
      'LinkUrl',
      'RelatedRecordId',
      'InsertedById',
    ])
  })

  it('what aggregate functions take: no field of FeedItem, most of the feed of a parent, no due date', () => {
    expect(named('FeedItem', 'aggregatable', true)).toEqual([])
    expect(named('CaseFeed', 'aggregatable', false)).toEqual(['IsDeleted', 'Body', 'IsRichText'])
    expect([field('Task', 'ActivityDate'), field('Event', 'EndDate')].map((one) => one['aggregatable'])).toEqual([
      false,
      true,
    ])
  })

  it.each([
    ['Attachment', ['BodyLength'], ['ParentId']],
    ['CampaignMember', ['HasResponded', 'Name', 'Email', 'LeadOrContactId'], ['CampaignId', 'ContactId', 'LeadId']],
    ['CaseComment', [], ['ParentId']],
    ['ContentVersion', ['Checksum', 'ContentSize', 'IsLatest', 'VersionNumber'], ['ContentDocumentId', 'PathOnClient']],
    ['EmailMessage', ['HasAttachment'], ['ActivityId', 'Incoming', 'ParentId']],
    ['Event', ['AccountId', 'EndDate', 'IsArchived', 'IsChild'], ['EventSubtype', 'IsRecurrence']],
    ['Group', ['OwnerId', 'RelatedId'], ['Type']],
    ['Task', ['AccountId', 'CompletedDateTime', 'IsClosed', 'IsHighPriority'], ['IsRecurrence', 'TaskSubtype']],
  ])('what of %s the org sets itself, and what is set once', (sobject, byOrg, once) => {
    const writes = (name: string) => [field(sobject, name)['createable'], field(sobject, name)['updateable']]
    expect(byOrg.map(writes)).toEqual(byOrg.map(() => [false, false]))
    expect(once.map(writes)).toEqual(once.map(() => [true, false]))
  })

  it('what stands in them from the start, and how users see it', () => {
    expect(field('Task', 'Priority')).toMatchObject({ defaultedOnCreate: true, defaultValue: 'Normal' })
    expect(field('Task', 'Priority')['picklistValues']).toContainEqual(
      expect.objectContaining({ value: 'Normal', defaultValue: true }),
    )
    expect(field('ContentDocument', 'SharingPrivacy')).toMatchObject({ defaultValue: 'N', restrictedPicklist: true })
    expect(field('EmailMessage', 'Status')['picklistValues']).toContainEqual(
      expect.objectContaining({ value: '3', label: 'Sent' }),
    )
    expect(field('Account', 'BillingCountryCode')['picklistValues']).toContainEqual(
      expect.objectContaining({ value: 'DE', label: 'Germany' }),
    )
    expect(field('Task', 'Subject')['picklistValues']).toHaveLength(4)
  })
})

describe('a describe says of custom fields and objects', () => {
  it('who may be kept from them, what the org counts, and what belongs to a master', () => {
    expect(field('Invoice__c', 'Disputed__c')).toMatchObject({ permissionable: true, defaultValue: false })
    expect(field('Invoice__c', 'Open__c')).toMatchObject({
      calculated: true,
      createable: false,
      defaultValue: null,
      permissionable: true,
      calculatedFormula: expect.stringContaining('ISPICKVAL'),
    })
    expect(field('Invoice__c', 'Name')).toMatchObject({ autoNumber: true, createable: false, updateable: false })
    expect(field('Invoice__c', 'Account__c')).toMatchObject({
      cascadeDelete: true,
      relationshipOrder: 0,
      createable: true,
      updateable: false,
      permissionable: false,
    })
    expect(field('Project__c', 'Contact_Email__c')['idLookup']).toBe(false)
    expect(field('Project__c', 'Regions__c')).toMatchObject({ length: 4099, byteLength: 4099, precision: 4 })
  })

  it('that big objects are filtered by their index, and external ones are read alone', () => {
    expect(named('Sensor_Reading__b', 'filterable', true)).toEqual(['Id', 'Account__c', 'Measured__c'])
    expect(named('Sensor_Reading__b', 'groupable', true)).toEqual([])
    expect(described('Sensor_Reading__b')).toMatchObject({ layoutable: false, mruEnabled: false, triggerable: false })
    expect(named('Erp_Order__x', 'aggregatable', true)).toEqual([])
    expect(described('Erp_Order__x')).toMatchObject({ createable: false, updateable: false, deletable: false })
  })
})

describe('a describe lists', () => {
  it('the children of an object, and what happens to them when it is deleted', () => {
    expect(child('EmailMessage', 'Case', 'SourceId')).toMatchObject({ relationshipName: 'Cases', cascadeDelete: false })
    expect(child('EmailMessage', 'ContentDocumentLink', 'LinkedEntityId')).toMatchObject({
      junctionIdListNames: ['ContentDocumentIds'],
      junctionReferenceTo: ['ContentDocument'],
    })
    expect(child('FeedComment', 'FeedComment', 'ThreadParentId')).toMatchObject({
      relationshipName: 'FeedThreadedComments',
      cascadeDelete: true,
    })
    expect(child('FeedComment', 'CaseFeed', 'BestCommentId')).toMatchObject({ cascadeDelete: false })
    expect(child('User', 'ActivityHistory', 'OwnerId')).toMatchObject({ cascadeDelete: false })
    expect(child('Opportunity', 'OpportunityHistory', 'OpportunityId')).toMatchObject({ cascadeDelete: true })
    expect(child('Account', 'Account', 'MasterRecordId')).toBeUndefined()
    expect(child('Account', 'OpenActivity', 'WhatId')).toBeUndefined()
  })

  it('what points to the contact of an account that is a person, but for what is the contact’s own', () => {
    expect(child('Account', 'Lead', 'ConvertedContactId')).toMatchObject({ relationshipName: null })
    expect(child('Account', 'Case', 'ContactId')).toMatchObject({ relationshipName: 'PersonCases' })
    expect(child('Account', 'ContactHistory', 'ContactId')).toBeUndefined()
  })

  it('in a change event what the record has, and a header, but no deletion mark and no stamp of the system', () => {
    const names = described('CaseChangeEvent').fields.map(({ name }) => name)
    expect(names.slice(0, 3)).toEqual(['Id', 'ReplayId', 'ChangeEventHeader'])
    expect(names).toEqual(expect.arrayContaining(['Subject', 'ContactId', 'Product__c', 'LastModifiedDate']))
    expect(names.filter((name) => /IsDeleted|SystemModstamp|MasterRecordId/.test(name))).toEqual([])
    expect(child('Contact', 'CaseChangeEvent', 'ContactId')).toMatchObject({ relationshipName: null })
  })
})

describe('the list of objects', () => {
  const listed = renderGlobal([...schemas], { version: '62.0', base: '/services/data/v62.0' }).sobjects
  const withFlag = (flag: string) => listed.filter((one) => (one as Row)[flag] && !one.custom).map(({ name }) => name)

  it('says what is merged over the API, and whose feeds are tracked', () => {
    expect(withFlag('mergeable')).toEqual(['Account', 'Contact', 'DandBCompany', 'Individual', 'Lead'])
    expect(withFlag('feedEnabled')).toEqual([
      'Account',
      'Case',
      'Contact',
      'ContentDocument',
      'Lead',
      'Opportunity',
      'User',
    ])
  })

  it('tells what comes with another object from what only sounds like it', () => {
    const kinds = new Map(listed.map((one) => [one.name, (one as Row)['associateEntityType']]))
    expect(['AccountHistory', 'OpportunityHistory', 'ActivityHistory'].map((name) => kinds.get(name))).toEqual([
      'History',
      null,
      null,
    ])
  })

  it.each([
    ['Account', ['approvalLayouts', 'compactLayouts', 'layouts', 'listviews', 'quickActions']],
    ['Task', ['compactLayouts', 'layouts', 'quickActions']],
    ['CaseComment', ['layouts']],
    ['Attachment', []],
  ])('has of the layouts of %s the addresses %j', (name, kinds) => {
    const urls = Object.keys(listed.find((one) => one.name === name)!.urls)
    expect(urls.filter((kind) => !['describe', 'rowTemplate', 'sobject'].includes(kind)).toSorted()).toEqual(kinds)
  })
})
