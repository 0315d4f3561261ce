import { describe, expect, it } from 'vitest'
import { buildSchemas } from '../../../src/sandbox/schema/schema.js'

const schemas = buildSchemas(0)
const schema = (name: string) => schemas.find((one) => one.name === name)!
const field = (sobject: string, name: string) => schema(sobject).fields.find((one) => one.name === name)

describe('the schema', () => {
  it('has each name, key prefix and field once, in the order of a describeGlobal', () => {
    const names = schemas.map(({ name }) => name)
    expect(names).toEqual([...new Set(names)].toSorted())
    const prefixes = schemas.flatMap(({ keyPrefix }) => keyPrefix ?? [])
    expect(prefixes).toEqual([...new Set(prefixes)])
    for (const { fields } of schemas) expect(new Set(fields.map(({ name }) => name)).size).toBe(fields.length)
  })

  it('refers only to sObjects there are, and lists each reference at its parent', () => {
    for (const { name, fields } of schemas) {
      for (const { name: fieldName, referenceTo = [] } of fields) {
        for (const parent of referenceTo) {
          expect(schema(parent)).toBeDefined()
          const isListed = schema(parent).children.some(
            (child) => child.childSObject === name && child.field === fieldName,
          )
          expect([parent, name, fieldName, isListed]).toEqual([
            parent,
            name,
            fieldName,
            !isUnlisted(parent, name, fieldName),
          ])
        }
      }
    }
    for (const { children } of schemas) {
      for (const child of children) expect(field(child.childSObject, child.field)?.name).toBe(child.field)
    }
  })

  it.each([
    ['Account', 'Contacts', 'Contact.AccountId'],
    ['Account', 'ChildAccounts', 'Account.ParentId'],
    ['Account', 'ContentDocumentLinks', 'ContentDocumentLink.LinkedEntityId'],
    ['Case', 'CaseComments', 'CaseComment.ParentId'],
    ['Case', 'EmailMessages', 'EmailMessage.ParentId'],
    ['Case', 'Feeds', 'CaseFeed.ParentId'],
    ['Case', null, 'FeedItem.ParentId'],
    ['CaseFeed', 'FeedComments', 'FeedComment.FeedItemId'],
    ['ContentDocument', 'ContentVersions', 'ContentVersion.ContentDocumentId'],
    ['Project__c', 'Invoices__r', 'Invoice__c.Project__c'],
  ])('reaches from %s by %s to %s', (parent, relationshipName, child) => {
    const [childSObject, fieldName] = child.split('.')
    expect(schema(parent).children).toContainEqual({ relationshipName, childSObject, field: fieldName })
  })

  it('gives each sObject the system fields it really has', () => {
    const all = 'CreatedDate LastModifiedDate LastModifiedById SystemModstamp IsDeleted'
    expect(systemFieldsOf('Account')).toBe(`${all} OwnerId MasterRecordId`)
    expect(systemFieldsOf('Opportunity')).toBe(`${all} OwnerId`)
    expect(systemFieldsOf('CaseComment')).toBe(all)
    expect(systemFieldsOf('CaseFeed')).toBe('CreatedDate LastModifiedDate SystemModstamp IsDeleted')
    expect(systemFieldsOf('FeedComment')).toBe('CreatedDate SystemModstamp IsDeleted')
    expect(systemFieldsOf('ContentDocumentLink')).toBe('SystemModstamp IsDeleted')
    expect(systemFieldsOf('User')).toBe('CreatedDate LastModifiedDate LastModifiedById SystemModstamp')
    expect(systemFieldsOf('CaseShare')).toBe('LastModifiedDate LastModifiedById IsDeleted')
    expect(systemFieldsOf('CaseHistory')).toBe('CreatedDate IsDeleted')
    expect(systemFieldsOf('Invoice__c')).toBe(all)
  })

  it('tells long text, compound fields and owners that may be queues', () => {
    expect(field('Case', 'Description')).toMatchObject({ type: 'textarea', filterable: false, sortable: false })
    expect(field('Account', 'BillingCity')?.compoundFieldName).toBe('BillingAddress')
    expect(field('Project__c', 'Site_Location__Latitude__s')?.compoundFieldName).toBe('Site_Location__c')
    expect(field('Case', 'OwnerId')).toMatchObject({ referenceTo: ['Group', 'User'], relationshipName: 'Owner' })
    expect(field('Account', 'OwnerId')?.referenceTo).toEqual(['User'])
  })

  it('lists what cannot be queried, and what is custom without being an object of records', () => {
    expect(schemas.filter(({ queryable }) => !queryable).map(({ name }) => name)).toContain('AccountChangeEvent')
    expect(schema('Routing_Settings__c')).toMatchObject({ custom: true, customSetting: true })
    expect(schema('Escalation_Rule__mdt')).toMatchObject({ custom: true, createable: false })
  })
})

/** A merge's survivor doesn't list what it took in, and an account has activities by their AccountId. */
function isUnlisted(parent: string, child: string, fieldName: string): boolean {
  const isOfActivities = parent === 'Account' && /^(?:ActivityHistory|OpenActivity)$/.test(child)
  return fieldName === 'MasterRecordId' || (isOfActivities && fieldName === 'WhatId')
}

function systemFieldsOf(name: string): string {
  return SYSTEM_FIELDS.filter((system) => field(name, system)).join(' ')
}

const SYSTEM_FIELDS = [
  'CreatedDate',
  'LastModifiedDate',
  'LastModifiedById',
  'SystemModstamp',
  'IsDeleted',
  'OwnerId',
  'MasterRecordId',
]
