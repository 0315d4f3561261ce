import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildPayload } from '../../../src/sync/documents/payload.js'
import { ExactNumber } from '../../../src/exact-json.js'
import { describeOf, watermarkFields } from '../../support/describe-of.js'

const account = describeOf('Account', `${watermarkFields} Name:string! Note__c:string Visited__c:datetime`)
const attributes = { type: 'Account', url: '/services/data/v62.0/sobjects/Account/001' }

describe('the payload', () => {
  it('is the record without attributes at any depth, nulls kept', () => {
    const row = {
      attributes,
      Id: '1',
      Name: null,
      Owner: { attributes, Id: '2', Profile: { attributes, Name: 'Admin' } },
      Parent: null,
      Opportunities: { totalSize: 1, done: true, records: [{ attributes, Id: '3', Owner: { attributes, Id: '2' } }] },
      Feeds: [{ attributes, Id: '4', FeedComments: null }],
    }
    expect(buildPayload(row, account)).toEqual({
      Id: '1',
      Name: null,
      Owner: { Id: '2', Profile: { Name: 'Admin' } },
      Parent: null,
      Opportunities: { totalSize: 1, done: true, records: [{ Id: '3', Owner: { Id: '2' } }] },
      Feeds: [{ Id: '4', FeedComments: null }],
    })
  })

  it('keeps a key `attributes` that is data, and numbers past a double', () => {
    const Shape__c = {
      attributes: { colour: 'red', attributes: ['wide'] },
      size: new ExactNumber('12345678901234567890'),
    }
    expect(buildPayload({ attributes, Id: '1', Shape__c }, account)).toEqual({ Id: '1', Shape__c })
  })

  it('holds child lists as complete, without the address of a next page', () => {
    const list = { totalSize: 3, done: true, nextRecordsUrl: '/services/data/v62.0/query/01g', records: [{ Id: '2' }] }
    expect(JSON.stringify(buildPayload({ Id: '1', Cases: list }, account))).toBe(
      '{"Id":"1","Cases":{"totalSize":1,"done":true,"records":[{"Id":"2"}]}}',
    )
  })

  it('is a copy that shares only lists with the row, which hold the copies then', () => {
    const row = { Id: '1', Owner: { Id: '2' } }
    const payload = buildPayload(row, account)
    row.Owner.Id = '3'
    expect(payload).toEqual({ Id: '1', Owner: { Id: '2' } })
    const records = [{ attributes, Id: '3' }]
    buildPayload({ Id: '1', Cases: { totalSize: 1, done: true, records } }, account)
    expect(records).toEqual([{ Id: '3' }])
  })

  it('prints the datetimes Bulk gives as REST does, and leaves texts that look like one', () => {
    const rest = {
      Id: '1',
      CreatedDate: '2026-01-05T09:30:11.000+0000',
      Visited__c: '2026-01-05T09:30:11.000+0000',
      Note__c: '2026-01-05T09:30:11.000Z',
      Account: { LastModifiedDate: '2026-01-05T09:30:11.000+0000', Name: '2026-01-05T09:30:11.000Z' },
      Cases: { totalSize: 1, done: true, records: [{ SystemModstamp: '2026-01-05T09:30:11.000+0000' }] },
    }
    const bulk = {
      Id: '1',
      CreatedDate: '2026-01-05T09:30:11.000Z',
      Visited__c: '2026-01-05T09:30:11.000Z',
      Note__c: '2026-01-05T09:30:11.000Z',
      Account: { LastModifiedDate: '2026-01-05T09:30:11.000Z', Name: '2026-01-05T09:30:11.000Z' },
      Cases: { totalSize: 1, done: true, records: [{ SystemModstamp: '2026-01-05T09:30:11.000Z' }] },
    }
    expect(buildPayload(rest, account)).toEqual(rest)
    expect(JSON.stringify(buildPayload(bulk, account))).toBe(JSON.stringify(buildPayload(rest, account)))
  })

  it('carries a key named __proto__ like any other', () => {
    const row = JSON.parse('{"Id":"1","__proto__":{"x":1}}') as Record<string, unknown>
    expect(JSON.stringify(buildPayload(row, account))).toBe('{"Id":"1","__proto__":{"x":1}}')
  })

  it('is the same bytes whatever order the fields came in', () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))
    const record = fc.dictionary(fc.stringMatching(/^[A-Z][a-z_]{0,8}$/), value, { maxKeys: 8 })
    fc.assert(
      fc.property(record, record, (row, parent) => {
        const list = { totalSize: 1, done: true, records: [row] }
        const first = buildPayload({ Id: '1', ...row, Owner: parent, Cases: list }, account)
        const cases = { records: [reversed(row)], done: true, totalSize: 1 }
        const second = buildPayload(reversed({ Id: '1', ...row, Owner: reversed(parent), Cases: cases }), account)
        expect(JSON.stringify(second)).toBe(JSON.stringify(first))
      }),
    )
  })
})

function reversed(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).toReversed())
}
