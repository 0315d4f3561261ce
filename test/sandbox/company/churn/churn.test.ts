import { describe, expect, it } from 'vitest'
import { churn } from '../../../../src/sandbox/company/churn/churn.js'
import { openRandom } from '../../../../src/sandbox/random.js'
import { openStore } from '../../../../src/sandbox/store.js'
import { NOON, openStoppedSandboxClock } from '../../../support/stopped-sandbox-clock.js'

function openChurned(count: number, lateMs = 0) {
  const clock = openStoppedSandboxClock()
  const store = openStore({ seed: 1, records: 500, clock })
  return { clock, store, churned: churn(store, openRandom(9), { count, lateMs }) }
}

describe('churn', () => {
  it('inserts, updates, deletes, undeletes and merges', () => {
    const { store, churned } = openChurned(1000)
    expect(churned.inserted.length).toBeGreaterThan(300)
    expect(churned.updated.length).toBeGreaterThan(300)
    expect(churned.deleted.length).toBeGreaterThan(50)
    expect(churned.undeleted.length).toBeGreaterThan(5)
    const merged = ['Account', 'Contact', 'Lead', 'Case'].flatMap((sobject) => [...store.rows(sobject)])
    expect(merged.filter(({ isDeleted, values }) => isDeleted && values['MasterRecordId']).length).toBeGreaterThan(5)
  })

  it('makes as many of each kind as its rate says, and nothing else', () => {
    const clock = openStoppedSandboxClock()
    const store = openStore({ seed: 1, records: 500, clock })
    const rates = { insert: 3, delete: 2, undelete: 1, purge: 1, reassign: 2, touch: 2, 'new-field': 1 }
    const fields = store.object('Account')!.fields.length + store.object('Case')!.fields.length
    const random = openRandom(9)
    const steps = Array.from({ length: 10 }, () => churn(store, random, { rates }))
    const count = (key: keyof (typeof steps)[0]) => steps.flatMap((step) => step[key]).length
    expect(count('inserted')).toBeGreaterThan(24)
    expect(count('inserted')).toBeLessThan(31)
    expect(count('updated')).toBe(40)
    expect(count('deleted')).toBe(20)
    expect(count('purged')).toBeGreaterThan(0)
    const added = store.object('Account')!.fields.length + store.object('Case')!.fields.length - fields
    expect(added).toBeGreaterThan(2)
    expect(steps.flatMap(({ undeleted }) => undeleted).length).toBeGreaterThan(0)
  })

  it('does the same for the same source of chance', () => {
    expect(openChurned(200).churned).toEqual(openChurned(200).churned)
  })

  it("stamps what it changed with the org's time and leaves the rest alone", () => {
    const { store, churned } = openChurned(100)
    for (const id of churned.inserted) expect(store.record(id)?.createdAt).toBe(NOON)
    for (const id of [...churned.updated, ...churned.deleted, ...churned.undeleted])
      expect(store.record(id)?.systemModstampAt).toBe(NOON)
    const untouched = [...store.rows('Campaign')].filter(({ systemModstampAt }) => systemModstampAt < NOON)
    expect(untouched.length).toBeGreaterThan(0)
  })

  it('brings in new records of every kind, files and conversations too', () => {
    const { store, churned } = openChurned(1500)
    const kinds = new Set(churned.inserted.map((id) => store.record(id)?.sobject))
    for (const kind of [
      'Account',
      'Case',
      'Project__c',
      'Invoice__c',
      'CaseComment',
      'EmailMessage',
      'FeedItem',
      'FeedComment',
      'ContentVersion',
      'ContentDocumentLink',
    ]) {
      expect(kinds).toContain(kind)
    }
  })

  it('lets some changes commit late, none later than asked', () => {
    const { store, clock, churned } = openChurned(200, 30_000)
    const hidden = () => churned.inserted.filter((id) => store.record(id) === undefined).length
    expect(hidden()).toBeGreaterThan(5)
    clock.advance(30_000)
    expect(hidden()).toBe(0)
  })

  it('goes on where the org has lost fields and hidden an sObject', () => {
    const store = openStore({ seed: 1, records: 300, clock: openStoppedSandboxClock() })
    store.removeField('Account', 'Rating')
    store.removeField('Account', 'MasterRecordId')
    store.removeField('Case', 'Status')
    store.removeField('Contact', 'AccountId')
    store.setObject('Invoice__c', { hidden: true })
    const { inserted, updated, deleted } = churn(store, openRandom(3), { count: 500 })
    expect(Math.min(inserted.length, updated.length, deleted.length)).toBeGreaterThan(10)
  })

  it('finds nothing to do in an org without records, but for new ones', () => {
    const store = openStore({ seed: 1, records: 0, clock: openStoppedSandboxClock() })
    const churned = churn(store, openRandom(2), { count: 3 })
    expect(churned.deleted).toEqual([])
  })
})
