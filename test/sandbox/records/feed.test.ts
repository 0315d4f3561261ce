import { describe, expect, it } from 'vitest'
import { openEmptyStore } from '../../support/empty-store.js'
import { NOON } from '../../support/stopped-sandbox-clock.js'

describe('a feed', () => {
  it('shows the feed items of its own kind of parent, each the same record as the FeedItem', () => {
    const { store } = openEmptyStore()
    const kase = store.insert('Case', { Subject: 'Leak' })
    const account = store.insert('Account', { Name: 'Acme' })
    const onCase = store.insert('FeedItem', { ParentId: kase.id, Body: 'On the case' })
    const onAccount = store.insert('FeedItem', { ParentId: account.id, Body: 'On the account' })
    expect([...store.rows('CaseFeed')]).toEqual([{ ...onCase, sobject: 'CaseFeed' }])
    expect([...store.rows('AccountFeed')]).toEqual([{ ...onAccount, sobject: 'AccountFeed' }])
    expect([...store.rows('FeedItem')]).toEqual([onCase, onAccount])
    expect(store.childRows('CaseFeed', 'ParentId', kase.id)).toEqual([{ ...onCase, sobject: 'CaseFeed' }])
    expect(store.record(onCase.id)?.sobject).toBe('FeedItem')
  })

  it('takes a new item under its own name', () => {
    const { store } = openEmptyStore()
    const kase = store.insert('Case', {})
    expect(store.insert('casefeed', { ParentId: kase.id, Type: 'CallLogPost' }).id).toMatch(/^0D5/)
    expect([...store.rows('CaseFeed')]).toHaveLength(1)
  })

  it("counts comments; a new one moves the item's stamps, a deleted one does not, and the case's never move", () => {
    const { store, clock } = openEmptyStore()
    const kase = store.insert('Case', {})
    const item = store.insert('FeedItem', { ParentId: kase.id, Body: 'Post' })
    clock.advance(10_000)
    const comment = store.insert('FeedComment', { FeedItemId: item.id, CommentBody: 'Reply' })
    expect(comment.values['ParentId']).toBe(kase.id)
    expect(store.record(item.id)).toMatchObject({
      lastModifiedAt: NOON + 10_000,
      systemModstampAt: NOON + 10_000,
      values: { CommentCount: 1 },
    })
    clock.advance(10_000)
    store.delete(comment.id)
    expect(store.record(item.id)).toMatchObject({ lastModifiedAt: NOON + 10_000, values: { CommentCount: 0 } })
    store.undelete(comment.id)
    expect(store.record(item.id)?.values['CommentCount']).toBe(1)
    expect(store.record(kase.id)?.systemModstampAt).toBe(NOON)
  })

  it('notes an edit of a post and of a comment', () => {
    const { store, clock } = openEmptyStore()
    const item = store.insert('FeedItem', { ParentId: store.insert('Case', {}).id, Body: 'Post' })
    clock.advance(10_000)
    expect(store.update(item.id, { LikeCount: 3 }).values).toMatchObject({ Revision: 1 })
    expect(store.update(item.id, { Body: 'Edited' }).values).toMatchObject({ Revision: 2, LastEditDate: NOON + 10_000 })
  })
})

describe('what hangs on a case', () => {
  it("leaves the case's stamps alone", () => {
    const { store, clock } = openEmptyStore()
    const kase = store.insert('Case', {})
    clock.advance(10_000)
    store.insert('CaseComment', { ParentId: kase.id, CommentBody: 'One' })
    store.insert('EmailMessage', { ParentId: kase.id, Subject: 'Two' })
    store.insert('FeedItem', { ParentId: kase.id, Body: 'Three' })
    expect(store.record(kase.id)).toMatchObject({ lastModifiedAt: NOON, systemModstampAt: NOON })
  })
})
