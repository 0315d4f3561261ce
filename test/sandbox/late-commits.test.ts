import { describe, expect, it } from 'vitest'
import { openEmptyStore } from '../support/empty-store.js'
import { NOON } from '../support/stopped-sandbox-clock.js'

describe('a transaction that commits late', () => {
  it('shows its new record only then, with the stamp it was given', () => {
    const { store, clock } = openEmptyStore()
    const { id } = store.insert('Account', { Name: 'Late' }, { hiddenUntil: NOON + 5000 })
    expect(store.record(id)).toBeUndefined()
    expect([...store.rows('Account')]).toEqual([])
    clock.advance(5000)
    expect(store.record(id)?.systemModstampAt).toBe(NOON)
    expect([...store.rows('Account')]).toHaveLength(1)
  })

  it('shows the version before its update until then, to the lists of both parents too', () => {
    const { store, clock } = openEmptyStore()
    const [first, second] = [store.insert('Account', { Name: 'First' }), store.insert('Account', { Name: 'Second' })]
    const contact = store.insert('Contact', { LastName: 'Lee', AccountId: first.id })
    store.update(contact.id, { AccountId: second.id, LastName: 'Ray' }, { hiddenUntil: NOON + 5000 })
    expect(store.record(contact.id)?.values['LastName']).toBe('Lee')
    expect(store.childRows('Contact', 'AccountId', first.id)).toHaveLength(1)
    expect(store.childRows('Contact', 'AccountId', second.id)).toHaveLength(0)
    clock.advance(5000)
    expect([...store.rows('Contact')].map(({ values }) => values['LastName'])).toEqual(['Ray'])
    expect(store.childRows('Contact', 'AccountId', first.id)).toHaveLength(0)
    expect(store.childRows('Contact', 'AccountId', second.id)).toHaveLength(1)
  })

  it('hides all that follows from a new file', () => {
    const { store, clock } = openEmptyStore()
    const account = store.insert('Account', { Name: 'Acme' })
    const values = { PathOnClient: 'Late.txt', FirstPublishLocationId: account.id }
    store.insert('ContentVersion', values, { blob: Buffer.from('x'), hiddenUntil: NOON + 5000 })
    expect([...store.rows('ContentDocument'), ...store.rows('ContentVersion')]).toEqual([])
    expect(store.childRows('ContentDocumentLink', 'LinkedEntityId', account.id)).toEqual([])
    clock.advance(5000)
    expect([...store.rows('ContentDocument'), ...store.rows('ContentVersion')]).toHaveLength(2)
    expect(store.childRows('ContentDocumentLink', 'LinkedEntityId', account.id)).toHaveLength(1)
  })

  it('hides the new version of a file and the count of a new feed comment', () => {
    const { store, clock } = openEmptyStore()
    const late = { hiddenUntil: NOON + 5000 }
    const version = store.insert('ContentVersion', { PathOnClient: 'A.txt' }, { blob: Buffer.from('one') })
    const documentId = String(version.values['ContentDocumentId'])
    store.insert(
      'ContentVersion',
      { ContentDocumentId: documentId, PathOnClient: 'B.txt' },
      { blob: Buffer.from('two'), ...late },
    )
    const item = store.insert('FeedItem', { ParentId: store.insert('Case', {}).id, Body: 'Hello' })
    store.insert('FeedComment', { FeedItemId: item.id, CommentBody: 'Hi' }, late)
    const seen = () => [
      store.record(documentId)?.values['Title'],
      store.record(version.id)?.values['IsLatest'],
      store.record(item.id)?.values['CommentCount'],
    ]
    expect(seen()).toEqual(['A', true, 0])
    clock.advance(5000)
    expect(seen()).toEqual(['B', false, 1])
  })

  it('is in view at once where another write follows before it committed', () => {
    const { store } = openEmptyStore()
    const { id } = store.insert('Account', { Name: 'Acme' })
    store.update(id, { Name: 'Late' }, { hiddenUntil: NOON + 5000 })
    store.update(id, { Rating: 'Hot' })
    expect(store.record(id)?.values).toMatchObject({ Name: 'Late', Rating: 'Hot' })
  })
})
