import { describe, expect, it } from 'vitest'
import { COMPANY_FOUNDED, LAST_CHANGE } from '../../../src/sandbox/company/words/dates.js'
import { openStore } from '../../../src/sandbox/store.js'
import type { Store, StoredRecord } from '../../../src/sandbox/terms.js'
import { openStoppedSandboxClock } from '../../support/stopped-sandbox-clock.js'

const store = openStore({ seed: 1, clock: openStoppedSandboxClock() })
const rows = (sobject: string) => [...store.rows(sobject)]

describe('the made-up company', () => {
  it('is the same for the same seed, whenever it is made, and another for another', () => {
    const later = openStoppedSandboxClock()
    later.advance(1e10)
    expect(digest(3, later)).toBe(digest(3))
    expect(digest(4)).not.toBe(digest(3))
  })

  it('has about as many records as asked for, of every kind', () => {
    const counted = everything(store).filter(({ sobject }) => !ALONGSIDE.has(sobject))
    expect(counted.length).toBeGreaterThan(4750)
    expect(counted.length).toBeLessThan(5250)
    for (const sobject of [
      'Account',
      'Contact',
      'Lead',
      'Opportunity',
      'Campaign',
      'Case',
      'Project__c',
      'Invoice__c',
    ]) {
      expect(rows(sobject).length).toBeGreaterThan(30)
    }
  })

  it('has stamps of whole seconds in an order an org keeps, all before the last change', () => {
    const odd = everything(store).filter(({ createdAt, lastModifiedAt, systemModstampAt }) => {
      const stamps = [COMPANY_FOUNDED, createdAt, lastModifiedAt, systemModstampAt, LAST_CHANGE]
      return stamps.some((stamp, n) => stamp % 1000 !== 0 || stamp < (stamps[n - 1] ?? 0))
    })
    expect(odd).toEqual([])
  })

  it('holds only fields of the schema, and in references only Ids of the right sObjects', () => {
    const odd = everything(store).flatMap(({ sobject, id, values }) => {
      const fields = new Map(store.object(sobject)!.fields.map((field) => [field.name, field]))
      return Object.entries(values)
        .filter(([name, value]) => {
          const field = fields.get(name)
          if (!field || field.type !== 'reference' || value === null) return !field
          return !field.referenceTo?.includes(store.record(String(value))?.sobject ?? '')
        })
        .map(([name, value]) => `${sobject} ${id}.${name} = ${String(value)}`)
    })
    expect(odd).toEqual([])
  })

  it('has no child older than the record it hangs on', () => {
    const parents = [
      ['Contact', 'AccountId'],
      ['Case', 'ContactId'],
      ['CaseComment', 'ParentId'],
      ['FeedComment', 'FeedItemId'],
      ['Invoice__c', 'Project__c'],
    ] as const
    for (const [sobject, field] of parents) {
      const odd = rows(sobject).filter(
        ({ createdAt, values }) => createdAt < (store.record(String(values[field]))?.createdAt ?? 0),
      )
      expect(odd).toEqual([])
    }
  })

  it('keeps every picklist value within the values of its field', () => {
    const odd = everything(store).flatMap(({ sobject, values }) =>
      store
        .object(sobject)!
        .fields.filter(
          ({ type, name, picklist = [] }) =>
            type === 'picklist' && picklist.length > 0 && typeof values[name] === 'string',
        )
        .filter(({ name, picklist }) => !picklist!.includes(String(values[name])))
        .map(({ name }) => `${sobject}.${name} = ${String(values[name])}`),
    )
    expect(odd).toEqual([])
  })

  it('has a case with more comments and feed items than one page holds, and a feed item with more comments', () => {
    expect(busiest('CaseComment', 'ParentId', rows('Case'))).toBeGreaterThan(200)
    expect(busiest('CaseFeed', 'ParentId', rows('Case'))).toBeGreaterThan(500)
    expect(busiest('FeedComment', 'FeedItemId', rows('FeedItem'))).toBeGreaterThan(200)
  })

  it('counts the comments of each feed item right', () => {
    const odd = rows('FeedItem').filter(
      ({ id, values }) => values['CommentCount'] !== store.childRows('FeedComment', 'FeedItemId', id).length,
    )
    expect(odd).toEqual([])
  })

  it('has cases and leads that belong to queues, which have no address', () => {
    const queues = new Set(
      rows('Group')
        .filter(({ values }) => values['Type'] === 'Queue')
        .map(({ id }) => id),
    )
    const owned = (sobject: string) =>
      rows(sobject).filter(({ values }) => queues.has(String(values['OwnerId']))).length
    expect(owned('Case')).toBeGreaterThan(20)
    expect(owned('Lead')).toBeGreaterThan(20)
    expect(rows('Group').every(({ values }) => values['Email'] === null)).toBe(true)
  })

  it('has files on several records, in several versions, of several kinds, one of them a link without bytes', () => {
    const links = rows('ContentDocument').map(
      ({ id }) => store.childRows('ContentDocumentLink', 'ContentDocumentId', id).length,
    )
    expect(Math.max(...links)).toBeGreaterThan(3)
    expect(rows('ContentVersion').some(({ values }) => values['VersionNumber'] === '2')).toBe(true)
    const kinds = new Set(rows('ContentVersion').map(({ values }) => values['FileExtension']))
    for (const kind of ['pdf', 'docx', 'txt', 'csv', 'png']) expect(kinds).toContain(kind)
    const withoutBytes = rows('ContentVersion').filter(({ id }) => store.blob(id) === undefined)
    expect(withoutBytes.map(({ values }) => values['FileType'])).toEqual(['LINK'])
  })

  it('has the texts that break careless readers', () => {
    const texts = everything(store)
      .flatMap(({ values }) => Object.values(values))
      .filter((value) => typeof value === 'string')
    for (const odd of ['\u2028', "O'Reilly", '株式会社', '👩‍🔧', '\r\n', '"', '\\']) {
      expect(texts).toContainEqual(expect.stringContaining(odd))
    }
    expect(Math.max(...texts.map(({ length }) => length))).toBe(30_000)
  })

  it('has many records that share one second', () => {
    const shared = new Map<number, number>()
    for (const { systemModstampAt } of rows('Account'))
      shared.set(systemModstampAt, (shared.get(systemModstampAt) ?? 0) + 1)
    expect(Math.max(...shared.values())).toBeGreaterThan(10)
  })
})

/** What goes along with the records asked for. */
const ALONGSIDE = new Set([
  'AccountShare',
  'CampaignMember',
  'CaseShare',
  'EntityDefinition',
  'Event',
  'GroupMember',
  'ObjectPermissions',
  'OpportunityContactRole',
  'OpportunityHistory',
  'PermissionSet',
  'PermissionSetAssignment',
  'FieldPermissions',
  'RecordType',
  'Task',
  'UserRole',
])

function digest(seed: number, clock = openStoppedSandboxClock()): string {
  return JSON.stringify(everything(openStore({ seed, records: 500, clock })))
}

function busiest(sobject: string, field: string, parents: StoredRecord[]): number {
  return Math.max(...parents.map(({ id }) => store.childRows(sobject, field, id).length))
}

function everything(of: Store): StoredRecord[] {
  return of.objects().flatMap(({ name, keyPrefix }) => (keyPrefix ? [...of.rows(name)] : []))
}
