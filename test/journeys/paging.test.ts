import { describe, expect, onTestFinished, test } from 'vitest'
import type { FaultSpec } from '../../src/sandbox/faults/faults.js'
import type { SandboxOptions } from '../../src/sandbox/sandbox.js'
import { openJourney, readings, unhurried, type Asked, type Journey } from '../support/journey.js'
import { startScriptedServer } from '../support/scripted-server.js'
import { recordIds, records } from '../support/written.js'

const settings = 'standard_objects_to_sync: [Lead]\nchildren: false\n'
const everyPage = 'standard_objects_to_sync: [Account, Opportunity, Contact, Lead, Campaign]\nchildren: false\n'

describe('scan page by page', unhurried, () => {
  test('none, one, two and three pages: each row once, and no request more than it takes (T19, T34)', async () => {
    const rowsOf = { Campaign: 0, Lead: 5, Contact: 6, Opportunity: 10, Account: 11 }
    const pages = { Campaign: 1, Lead: 1, Contact: 2, Opportunity: 2, Account: 3 }
    const journey = await openJourney({ ownProcesses: false, settings: everyPage, pageSize: 5 })
    for (const [object, count] of Object.entries(rowsOf)) insertRows(journey, object, count)
    const { code, documents, asked, report } = await journey.sync()
    expect(code).toBe(0)
    for (const [object, count] of Object.entries(rowsOf)) {
      expectEachOnce(journey, object, recordIds(documents, object), count)
    }
    expect(Object.fromEntries(report.objects.map(({ object, ...rest }) => [object, rest.pages]))).toEqual(pages)
    expect(nextPages(asked)).toHaveLength(1 + 1 + 2)
    for (const { url, soql } of nextPages(asked)) {
      expect(url).toMatch(/^\/services\/data\/v62\.0\/query\/0r8\w+-\d+$/)
      expect(soql).toBeUndefined()
    }
  })

  test("5,000 rows at the org's 2,000 a page are three requests (T20)", async () => {
    const journey = await openLeads(5000, { pageSize: 2000 })
    journey.env['SF_EXTRACT_PAGE_SIZE'] = '2000'
    const { code, documents, asked } = await journey.sync()
    expect(code).toBe(0)
    expectEachOnce(journey, 'Lead', recordIds(documents), 5000)
    expect(rowRequests(asked)).toHaveLength(3)
  })

  test('a next page that is one already read ends in an error, not in a loop', async () => {
    const journey = await openLeads(450, { faults: [{ name: 'endless-locator' }] })
    const { code, report, asked } = await journey.sync()
    expect(code).toBe(4)
    expect(report.objects[0]).toMatchObject({ outcome: 'failed', error: { code: 'BAD_ANSWER' } })
    expect(nextPages(asked).length).toBeLessThanOrEqual(3)
  })

  test('a next page on another host is not asked for, and the token is not sent there', async () => {
    const elsewhere = await startScriptedServer()
    onTestFinished(() => elsewhere.close())
    const journey = await openLeads(450, { faults: [{ name: 'foreign-locator', host: elsewhere.url }] })
    const { code, report, stderr } = await journey.sync()
    expect(code).toBe(4)
    expect(report.objects[0]!.error).toMatchObject({ code: 'FOREIGN_ADDRESS', object: 'Lead' })
    expect(stderr).toContain('not followed')
    expect(elsewhere.requests).toEqual([])
  })

  test('rows that come on two pages are written once', async () => {
    const journey = await openLeads(450, { faults: [{ name: 'repeated-rows', by: 3 }] })
    const first = await journey.sync()
    expect(first.code).toBe(0)
    expectEachOnce(journey, 'Lead', recordIds(first.documents), 450)
  })

  test('a case whose lists take more pages than a session lives comes whole, its feed in slices where need be', async () => {
    const faults: FaultSpec[] = [
      { name: 'session-dies' },
      { name: 'query-timeout', object: 'CaseFeed', path: 'ParentId IN', rows: 60 },
    ]
    const journey = await openJourney({
      ownProcesses: false,
      settings: 'standard_objects_to_sync: [Case]\n',
      childPageSize: 3,
      faults,
    })
    const { store } = journey.sandbox
    const at = journey.sandbox.clock.now() - 3_600_000
    const { id } = store.insert('Case', { Subject: 'Help' }, { at })
    for (let n = 0; n < 90; n++) {
      const item = store.insert('FeedItem', { ParentId: id, Body: `Item ${n}` }, { at })
      const comments = n % 30 === 0 ? 8 : 0
      for (let c = 0; c < comments; c++)
        store.insert('FeedComment', { FeedItemId: item.id, CommentBody: 'Yes' }, { at })
      store.insert('CaseComment', { ParentId: id, CommentBody: `Comment ${n}` }, { at })
    }
    const { code, documents } = await journey.sync()
    expect(code).toBe(0)
    const { content } = records(documents, 'Case')[0]!
    expect(content.match(/Item \d+/g)).toHaveLength(90)
    expect(content.match(/Comment \d+/g)).toEqual(Array.from({ length: 90 }, (_, n) => `Comment ${n}`))
    expect(content.match(/Yes/g)).toHaveLength(24)
  })

  test('a total that is wrong neither loses nor repeats a row: only the pages count', async () => {
    const journey = await openLeads(450, { faults: [{ name: 'wrong-total', by: -449 }] })
    const { code, documents } = await journey.sync()
    expect(code).toBe(0)
    expectEachOnce(journey, 'Lead', recordIds(documents), 450)
  })

  test('statements are well formed, name no field twice and are the same in every run (T25)', async () => {
    const journey = await openJourney({
      ownProcesses: false,
      records: 40,
      settings: `
standard_objects_to_sync: [Account]
objects: { Account: { fields: [name, Name, NAME, Industry, Owner.Name, owner.name], where: "Type != null" } }
`,
    })
    const first = readings((await journey.sync()).asked, 'Account')
    const again = readings((await journey.sync('--full')).asked, 'Account')
    expect(first).toHaveLength(1)
    const [, select = '', rest = ''] = /^SELECT (.*?), \(SELECT .*\) FROM (Account .*)$/.exec(first[0]!) ?? []
    const fields = select.split(', ').map((name) => name.toLowerCase())
    expect(fields.slice(0, 4)).toEqual(['id', 'createddate', 'lastmodifieddate', 'systemmodstamp'])
    expect(fields.filter((name) => name === 'name' || name === 'owner.name')).toHaveLength(2)
    expect(new Set(fields).size).toBe(fields.length)
    expect(rest).toMatch(/^Account WHERE \(Type != null\) AND SystemModstamp < \S+ ORDER BY Id$/)
    expect(again[0]!.replace(/\d{4}-\S+Z/, '')).toBe(first[0]!.replace(/\d{4}-\S+Z/, ''))
  })
})

async function openLeads(count: number, options: SandboxOptions): Promise<Journey> {
  const journey = await openJourney({ ownProcesses: false, settings, ...options })
  insertRows(journey, 'Lead', count)
  return journey
}

function insertRows({ sandbox: { store, clock } }: Journey, object: string, count: number): void {
  const named = object === 'Lead' || object === 'Contact' ? { LastName: 'Lee' } : { Name: 'Acme' }
  for (let n = 0; n < count; n++) store.insert(object, named, { at: clock.now() - 3_600_000 })
}

function expectEachOnce({ sandbox }: Journey, object: string, ids: string[], count: number): void {
  expect(ids).toHaveLength(count)
  expect(ids.toSorted()).toEqual([...sandbox.store.rows(object)].map(({ id }) => id).toSorted())
}

function nextPages(asked: Asked[]): Asked[] {
  return asked.filter(({ url }) => /\/query(?:All)?\/0r8/.test(url))
}

/** The request of the statement that reads the rows, and those of its further pages. */
function rowRequests(asked: Asked[]): unknown[] {
  return [...readings(asked, 'Lead'), ...nextPages(asked)]
}
