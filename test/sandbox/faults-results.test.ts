import { describe, expect, test } from 'vitest'
import type { FaultSpec } from '../../src/sandbox/faults/faults.js'
import { data, openClient, type Client } from './client.js'

async function openWithAccounts(...faults: FaultSpec[]): Promise<Client> {
  const client = await openClient({ pageSize: 2, childPageSize: 2, faults })
  for (let n = 0; n < 7; n++) client.sandbox.store.insert('Account', { Name: `Account ${n}` })
  return client
}

const SOQL = 'SELECT Id, Name FROM Account ORDER BY Id'

describe('a result that is read page by page', () => {
  test('session-dies ends a token after some next pages', async () => {
    const client = await openWithAccounts({ name: 'session-dies', pages: 2 })
    let page = await client.query(SOQL)
    for (let n = 0; n < 2; n++) page = await client.get(page.body.nextRecordsUrl)
    expect(page.status).toBe(200)
    const dead = await client.get(page.body.nextRecordsUrl)
    expect([dead.status, dead.body[0].errorCode]).toEqual([401, 'INVALID_SESSION_ID'])
    client.token = await client.login()
    expect((await client.get(page.body.nextRecordsUrl)).body[0].errorCode).toBe('INVALID_SESSION_ID')
  })

  test('bound-locators answers the session that made them alone', async () => {
    const client = await openWithAccounts({ name: 'bound-locators' })
    const { body } = await client.query(SOQL)
    expect((await client.get(body.nextRecordsUrl)).status).toBe(200)
    client.token = await client.login()
    expect((await client.get(body.nextRecordsUrl)).body[0].errorCode).toBe('INVALID_QUERY_LOCATOR')
  })

  test('dead-locator forgets one locator for good', async () => {
    const client = await openWithAccounts({ name: 'dead-locator', when: 2 })
    const first = await client.query(SOQL)
    const second = await client.get(first.body.nextRecordsUrl)
    expect(second.status).toBe(200)
    for (let n = 0; n < 2; n++) expect((await client.get(second.body.nextRecordsUrl)).status).toBe(400)
    expect(await client.rows(SOQL)).toHaveLength(7)
  })

  test('endless-locator gives the same page again and again', async () => {
    const client = await openWithAccounts({ name: 'endless-locator' })
    const { body } = await client.query(SOQL)
    const once = await client.get(body.nextRecordsUrl)
    expect(once.body).toMatchObject({ done: false, nextRecordsUrl: body.nextRecordsUrl })
    expect((await client.get(once.body.nextRecordsUrl)).body).toEqual(once.body)
  })

  test('repeated-rows begins a page with rows of the one before', async () => {
    const client = await openWithAccounts({ name: 'repeated-rows', by: 2, count: 1 })
    const first = await client.query(SOQL)
    const second = await client.get(first.body.nextRecordsUrl)
    expect(second.body.records.slice(0, 2)).toEqual(first.body.records.slice(-2))
  })

  test('foreign-locator names another host, or this one in full', async () => {
    const client = await openWithAccounts(
      { name: 'foreign-locator', count: 1 },
      { name: 'foreign-locator', host: 'self' },
    )
    const foreign = await client.query(SOQL)
    expect(foreign.body.nextRecordsUrl).toMatch(
      /^https:\/\/elsewhere\.example\.com\/services\/data\/v62\.0\/query\/0r8/,
    )
    const own = await client.query(SOQL)
    expect(own.body.nextRecordsUrl).toMatch(new RegExp(`^${client.sandbox.url}/services/data/`))
  })

  test('wrong-total says more or fewer rows than there are', async () => {
    const client = await openWithAccounts({ name: 'wrong-total', by: -3 })
    expect((await client.query(SOQL)).body.totalSize).toBe(4)
    expect(await client.rows(SOQL)).toHaveLength(7)
  })

  test('cut-children ends a child list early and calls it done', async () => {
    const client = await openWithAccounts({ name: 'cut-children' })
    const { store } = client.sandbox
    const [account] = [...store.rows('Account')]
    for (let n = 0; n < 5; n++) store.insert('Contact', { LastName: `${n}`, AccountId: account!.id })
    const [row] = await client.rows(`SELECT Id, (SELECT Id FROM Contacts) FROM Account WHERE Id = '${account!.id}'`)
    expect(row.Contacts).toMatchObject({ totalSize: 5, done: true })
    expect(row.Contacts.records).toHaveLength(2)
    expect(row.Contacts).not.toHaveProperty('nextRecordsUrl')
  })
})

describe('a statement', () => {
  test('query-timeout hits what matches too many rows without a LIMIT below them', async () => {
    const client = await openWithAccounts({ name: 'query-timeout', rows: 5, object: 'Account' })
    const timeout = [{ message: 'Your query request was running for too long.', errorCode: 'QUERY_TIMEOUT' }]
    expect(await client.query(SOQL)).toMatchObject({ status: 400, body: timeout })
    expect((await client.query(`${SOQL} LIMIT 6`)).body).toEqual(timeout)
    expect((await client.query('SELECT COUNT() FROM Account')).body).toEqual(timeout)
    expect((await client.query(`${SOQL} LIMIT 5`)).status).toBe(200)
    expect((await client.query("SELECT Id FROM Account WHERE Name < 'Account 5'")).status).toBe(200)
    expect((await client.query('SELECT Id FROM User')).status).toBe(200)
  })

  test('query-too-complicated hits what selects too many fields, parents and children counted', async () => {
    const client = await openWithAccounts({ name: 'query-too-complicated', fields: 3 })
    expect((await client.query('SELECT Id, Owner.Name, (SELECT Id FROM Contacts) FROM Account')).status).toBe(200)
    const { body } = await client.query('SELECT Id, Name, Owner.Name, (SELECT Id FROM Contacts) FROM Account')
    expect(body[0].errorCode).toBe('QUERY_TOO_COMPLICATED')
  })

  test('feed-item-filter wants the Ids of feed items', async () => {
    const client = await openWithAccounts({ name: 'feed-item-filter' })
    const { status, body } = await client.query("SELECT Id FROM FeedItem WHERE ParentId = '0015g0000000001AAA'")
    expect([status, body[0]]).toEqual([
      400,
      { message: 'FeedItem requires a filter by Id', errorCode: 'MALFORMED_QUERY' },
    ])
    expect((await client.query("SELECT Id FROM FeedItem WHERE Id = '0D55g0000000001CAA'")).status).toBe(200)
    expect((await client.query('SELECT Id FROM CaseFeed')).status).toBe(200)
  })

  test('unfilterable closes a field to WHERE and says so in the describe', async () => {
    const client = await openWithAccounts({ name: 'unfilterable', object: 'Account', field: 'LastModifiedDate' })
    const { body } = await client.query('SELECT Id FROM Account WHERE LastModifiedDate > 2026-01-01T00:00:00Z')
    expect(body[0].message).toContain("field 'LastModifiedDate' can not be filtered in a query call")
    const { fields } = (await client.get(data('/sobjects/Account/describe'))).body
    const field = fields.find((one: { name: string }) => one.name === 'LastModifiedDate')
    expect(field.filterable).toBe(false)
    expect((await client.query('SELECT Id FROM Account WHERE SystemModstamp > 2026-01-01T00:00:00Z')).status).toBe(200)
  })
})
