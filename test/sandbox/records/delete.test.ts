import { describe, expect, it } from 'vitest'
import type { Store } from '../../../src/sandbox/terms.js'
import { openEmptyStore } from '../../support/empty-store.js'
import { NOON } from '../../support/stopped-sandbox-clock.js'

describe('a delete', () => {
  it('moves SystemModstamp alone and keeps the record, marked', () => {
    const { store, clock } = openEmptyStore()
    const { id } = store.insert('Lead', { LastName: 'Lee', Company: 'Acme' })
    clock.advance(10_000)
    store.delete(id)
    expect([...store.rows('Lead')]).toMatchObject([
      { id, isDeleted: true, lastModifiedAt: NOON, systemModstampAt: NOON + 10_000 },
    ])
  })

  it('takes comments, mails, feed and file links of a case along, and the undelete brings the same back', () => {
    const { store, clock } = openEmptyStore()
    const kase = caseWithChildren(store)
    const earlier = store.childRows('CaseComment', 'ParentId', kase)[0]!
    store.delete(earlier.id)
    clock.advance(10_000)
    store.delete(kase)
    expect(liveChildren(store, kase)).toEqual([0, 0, 0, 0, 0])
    clock.advance(10_000)
    store.undelete(kase)
    expect(liveChildren(store, kase)).toEqual([1, 1, 1, 1, 1])
    expect(store.record(earlier.id)?.isDeleted).toBe(true)
    expect(store.record(kase)).toMatchObject({
      isDeleted: false,
      lastModifiedAt: NOON,
      systemModstampAt: NOON + 20_000,
    })
  })

  it('takes contacts, opportunities and invoices of an account along, and what hangs on those', () => {
    const { store } = openEmptyStore()
    const account = store.insert('Account', { Name: 'Acme' })
    const contact = store.insert('Contact', { LastName: 'Lee', AccountId: account.id })
    const deal = store.insert('Opportunity', { Name: 'Deal', AccountId: account.id })
    const invoice = store.insert('Invoice__c', { Account__c: account.id })
    const post = store.insert('FeedItem', { ParentId: contact.id, Body: 'Hi' })
    const kase = store.insert('Case', { AccountId: account.id })
    store.delete(account.id)
    expect([contact, deal, invoice, post].map(({ id }) => store.record(id)?.isDeleted)).toEqual([
      true,
      true,
      true,
      true,
    ])
    expect(store.record(kase.id)).toMatchObject({ isDeleted: false, values: { AccountId: account.id } })
  })

  it('takes versions and links of a document along', () => {
    const { store } = openEmptyStore()
    const account = store.insert('Account', { Name: 'Acme' })
    const version = store.insert(
      'ContentVersion',
      { PathOnClient: 'A.txt', FirstPublishLocationId: account.id },
      { blob: Buffer.from('a') },
    )
    store.delete(String(version.values['ContentDocumentId']))
    expect(store.record(version.id)?.isDeleted).toBe(true)
    expect(store.childRows('ContentDocumentLink', 'LinkedEntityId', account.id)[0]?.isDeleted).toBe(true)
  })

  it('is refused for a user, twice, and of what is not there; an undelete of a live record and an update of a dead one too', () => {
    const { store } = openEmptyStore()
    const { id } = store.insert('Account', { Name: 'Acme' })
    expect(() => store.delete([...store.rows('User')][1]!.id)).toThrow("A User can't be deleted")
    expect(() => store.undelete(id)).toThrow('entity is not in the recycle bin')
    store.delete(id)
    expect(() => store.delete(id)).toThrow('entity is deleted')
    expect(() => store.update(id, {})).toThrow('entity is deleted')
    expect(() => store.delete('0015g0000000099AAA')).toThrow('There is no record')
  })

  it('leaves nothing of a group, which has no recycle bin', () => {
    const { store } = openEmptyStore()
    const { id } = store.insert('Group', { Name: 'Temporary', Type: 'Regular' })
    store.delete(id)
    expect(store.record(id)).toBeUndefined()
  })
})

describe('a purge', () => {
  it('leaves nothing of the record, its children and their bytes', () => {
    const { store } = openEmptyStore()
    const kase = caseWithChildren(store)
    const document = [...store.rows('ContentDocument')][0]!
    const version = [...store.rows('ContentVersion')][0]!
    store.delete(kase)
    store.purge(kase)
    expect(store.record(kase)).toBeUndefined()
    expect([...store.rows('CaseComment'), ...store.rows('CaseFeed'), ...store.rows('EmailMessage')]).toEqual([])
    store.purge(document.id)
    expect([...store.rows('ContentDocument'), ...store.rows('ContentVersion')]).toEqual([])
    expect(store.blob(version.id)).toBeUndefined()
  })
})

function caseWithChildren(store: Store): string {
  const { id } = store.insert('Case', { Subject: 'Leak' })
  store.insert('CaseComment', { ParentId: id, CommentBody: 'One' })
  store.insert('CaseComment', { ParentId: id, CommentBody: 'Two' })
  store.insert('EmailMessage', { ParentId: id, Subject: 'Re: Leak' })
  const item = store.insert('FeedItem', { ParentId: id, Body: 'Post' })
  store.insert('FeedComment', { FeedItemId: item.id, CommentBody: 'Reply' })
  store.insert('ContentVersion', { PathOnClient: 'A.txt', FirstPublishLocationId: id }, { blob: Buffer.from('a') })
  return id
}

function liveChildren(store: Store, kase: string): number[] {
  const item = store.childRows('CaseFeed', 'ParentId', kase)[0]!
  return [
    store.childRows('CaseComment', 'ParentId', kase),
    store.childRows('EmailMessage', 'ParentId', kase),
    store.childRows('CaseFeed', 'ParentId', kase),
    store.childRows('FeedComment', 'FeedItemId', item.id),
    store.childRows('ContentDocumentLink', 'LinkedEntityId', kase),
  ].map((rows) => rows.filter(({ isDeleted }) => !isDeleted).length)
}
