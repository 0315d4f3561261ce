import { describe, expect, it } from 'vitest'
import { openEmptyStore } from '../../support/empty-store.js'
import { NOON } from '../../support/stopped-sandbox-clock.js'

describe('a merge', () => {
  it('deletes the loser with the winner in MasterRecordId and keeps its children alive on the winner', () => {
    const { store, clock } = openEmptyStore()
    const [winner, loser] = [store.insert('Account', { Name: 'Acme' }), store.insert('Account', { Name: 'ACME Inc.' })]
    const children = [
      store.insert('Contact', { LastName: 'Lee', AccountId: loser.id }),
      store.insert('Opportunity', { Name: 'Deal', AccountId: loser.id }),
      store.insert('Case', { AccountId: loser.id }),
      store.insert('Invoice__c', { Account__c: loser.id }),
      store.insert('Account', { Name: 'Daughter', ParentId: loser.id }),
      store.insert('FeedItem', { ParentId: loser.id, Body: 'Hi' }),
    ]
    clock.advance(10_000)
    store.merge(winner.id, loser.id)
    expect(store.record(loser.id)).toMatchObject({
      isDeleted: true,
      lastModifiedAt: NOON,
      systemModstampAt: NOON + 10_000,
      values: { MasterRecordId: winner.id },
    })
    for (const child of children) {
      const moved = store.record(child.id)!
      expect(moved).toMatchObject({ isDeleted: false, lastModifiedAt: NOON + 10_000 })
      expect(Object.values(moved.values)).toContain(winner.id)
      expect(Object.values(moved.values)).not.toContain(loser.id)
    }
    expect(store.record(winner.id)?.lastModifiedAt).toBe(NOON + 10_000)
    expect(store.childRows('AccountFeed', 'ParentId', winner.id)).toHaveLength(1)
  })

  it('leaves a winner that hung on the loser without a parent', () => {
    const { store } = openEmptyStore()
    const loser = store.insert('Account', { Name: 'Acme' })
    const winner = store.insert('Account', { Name: 'Acme Daughter', ParentId: loser.id })
    store.merge(winner.id, loser.id)
    expect(store.record(winner.id)?.values['ParentId']).toBeNull()
  })

  it('moves the children of an sObject that was added later', () => {
    const { store } = openEmptyStore()
    const [winner, loser] = [store.insert('Account', { Name: 'Acme' }), store.insert('Account', { Name: 'ACME Inc.' })]
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
    const site = store.insert('Site__c', { Account__c: loser.id })
    store.merge(winner.id, loser.id)
    expect(store.record(site.id)?.values['Account__c']).toBe(winner.id)
  })

  it('can be undone for the loser, without its children', () => {
    const { store } = openEmptyStore()
    const [winner, loser] = [
      store.insert('Lead', { LastName: 'Lee', Company: 'A' }),
      store.insert('Lead', { LastName: 'Lee', Company: 'A' }),
    ]
    store.merge(winner.id, loser.id)
    expect(store.undelete(loser.id).values).not.toHaveProperty('MasterRecordId')
  })

  it('is refused for two of different sObjects, one that has no merge, one with itself and a deleted one', () => {
    const { store } = openEmptyStore()
    const account = store.insert('Account', { Name: 'Acme' })
    const contact = store.insert('Contact', { LastName: 'Lee' })
    const deals = [store.insert('Opportunity', { Name: 'A' }), store.insert('Opportunity', { Name: 'B' })]
    expect(() => store.merge(account.id, contact.id)).toThrow("can't be merged")
    expect(() => store.merge(deals[0]!.id, deals[1]!.id)).toThrow("can't be merged")
    expect(() => store.merge(account.id, account.id)).toThrow("can't be merged")
    const gone = store.delete(store.insert('Account', { Name: 'Gone' }).id)
    expect(() => store.merge(account.id, gone.id)).toThrow(`entity is deleted: ${gone.id}`)
  })
})
