import { describe, expect, it } from 'vitest'
import { openEmptyStore } from '../../support/empty-store.js'
import { NOON } from '../../support/stopped-sandbox-clock.js'

describe('a change of the schema', () => {
  it('adds, replaces and takes away a field, and says when', () => {
    const { store, clock } = openEmptyStore()
    const fields = () => store.object('Account')!.fields.filter(({ name }) => name === 'Tier__c')
    expect(store.object('Account')!.changedAt).toBeLessThan(NOON)
    store.addField('account', { name: 'Tier__c', label: 'Tier', type: 'string' })
    expect(fields()).toEqual([{ name: 'Tier__c', label: 'Tier', type: 'string' }])
    expect(store.object('Account')!.changedAt).toBe(NOON)
    store.addField('Account', { name: 'Tier__c', label: 'Tier', type: 'string', visible: false })
    expect(fields()).toHaveLength(1)
    clock.advance(5000)
    store.removeField('Account', 'TIER__C')
    expect(fields()).toEqual([])
    expect(store.object('Account')!.changedAt).toBe(NOON + 5000)
    expect(() => store.insert('Account', { Tier__c: 'Gold' })).toThrow("No such column 'Tier__c'")
  })

  it('keeps the data of a field that is hidden from the user', () => {
    const { store } = openEmptyStore()
    store.addField('Account', { name: 'Tier__c', label: 'Tier', type: 'string', visible: false })
    expect(store.insert('Account', { Name: 'Acme', tier__c: 'Gold' }).values['Tier__c']).toBe('Gold')
  })

  it('adds an sObject, which takes records and is listed at its parents', () => {
    const { store } = openEmptyStore()
    store.addObject({
      name: 'Site__c',
      label: 'Site',
      labelPlural: 'Sites',
      keyPrefix: 'a07',
      custom: true,
      queryable: true,
      searchable: true,
      createable: true,
      updateable: true,
      deletable: true,
      children: [],
      changedAt: 0,
      fields: [{ name: 'Account__c', label: 'Account', type: 'reference', referenceTo: ['Account'] }],
    })
    const account = store.insert('Account', { Name: 'Acme' })
    const site = store.insert('site__c', { Account__c: account.id })
    expect(site.id).toMatch(/^a07/)
    expect(store.record(site.id)).toEqual(site)
    expect(store.object('Site__c')?.changedAt).toBe(NOON)
    expect(store.object('Account')?.children).toContainEqual({
      relationshipName: null,
      childSObject: 'Site__c',
      field: 'Account__c',
    })
  })

  it('takes the list of children away with the field that held them', () => {
    const { store } = openEmptyStore()
    const lists = () => store.object('Account')!.children.filter(({ childSObject }) => childSObject === 'Contact')
    expect(lists()).toContainEqual({ relationshipName: 'Contacts', childSObject: 'Contact', field: 'AccountId' })
    store.removeField('Contact', 'AccountId')
    expect(lists()).toEqual([])
  })

  it('refuses a key prefix that another sObject has, and a field that is not there', () => {
    const { store } = openEmptyStore()
    expect(() => store.addObject({ ...store.object('Project__c')!, name: 'Site__c' })).toThrow(
      'The key prefix a00 is that of Project__c',
    )
    expect(() => store.removeField('Account', 'Tier__c')).toThrow("No such column 'Tier__c'")
  })

  it('gives an added sObject the fields every custom object has, unless its own list has an Id', () => {
    const { store } = openEmptyStore()
    const facts = { label: 'Site', labelPlural: 'Sites', custom: true, queryable: true, searchable: true, changedAt: 0 }
    const access = { createable: true, updateable: true, deletable: true, children: [] }
    store.addObject({ name: 'Site__c', keyPrefix: 'a07', fields: [], ...facts, ...access })
    store.addObject({
      name: 'Log__c',
      keyPrefix: 'a08',
      fields: [{ name: 'Id', label: 'Record ID', type: 'id' }],
      ...facts,
      ...access,
    })
    const names = (sobject: string) => store.object(sobject)!.fields.map(({ name }) => name)
    expect(names('Site__c')).toEqual([
      'Id',
      'IsDeleted',
      'CreatedDate',
      'CreatedById',
      'LastModifiedDate',
      'LastModifiedById',
      'SystemModstamp',
    ])
    expect(names('Log__c')).toEqual(['Id'])
    expect(store.insert('Site__c', {}).values['CreatedById']).toBe('0055g0000000001AAA')
  })

  it('hides an sObject and the child lists that hold it, and shows them again with the data', () => {
    const { store } = openEmptyStore()
    const kase = store.insert('Case', {})
    store.insert('CaseComment', { ParentId: kase.id, CommentBody: 'x' })
    const lists = () =>
      store.object('Case')!.children.filter(({ childSObject }) => childSObject === 'CaseComment').length
    store.setObject('CaseComment', { hidden: true })
    expect(store.object('casecomment')).toBeUndefined()
    expect(store.objects().map(({ name }) => name)).not.toContain('CaseComment')
    expect(lists()).toBe(0)
    expect(store.object('Case')?.changedAt).toBe(NOON)
    store.setObject('CaseComment', { hidden: false })
    expect(lists()).toBe(1)
    expect([...store.rows('CaseComment')]).toHaveLength(1)
  })

  it('changes the label of an sObject and whether it can be queried', () => {
    const { store } = openEmptyStore()
    store.setObject('Lead', { queryable: false, label: 'Prospect' })
    expect(store.object('Lead')).toMatchObject({ queryable: false, label: 'Prospect', changedAt: NOON })
    expect(() => store.setObject('Nothing__c', { label: 'x' })).toThrow('The org has no sObject Nothing__c')
  })
})
