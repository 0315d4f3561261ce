import { describe, expect, it } from 'vitest'
import { openStore } from '../../../../src/sandbox/store.js'
import type { StoredRecord } from '../../../../src/sandbox/terms.js'
import { openStoppedSandboxClock } from '../../../support/stopped-sandbox-clock.js'

const clock = openStoppedSandboxClock()
const small = openStore({ seed: 1, records: 5000, clock })
const store = openStore({ seed: 1, records: 42_000, accounts: 500, extras: ['person-accounts'], clock })
const rows = (sobject: string): StoredRecord[] => [...store.rows(sobject)]
const text = ({ values }: StoredRecord, field: string) => String(values[field])

describe('a company of more than twenty thousand records', () => {
  it('has more of every object in proportion, children and who works there too', () => {
    const times = 42_000 / 5000
    const ratios = small.objects().flatMap(({ name }) => {
      const before = [...small.rows(name)].length
      const ratio = (rows(name).length - (BESIDES[name] ?? 0)) / before
      return before < 40 || SET_UP.has(name) ? [] : [{ name, ratio }]
    })
    expect(ratios.length).toBeGreaterThan(25)
    expect(ratios.filter(({ ratio }) => ratio < times * 0.9 || ratio > times * 1.1)).toEqual([])
    expect(rows('User')).toHaveLength(126)
    expect(rows('PermissionSetAssignment')).toHaveLength(126 + 3)
    expect(rows('GroupMember')).toHaveLength(125)
    expect(rows('UserRole').map((role) => text(role, 'Name'))).toEqual([
      'Management',
      'Sales Team',
      'Service Team',
      'Branch 2 Sales Team',
      'Branch 2 Service Team',
    ])
    expect(rows('Group')).toHaveLength(14)
    expect(new Set(rows('User').map((user) => text(user, 'Username'))).size).toBe(126)
    expect(rows('Account').filter(({ values }) => values['IsPersonAccount'])).toHaveLength(42)
  })

  it('has its users at work: they own, write and are asked', () => {
    const late = new Set(
      rows('User')
        .slice(60)
        .map(({ id }) => id),
    )
    const ofLate = (sobject: string, field: string) => rows(sobject).filter((row) => late.has(text(row, field))).length
    for (const [sobject, field] of [
      ['Account', 'OwnerId'],
      ['FeedItem', 'CreatedById'],
      ['AccountShare', 'UserOrGroupId'],
      ['ContentDocument', 'OwnerId'],
    ] as const) {
      expect([sobject, ofLate(sobject, field) > 0]).toEqual([sobject, true])
    }
    const ofQueues = (of: typeof store) =>
      [...of.rows('Case')].filter((kase) => text(kase, 'OwnerId').startsWith('00G')).length /
      [...of.rows('Case')].length
    expect(ofQueues(store)).toBeCloseTo(ofQueues(small), 1)
  })

  it('holds in references only Ids of the right sObjects, and no child older than what it hangs on', () => {
    const odd = store.objects().flatMap(({ name, fields }) => {
      const references = fields.filter(({ type }) => type === 'reference')
      return rows(name).flatMap(({ id, values }) =>
        references
          .filter(({ name: field, referenceTo }) => {
            const value = values[field]
            return typeof value === 'string' && !referenceTo?.includes(store.record(value)?.sobject ?? '')
          })
          .map((field) => `${name} ${id}.${field.name}`),
      )
    })
    expect(odd).toEqual([])
    const parents = { CaseComment: 'ParentId', FeedComment: 'FeedItemId', Opportunity: 'AccountId', Task: 'WhatId' }
    const older = Object.entries(parents).flatMap(([sobject, field]) =>
      rows(sobject).filter((row) => row.createdAt < (store.record(text(row, field))?.createdAt ?? 0)),
    )
    expect(older).toEqual([])
  })

  it('says the same wherever it says it twice', () => {
    const owners = rows('CaseShare').filter((share) => share.values['RowCause'] === 'Owner')
    expect(owners.map((share) => text(share, 'CaseId'))).toHaveLength(rows('Case').length)
    expect(
      owners.filter(
        (share) => store.record(text(share, 'CaseId'))?.values['OwnerId'] !== share.values['UserOrGroupId'],
      ),
    ).toEqual([])
    const pairs = rows('CampaignMember').map((one) => text(one, 'CampaignId') + text(one, 'LeadOrContactId'))
    expect(new Set(pairs).size).toBe(pairs.length)
    const split = rows('Case').filter(
      ({ values }) => values['ContactId'] != null && values['AccountId'] !== accountOf(values['ContactId']),
    )
    expect(split).toEqual([])
    const uncounted = rows('FeedItem').filter(
      ({ id, values }) => values['CommentCount'] !== store.childRows('FeedComment', 'FeedItemId', id).length,
    )
    expect(uncounted).toEqual([])
    const links = rows('ContentDocumentLink').map(
      (link) => text(link, 'ContentDocumentId') + text(link, 'LinkedEntityId'),
    )
    expect(new Set(links).size).toBe(links.length)
    const unread = rows('ContentVersion').filter(({ id, values }) => store.blob(id)?.length !== values['ContentSize'])
    expect(unread.filter(({ values }) => values['ContentSize'] !== null)).toEqual([])
  })
})

const accountOf = (id: unknown) => store.record(String(id))?.values['AccountId']

/** As many in a company of any size. */
const SET_UP = new Set(['EntityDefinition'])

/** Accounts that were asked for besides, and people who are customers. */
const BESIDES: Readonly<Record<string, number>> = { Account: 542, AccountShare: 440, Contact: 42 }
