import { describe, expect, test } from 'vitest'
import { encodeSoql } from '../../../src/soql/encode-soql.js'
import { soql } from '../../../src/soql/soql.js'
import { queryByIds, type IdsQuery } from '../../../src/sync/records/query-by-ids.js'
import { askedSince } from '../../support/journey.js'
import { buildComposite, buildErrorBody, buildPageBody, openScriptedOrg } from '../../support/scripted-org.js'
import { openSyncedOrg, type SyncedOrg } from '../../support/synced-org.js'
import { watchBatches } from '../../support/watch-batches.js'

/** An org whose pages have 200 rows, with accounts and, on each of them, contacts. */
async function openAccounts(count: number, contactsEach = 0) {
  const synced = await openSyncedOrg({ sandbox: { pageSize: 200 } })
  const { store } = synced.sandbox
  const ids = Array.from({ length: count }, (_, n) => store.insert('Account', { Name: `A${n}` }).id)
  const contacts = ids.flatMap((AccountId) =>
    Array.from({ length: contactsEach }, () => store.insert('Contact', { LastName: 'C', AccountId }).id),
  )
  return { synced, ids, contacts }
}

const accountsOf = (ids: string[], mostIds = 500): IdsQuery => ({
  sobject: 'Account',
  scope: 'live',
  select: soql('Account').id(),
  field: 'Id',
  ids,
  mostIds,
})

const contactsOf = (ids: string[], mostIds = 500): IdsQuery => ({
  ...accountsOf(ids, mostIds),
  select: soql('Contact').id().fields(['AccountId']),
  field: 'AccountId',
})

function read(synced: SyncedOrg, query: IdsQuery, longestBytes = 15_000) {
  const { org, batches } = watchBatches(synced.context().org)
  const pages = queryByIds({ org, fits: (text) => encodeSoql(text).length <= longestBytes }, query)
  return { org, batches, pages }
}

async function idsOf(synced: SyncedOrg, query: IdsQuery): Promise<string[]> {
  const ids: string[] = []
  for await (const rows of read(synced, query).pages) ids.push(...rows.map((row) => String(row['Id'])))
  return ids
}

const statements = ({ sandbox }: SyncedOrg) => askedSince(sandbox).flatMap(({ soql: text }) => text ?? [])
const namedIn = (synced: SyncedOrg) =>
  statements(synced).map((text) => text.match(/IN \(([^)]*)\)/)![1]!.split(',').length)

describe('rows of many Ids', () => {
  test('come in the order of their pieces, all of which are in one batch before the first is sent', async () => {
    const { synced, ids } = await openAccounts(25)
    const { org, batches, pages } = read(synced, accountsOf(ids, 10))
    const rows: string[][] = []
    for await (const page of pages) {
      rows.push(page.map((row) => String(row['Id'])))
      expect(batches).toEqual([[expect.any(String), expect.any(String), expect.any(String)]])
      expect(org.calls()).toBe(1)
    }
    expect(rows).toEqual([ids.slice(0, 10), ids.slice(10, 20), ids.slice(20)])
    expect(statements(synced)).toEqual(batches[0])
  })

  test('are queried by no more than fit into a request, opened again too', async () => {
    const { synced, ids } = await openAccounts(25, 1)
    const { batches, pages } = read(synced, contactsOf(ids), 400)
    const found: unknown[] = []
    for await (const page of pages) found.push(...page.map((row) => row['AccountId']))
    expect(found.toSorted()).toEqual(ids)
    expect(batches[0]!.length).toBeGreaterThan(1)
    const reopened = batches[0]!.map((text) => text.replace(' ORDER BY', ` AND Id > '${ids[0]}' ORDER BY`))
    const bytes = reopened.map((text) => encodeSoql(text).length)
    expect(Math.max(...bytes)).toBeLessThanOrEqual(400)
    expect(Math.max(...bytes)).toBeGreaterThan(370)
  })

  test('cost no call where there are no Ids, and are none for Ids the org lacks', async () => {
    const { synced, ids } = await openAccounts(2)
    expect(await idsOf(synced, accountsOf([]))).toEqual([])
    expect(statements(synced)).toEqual([])
    synced.sandbox.store.purge(ids[0]!)
    expect(await idsOf(synced, accountsOf(ids))).toEqual([ids[1]])
  })
})

