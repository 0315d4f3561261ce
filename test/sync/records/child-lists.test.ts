import { expect, test } from 'vitest'
import type { Org } from '../../../src/org/org.js'
import { completeChildLists } from '../../../src/sync/records/child-lists.js'
import type { NestedRows, Row } from '../../../src/terms.js'
import { openSyncedOrg, type Outcome, type SyncedOrg } from '../../support/synced-org.js'
import { records } from '../../support/written.js'

/** How many comments the records of a run have. */
function comments({ documents }: Outcome): (number | undefined)[] {
  return records(documents).map(({ content }) => content.match(/Comment \d\./g)?.length)
}

/** The first row of a statement, as it is answered. */
async function firstRow(
  synced: SyncedOrg,
  soql: string,
): Promise<{ row: Row; org: ReturnType<SyncedOrg['context']>['org'] }> {
  const { org } = synced.context()
  for await (const { rows } of org.query({ sobject: 'Account', scope: 'live', soql }).pages()) {
    return { row: rows[0]!, org }
  }
  throw new Error('no row')
}

function idsIn(row: Row, list: string): string[] {
  return (row[list] as NestedRows).records.map(({ Id }) => String(Id))
}

test('a child list is read to its last page', async () => {
  const synced = await openSyncedOrg({ sandbox: { childPageSize: 3 } })
  const { store } = synced.sandbox
  const account = store.insert('Account', { Name: 'Acme' })
  const contacts = Array.from(
    { length: 10 },
    (_, n) => store.insert('Contact', { LastName: `C${n}`, AccountId: account.id }).id,
  )
  const { row, org } = await firstRow(synced, 'SELECT Id, (SELECT Id FROM Contacts ORDER BY Id) FROM Account')
  expect(idsIn(row, 'Contacts')).toHaveLength(3)
  expect(await completeChildLists(org, row, 'Account')).toBe(0)
  expect(idsIn(row, 'Contacts')).toEqual(contacts)
  expect(row['Contacts']).toMatchObject({ totalSize: 10, done: true })
  expect(row['Contacts']).not.toHaveProperty('nextRecordsUrl')
})

test('a child list whose rows have the placeholder of an Id is refused by its name', async () => {
  const placeholders = [{ Id: '000000000000000AAA' }]
  const row = { Id: '001000000000001AAA', Things: { totalSize: 1, done: true, records: placeholders } }
  await expect(completeChildLists({} as Org, row, 'Account')).rejects.toMatchObject({
    code: 'BAD_ANSWER',
    message: 'Account: The rows of Things have no Ids of their own.',
    hint: expect.stringContaining('exclude_fields of Account') as string,
  })
})

test('a child list with a row that stands in it twice is refused', async () => {
  const twice = [{ Id: '003000000000001AAA' }, { Id: '003000000000001AAA' }]
  const row = { Id: '001000000000001AAA', Contacts: { totalSize: 2, done: true, records: twice } }
  await expect(completeChildLists({} as Org, row, 'Account')).rejects.toMatchObject({
    code: 'BAD_ANSWER',
    message: 'Account: A row stands twice in a child list.',
  })
})

test('a list inside a list is read to its last page too, also of rows on later pages', async () => {
  const synced = await openSyncedOrg({ sandbox: { childPageSize: 2 } })
  const { store } = synced.sandbox
  const account = store.insert('Account', { Name: 'Acme' })
  const cases = Array.from({ length: 5 }, (_, n) => {
    const contact = store.insert('Contact', { LastName: `C${n}`, AccountId: account.id })
    return Array.from({ length: n }, () => store.insert('Case', { ContactId: contact.id }).id)
  })
  const soql = 'SELECT Id, (SELECT Id, (SELECT Id FROM Cases ORDER BY Id) FROM Contacts ORDER BY Id) FROM Account'
  const { row, org } = await firstRow(synced, soql)
  await completeChildLists(org, row, 'Account')
  expect(
    (row['Contacts'] as NestedRows).records.map((contact) =>
      contact['Cases'] === null ? [] : idsIn(contact, 'Cases'),
    ),
  ).toEqual(cases)
})

test('a row whose list loses its locator is read anew, and written once', async () => {
  const synced = await openSyncedOrg({ sandbox: { childPageSize: 3 } })
  const { store } = synced.sandbox
  const aCase = store.insert('Case', { Subject: 'Help' })
  for (let n = 0; n < 8; n++) store.insert('CaseComment', { ParentId: aCase.id, CommentBody: `Comment ${n}.` })
  synced.pass(60)
  synced.sandbox.faults.add({ name: 'dead-locator', count: 2 })
  const { documents, report } = await synced.run()
  expect(report.objects.find(({ object }) => object === 'Case')).toMatchObject({ written: 1, pages: 1 })
  const [document] = records(documents)
  expect(document!.content.match(/Comment \d\./g)).toHaveLength(8)
})

