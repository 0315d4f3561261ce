import { describe, expect, it } from 'vitest'
import { openEmptyStore } from '../support/empty-store.js'
import { NOON } from '../support/stopped-sandbox-clock.js'

describe('the store', () => {
  it('matches names without regard to case and keeps the cases of the describe', () => {
    const { store } = openEmptyStore()
    const { id } = store.insert('account', { NAME: 'Acme', billingcity: 'Bonn' })
    expect(store.object('ACCOUNT')?.name).toBe('Account')
    expect([...store.rows('aCCount')].map((row) => row.values)).toMatchObject([{ Name: 'Acme', BillingCity: 'Bonn' }])
    store.insert('Contact', { LastName: 'Lee', accountid: id })
    expect(store.childRows('contact', 'ACCOUNTID', id)).toHaveLength(1)
  })

  it('stamps an insert with the whole second of the clock', () => {
    const { store, clock } = openEmptyStore()
    clock.advance(1234)
    const record = store.insert('Account', { Name: 'Acme' })
    expect(record).toMatchObject({ createdAt: NOON + 1000, lastModifiedAt: NOON + 1000, systemModstampAt: NOON + 1000 })
    expect(store.insert('Account', { Name: 'Old' }, { at: NOON - 5000 }).createdAt).toBe(NOON - 5000)
  })

  it('takes created and modified stamps of a loader, and the system stamp apart from them', () => {
    const { store } = openEmptyStore()
    const migrated = store.insert('Account', { Name: 'Acme', LastModifiedDate: '2020-05-01T10:00:00.000Z' })
    expect(migrated.lastModifiedAt).toBe(Date.UTC(2020, 4, 1, 10))
    expect(migrated.systemModstampAt).toBe(NOON)
  })

  it('moves the stamps an update should move', () => {
    const { store, clock } = openEmptyStore()
    const { id } = store.insert('Account', { Name: 'Acme' })
    clock.advance(10_000)
    expect(store.update(id, { Rating: 'Hot' }, { touch: 'none' }).systemModstampAt).toBe(NOON)
    expect(store.update(id, { Rating: 'Warm' }, { touch: 'system' })).toMatchObject({
      lastModifiedAt: NOON,
      systemModstampAt: NOON + 10_000,
    })
    const updated = store.update(id, { Rating: 'Cold', CreatedById: '0055g0000000002AAA' })
    expect(updated).toMatchObject({ createdAt: NOON, lastModifiedAt: NOON + 10_000, systemModstampAt: NOON + 10_000 })
    expect(updated.values['CreatedById']).toBe('0055g0000000001AAA')
  })

  it('leaves a record somebody holds as it was when it was read', () => {
    const { store } = openEmptyStore()
    const before = store.insert('Account', { Name: 'Acme' })
    store.update(before.id, { Name: 'Acme & Sons' })
    expect(before.values['Name']).toBe('Acme')
    expect(store.record(before.id)?.values['Name']).toBe('Acme & Sons')
  })

  it('reads 15-character Ids and datetimes as text', () => {
    const { store } = openEmptyStore()
    const account = store.insert('Account', { Name: 'Acme' })
    const invoice = store.insert('Invoice__c', {
      Account__c: account.id.slice(0, 15),
      Sent__c: '2026-01-02T03:04:05.678+0000',
    })
    expect(invoice.values).toMatchObject({ Account__c: account.id, Sent__c: Date.UTC(2026, 0, 2, 3, 4, 5) })
    expect(store.record(account.id.slice(0, 15))?.id).toBe(account.id)
  })

  it.each([
    ['an unknown field', { Nmae: 'Acme' }, "No such column 'Nmae' on sobject of type Account"],
    ['an Id', { Id: '0015g0000000009AAA' }, 'Unable to create/update fields: Id'],
    ['a compound field', { BillingAddress: {} }, 'Unable to create/update fields: BillingAddress'],
    ['a datetime that is none', { CreatedDate: 'yesterday' }, 'CreatedDate: value not of required type: yesterday'],
  ])('refuses %s', (_what, values, message) => {
    const { store } = openEmptyStore()
    expect(() => store.insert('Account', values)).toThrow(message)
  })

  it('refuses what it does not hold', () => {
    const { store } = openEmptyStore()
    expect(() => store.rows('Nothing__c')).toThrow('The org has no sObject Nothing__c')
    expect(() => store.insert('OpenActivity', {})).toThrow('OpenActivity takes no records')
    expect(() => store.update('0015g0000000099AAA', {})).toThrow('There is no record 0015g0000000099AAA')
    expect(store.record('0015g0000000099AAA')).toBeUndefined()
  })

  it('follows a child to its new parent', () => {
    const { store } = openEmptyStore()
    const [first, second] = [store.insert('Account', { Name: 'First' }), store.insert('Account', { Name: 'Second' })]
    const contact = store.insert('Contact', { LastName: 'Lee', AccountId: first.id })
    expect(store.childRows('Contact', 'AccountId', first.id)).toEqual([contact])
    store.update(contact.id, { AccountId: second.id })
    expect(store.childRows('Contact', 'AccountId', first.id)).toEqual([])
    expect(store.childRows('Contact', 'AccountId', second.id).map(({ id }) => id)).toEqual([contact.id])
  })
})