describe('a locator that dies', () => {
  test('has the Ids without a row queried again, and no row comes twice', async () => {
    const { synced, ids } = await openAccounts(450)
    synced.sandbox.faults.add({ name: 'dead-locator', count: Infinity })
    expect(await idsOf(synced, accountsOf(ids))).toEqual(ids)
    expect(namedIn(synced)).toEqual([450, 250, 50])
  })

  test('has the rows of a lookup queried after the last one, however often it dies', async () => {
    const { synced, ids, contacts } = await openAccounts(3, 250)
    synced.sandbox.faults.add({ name: 'dead-locator', count: Infinity })
    expect(await idsOf(synced, contactsOf(ids))).toEqual(contacts)
    expect(statements(synced)).toHaveLength(4)
    expect(namedIn(synced)).toEqual([3, 3, 3, 3])
    expect(statements(synced)[1]).toContain(`AND Id > '${contacts[199]}' ORDER BY Id`)
  })

  test('where every Id has its row already ends the piece, and the next one follows', async () => {
    const { org, server } = await openScriptedOrg()
    const lost = { status: 404, body: buildErrorBody('INVALID_QUERY_LOCATOR', 'invalid query locator') }
    const full = { body: buildPageBody(['001A', '001B'], '/services/data/v62.0/query/01gAB-2') }
    server.answer(buildComposite(full.body, buildPageBody(['001C'])), lost)
    const found: unknown[] = []
    const query = accountsOf(['001A', '001B', '001C'], 2)
    for await (const rows of queryByIds({ org, fits: () => true }, query)) found.push(...rows.map(({ Id }) => Id))
    expect(found).toEqual(['001A', '001B', '001C'])
    expect(server.requests).toHaveLength(2)
  })
})

describe('a piece that takes the org too long', () => {
  test('is halved until it does not, and its rows stay in order', async () => {
    const { synced, ids } = await openAccounts(200)
    synced.sandbox.faults.add({ name: 'query-timeout', rows: 60 })
    expect(await idsOf(synced, accountsOf(ids))).toEqual(ids)
    expect(namedIn(synced)).toEqual([200, 100, 50, 50, 100, 50, 50])
  })

  test('when it is opened again is halved without the rows that came before', async () => {
    const { synced, ids, contacts } = await openAccounts(4, 150)
    synced.sandbox.faults.add({ name: 'dead-locator', count: 1 })
    synced.sandbox.faults.add({ name: 'query-timeout', rows: 350, when: 2 })
    const found = await idsOf(synced, contactsOf(ids))
    expect(found).toHaveLength(contacts.length)
    expect(new Set(found)).toEqual(new Set(contacts))
    expect(namedIn(synced)).toEqual([4, 4, 2, 2])
    expect(
      statements(synced)
        .slice(1)
        .every((text) => text.includes(`Id > '${contacts[199]}'`)),
    ).toBe(true)
  })

  test('goes on in slices where a single Id has too many rows, each row once and in order', async () => {
    const { synced, ids, contacts } = await openAccounts(2, 450)
    synced.sandbox.faults.add({ name: 'query-timeout', rows: 300 })
    expect(await idsOf(synced, contactsOf(ids))).toEqual(contacts.toSorted())
    expect(statements(synced).flatMap((text) => /LIMIT (\d+)/.exec(text)?.[1] ?? [])).toEqual([
      '2000',
      '1000',
      '500',
      '250',
      '250',
      '2000',
      '1000',
      '500',
      '250',
      '250',
    ])
  })

  test('has slices opened again after their own last row', async () => {
    const { synced, ids, contacts } = await openAccounts(1, 900)
    synced.sandbox.faults.add({ name: 'query-timeout', rows: 600 })
    synced.sandbox.faults.add({ name: 'dead-locator', count: Infinity })
    expect(await idsOf(synced, contactsOf(ids))).toEqual(contacts.toSorted())
  })

  test.each([
    ['a few rows of a single Id', contactsOf, 'Account: Contact with AccountId', 10],
    ['a single Id that is compared itself', accountsOf, 'Account: Account with Id', 0],
  ] as const)('fails with the Id and the answer of the org where %s do', async (_what, queryFor, text, rows) => {
    const { synced, ids } = await openAccounts(2, 20)
    synced.sandbox.faults.add({ name: 'query-timeout', rows })
    await expect(idsOf(synced, { ...queryFor(ids), from: text.split(' ')[1]! })).rejects.toMatchObject({
      code: 'QUERY_TIMEOUT',
      message: `${text} ${ids[0]}: Your query request was running for too long. (QUERY_TIMEOUT, HTTP 400)`,
    })
    expect(namedIn(synced).slice(0, 2)).toEqual([2, 1])
  })
})
