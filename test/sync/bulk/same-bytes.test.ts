import { describe, expect, test } from 'vitest'
import {
  checkbox,
  customAddress,
  field,
  geolocation,
  longText,
  picklist,
  text,
} from '../../../src/sandbox/schema/fields.js'
import { renderJson } from '../../../src/exact-json.js'
import { openSyncedOrg, type SyncedOrgOptions } from '../../support/synced-org.js'
import { buildWideObject, wideNames } from '../../support/wide-object.js'
import { records } from '../../support/written.js'

type Values = Record<string, unknown>

/** A field of each type that holds a value, and the values it is tried with. */
const typedFields = [
  text('Text__c', 'Text'),
  longText('Long__c', 'Long'),
  field('textarea', 'Rich__c', 'Rich', { length: 1000, extraTypeInfo: 'richtextarea' }),
  checkbox('Flag__c', 'Flag'),
  field('int', 'Count__c', 'Count'),
  field('currency', 'Amount__c', 'Amount'),
  field('double', 'Ratio__c', 'Ratio'),
  field('percent', 'Share__c', 'Share'),
  field('date', 'Day__c', 'Day'),
  field('datetime', 'Moment__c', 'Moment'),
  field('time', 'Time__c', 'Time'),
  field('multipicklist', 'Many__c', 'Many', { length: 255 }),
  picklist('One__c', 'One', ['a', 'b']),
  field('email', 'Mail__c', 'Mail', { length: 80 }),
  field('phone', 'Phone__c', 'Phone', { length: 40 }),
  field('url', 'Link__c', 'Link', { length: 255 }),
  field('encryptedstring', 'Secret__c', 'Secret', { length: 80 }),
  ...geolocation('Spot', 'Spot'),
  ...customAddress('Home', 'Home'),
]

const rows: Values[] = [
  {},
  { Text__c: 'plain', Flag__c: true, Count__c: 0, Amount__c: 0, Many__c: 'a;b', One__c: 'a', Day__c: '2024-02-29' },
  { Text__c: 'a "quoted", text', Long__c: 'one\ntwo\r\nthree\rfour\ttab', Rich__c: '<p>a &amp; "b"</p>' },
  { Text__c: ' spaces ', Long__c: '""', Count__c: -7, Amount__c: -0.5, Ratio__c: 1e21, Share__c: 12.75 },
  {
    Amount__c: 1e15,
    Ratio__c: 0.1,
    Share__c: 100,
    Moment__c: '2024-01-31T23:59:59.000+0000',
    Time__c: '10:15:00.000Z',
  },
  {
    Text__c: 'true',
    Long__c: '007',
    Link__c: 'https://example.com/?a=1,2',
    Mail__c: 'a@example.com',
    Phone__c: '+49 1',
  },
  { Text__c: 'null', Long__c: ',', Secret__c: '****', Spot__Latitude__s: 52.5, Spot__Longitude__s: 13 },
  { Home__Street__s: '1 Main St\nSuite 2', Home__City__s: 'Berlin', Home__CountryCode__s: 'DE' },
  { Text__c: '👩‍🔧 שלום', Long__c: 'ü'.repeat(5000) },
]

/** What a full run by each transport writes of the records of an org. */
async function readBoth({ datasource, sandbox }: SyncedOrgOptions, fill: (store: Store) => void) {
  const synced = await openSyncedOrg({
    sandbox: { bulkPageSize: 7, ...sandbox },
    datasource: { standardObjects: [], customObjects: [], ...datasource },
  })
  fill(synced.sandbox.store)
  synced.pass(3600)
  const byRest = await synced.run({ full: true, transport: 'rest' })
  const byBulk = await synced.run({ full: true, transport: 'bulk' })
  return {
    rest: records(byRest.documents).map((document) => renderJson(document)),
    bulk: records(byBulk.documents).map((document) => renderJson(document)),
    notes: byBulk.report.objects.flatMap(({ notes }) => notes ?? []),
    jobs: byBulk.requests.filter(({ url, method }) => method === 'POST' && url.endsWith('/jobs/query')),
    reports: byBulk.report.objects,
  }
}

type Store = Awaited<ReturnType<typeof openSyncedOrg>>['sandbox']['store']

describe('the same record', () => {
  test('is the same bytes by REST and by a job, whatever the types of its fields', async () => {
    const { rest, bulk, notes, jobs } = await readBoth({ datasource: { customObjects: ['Project__c'] } }, (store) => {
      for (const each of typedFields) store.addField('Project__c', each)
      for (const [at, values] of rows.entries()) store.insert('Project__c', { Name: `Project ${at}`, ...values })
    })
    expect(rest).toHaveLength(rows.length)
    expect(bulk).toEqual(rest)
    expect(notes).toEqual([])
    expect(jobs).toHaveLength(1)
  })

  test('is the same where its fields fill several statements by REST: one job has them all', async () => {
    const { rest, bulk, jobs, reports } = await readBoth(
      { datasource: { customObjects: ['Wide__c'], children: false } },
      (store) => {
        store.addObject(buildWideObject())
        for (let n = 0; n < 20; n++)
          store.insert('Wide__c', { Name: `Wide ${n}`, [wideNames[n]!]: 'held', [wideNames[790]!]: `${n}` })
      },
    )
    expect(rest).toHaveLength(20)
    expect(bulk).toEqual(rest)
    expect(jobs).toHaveLength(1)
    expect(reports[0]!.calls).toBeLessThan(9)
  })

  test('is the same with its addresses, parents, children, feeds and files, for every object of a company', async () => {
    const standardObjects = ['Account', 'Contact', 'Lead', 'Opportunity', 'Campaign', 'Case', 'User']
    const { rest, bulk, notes, jobs } = await readBoth(
      { sandbox: { records: 600, bulkPageSize: 40 }, datasource: { standardObjects, customObjects: ['*'] } },
      () => undefined,
    )
    expect(bulk.toSorted()).toEqual(rest.toSorted())
    expect(notes).toEqual([])
    expect(jobs.length).toBeGreaterThan(8)
  })
})
