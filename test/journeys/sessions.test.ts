import { describe, expect, test } from 'vitest'
import type { FaultSpec } from '../../src/sandbox/faults/faults.js'
import { openJourney, readings, unhurried, type Journey } from '../support/journey.js'
import { recordIds } from '../support/written.js'

const settings = 'standard_objects_to_sync: [Lead]\nchildren: false\n'

describe('paging survives', unhurried, () => {
  test('tokens that die after three pages, with locators bound to them: twenty pages, every row once', async () => {
    const journey = await openLeads(1000, [{ name: 'session-dies', pages: 3 }, { name: 'bound-locators' }], 50)
    const { code, documents, asked } = await journey.sync()
    expect(code).toBe(0)
    expectEachOnce(journey, recordIds(documents))
    expect(asked.filter(({ url }) => url.endsWith('/token')).length).toBeGreaterThan(4)
    for (const soql of readings(asked, 'Lead').slice(1, 5)) expect(soql).toMatch(/Id > '00Q\w{15}'/)
  })

  test('a locator that is gone: the statement is opened again after the last row', async () => {
    const journey = await openLeads(650, [{ name: 'dead-locator', count: 2, when: 2 }])
    const { code, documents, asked } = await journey.sync()
    expect(code).toBe(0)
    expectEachOnce(journey, recordIds(documents))
    expect(asked.filter(({ url }) => url.endsWith('/token'))).toHaveLength(1)
  })

  test('half a body, JSON that is cut short, a connection that is cut, a page of the edge', async () => {
    const page = '/query/0r8'
    const journey = await openLeads(1000, [
      { name: 'half-body', path: page, when: 1 },
      { name: 'cut-json', path: page, when: 3 },
      { name: 'reset', path: page, when: 5 },
      { name: 'status', path: page, when: 7, status: 503, body: 'html' },
      { name: 'half-body', path: 'FROM Lead' },
    ])
    const { code, documents } = await journey.sync()
    expect(code).toBe(0)
    expectEachOnce(journey, recordIds(documents))
  })

  test('all of it at once, with child lists that have pages of their own', async () => {
    const journey = await openJourney({
      settings: 'standard_objects_to_sync: [Case]\n',
      pageSize: 40,
      childPageSize: 3,
      faults: [
        { name: 'session-dies', pages: 12 },
        { name: 'bound-locators' },
        { name: 'reset', path: '/query', when: 9 },
        { name: 'half-body', path: '/query', when: 14 },
      ],
    })
    const { store } = journey.sandbox
    const at = store.now() - 3_600_000
    for (let n = 0; n < 60; n++) {
      const { id } = store.insert('Case', { Subject: `Case ${n}` }, { at })
      for (let k = 0; k < n % 8; k++) store.insert('CaseComment', { ParentId: id, CommentBody: `Comment ${k}` }, { at })
    }
    const { code, documents } = await journey.sync()
    expect(code).toBe(0)
    const cases = documents.filter(({ type }) => type === 'Case')
    expect(cases.map(({ id }) => id).toSorted()).toEqual([...store.rows('Case')].map(({ id }) => id).toSorted())
    for (const { id, ...document } of cases) {
      const comments = store.childRows('CaseComment', 'ParentId', id).length
      const { payload } = document as unknown as { payload: { CaseComments: { records: unknown[] } | null } }
      expect(payload.CaseComments?.records.length ?? 0).toBe(comments)
    }
  })
})

async function openLeads(count: number, faults: FaultSpec[], pageSize = 200): Promise<Journey> {
  const journey = await openJourney({ settings, faults, pageSize })
  const { store, clock } = journey.sandbox
  for (let n = 0; n < count; n++)
    store.insert('Lead', { LastName: 'Lee', Company: 'Acme' }, { at: clock.now() - 3_600_000 })
  return journey
}

function expectEachOnce({ sandbox }: Journey, ids: string[]): void {
  expect(ids.toSorted()).toEqual([...sandbox.store.rows('Lead')].map(({ id }) => id).toSorted())
}