test.each([
  ['an order of text', undefined, 11],
  ['another order, which begins again', [{ field: 'CommentBody', direction: 'DESC' as const }], 5],
])('lists of many records are whole though the session dies after every page: %s', async (_what, order, count) => {
  const synced = await openSyncedOrg({
    sandbox: { childPageSize: 3 },
    datasource: {
      objects: { Case: { excludeFields: [], children: order === undefined ? {} : { CaseComments: { order } } } },
    },
  })
  const { store, faults } = synced.sandbox
  for (let n = 0; n < 5; n++) {
    const { id } = store.insert('Case', { Subject: `Case ${n}` })
    for (let at = 0; at < count; at++) store.insert('CaseComment', { ParentId: id, CommentBody: `Comment ${at}.` })
  }
  synced.pass(60)
  faults.add({ name: 'session-dies' })
  const { documents, report } = await synced.run()
  expect(report.outcome).toBe('done')
  const bodies = Array.from({ length: count }, (_, n) => `Comment ${n}.`)
  const wanted = order === undefined ? bodies : bodies.toReversed()
  for (const { payload } of records(documents)) {
    expect((payload['CaseComments'] as NestedRows).records.map(({ CommentBody }) => CommentBody)).toEqual(wanted)
  }
  expect(records(documents)).toHaveLength(5)
})

test('lists that the org calls complete and are not are told in the report', async () => {
  const synced = await openSyncedOrg({ sandbox: { childPageSize: 3 } })
  const { store } = synced.sandbox
  const [long, short] = ['Long', 'Short'].map((Subject) => store.insert('Case', { Subject }))
  for (let n = 0; n < 8; n++) store.insert('CaseComment', { ParentId: long!.id, CommentBody: `Comment ${n}.` })
  store.insert('CaseComment', { ParentId: short!.id, CommentBody: 'Only.' })
  synced.pass(60)
  synced.sandbox.faults.add({ name: 'cut-children' })
  const { report } = await synced.run()
  expect(report.objects.find(({ object }) => object === 'Case')!.warnings).toEqual([
    '1 child lists came with fewer rows than the org announced for them, twice, so their records may lack children. The next run reads them again.',
  ])
})

test('a record with a cut list is noted until the list is whole, and written once more then', async () => {
  const synced = await openSyncedOrg({ sandbox: { childPageSize: 3 } })
  const { store, faults } = synced.sandbox
  const { id } = store.insert('Case', { Subject: 'Long' })
  for (let n = 0; n < 8; n++) store.insert('CaseComment', { ParentId: id, CommentBody: `Comment ${n}.` })
  synced.pass(60)
  faults.add({ name: 'cut-children' })
  expect(comments(await synced.run())).toEqual([3])
  for (const gap of [60, 3600]) {
    synced.pass(gap)
    const { documents, report } = await synced.run()
    expect(documents).toEqual([])
    expect(report.objects.find(({ object }) => object === 'Case')!.warnings).toHaveLength(1)
  }
  faults.remove()
  synced.pass(3600)
  expect(comments(await synced.run())).toEqual([8])
  synced.pass(60)
  const { documents, requests } = await synced.run()
  expect(documents).toEqual([])
  expect(requests.filter(({ soql }) => soql?.includes(id))).toEqual([])
})

test('a list that is not complete and names no next page is told too', async () => {
  const synced = await openSyncedOrg()
  const row: Row = { Contacts: { totalSize: 2, done: false, records: [{ Id: '0035g0000000001AAA' }] } }
  expect(await completeChildLists(synced.context().org, row, 'Account')).toBe(1)
})

test('a list whose pages lead in a circle is a bad answer', async () => {
  const [one, two] = ['/services/data/v62.0/query/01gA-1', '/services/data/v62.0/query/01gA-2']
  const rows = { totalSize: 9, orgTime: '2026-01-05T09:30:11.000Z', rows: [] }
  const queryMore = async (path: string) => ({ ...rows, next: path === one ? two : one })
  const row: Row = { Contacts: { totalSize: 9, done: false, nextRecordsUrl: one, records: [] } }
  await expect(completeChildLists({ queryMore } as unknown as Org, row, 'Account')).rejects.toMatchObject({
    code: 'BAD_ANSWER',
    details: { object: 'Account' },
  })
})

test('a list that ends early after several pages is told too', async () => {
  const next = '/services/data/v62.0/query/01gA-1'
  const row: Row = { Contacts: { totalSize: 9, done: false, nextRecordsUrl: next, records: [{ Id: '1' }] } }
  expect(await completeChildLists({ queryMore: readLast } as unknown as Org, row, 'Account')).toBe(1)
})

async function readLast() {
  return { totalSize: 9, orgTime: '2026-01-05T09:30:11.000Z', rows: [{ Id: '2' }] }
}
