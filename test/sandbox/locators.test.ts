import { expect, test } from 'vitest'
import { data, openClient, type Client } from './client.js'

const badLocator = [{ message: 'invalid query locator', errorCode: 'INVALID_QUERY_LOCATOR' }]

async function openWithAccounts(count: number, options = {}): Promise<Client> {
  const client = await openClient(options)
  for (let n = 0; n < count; n++) client.sandbox.store.insert('Account', { Name: `Account ${n}` })
  return client
}

test('a result has pages of 2,000 rows and an address for the next one', async () => {
  const client = await openWithAccounts(4100)
  const first = await client.query('SELECT Id FROM Account ORDER BY Id')
  expect(Object.keys(first.body)).toEqual(['totalSize', 'done', 'nextRecordsUrl', 'records'])
  expect(first.body).toMatchObject({ totalSize: 4100, done: false })
  expect(first.body.records).toHaveLength(2000)
  expect(first.body.nextRecordsUrl).toMatch(/^\/services\/data\/v62\.0\/query\/0r8\w{15}-2000$/)
  const second = await client.get(first.body.nextRecordsUrl)
  const older = await client.get(first.body.nextRecordsUrl.replace('v62.0', 'v58.0'))
  expect(older.body.nextRecordsUrl).toBe(second.body.nextRecordsUrl.replace('v62.0', 'v58.0'))
  const third = await client.get(second.body.nextRecordsUrl)
  expect(third.body).toMatchObject({ totalSize: 4100, done: true })
  expect(third.body.records).toHaveLength(100)
  expect(third.body).not.toHaveProperty('nextRecordsUrl')
  expect(await client.rows('SELECT Id FROM Account')).toHaveLength(4100)
})

test('every address in a page is of the version it was asked for by, also in child lists', async () => {
  const client = await openWithAccounts(0, { pageSize: 2, childPageSize: 1 })
  const { store } = client.sandbox
  for (const Name of ['One', 'Two']) {
    const { id } = store.insert('Account', { Name })
    for (const LastName of ['Berg', 'Dahl']) store.insert('Contact', { LastName, AccountId: id })
  }
  const { body } = await client.query('SELECT Id, (SELECT Id FROM Contacts) FROM Account')
  const next = JSON.stringify((await client.get(body.nextRecordsUrl.replace('v62.0', 'v58.0'))).body)
  expect(new Set(next.match(/v\d+\.0(?=\/(?:query|sobjects))/g))).toEqual(new Set(['v58.0']))
  expect(next).toContain('"nextRecordsUrl":"/services/data/v58.0/query/')
})

test('an empty result is done', async () => {
  const client = await openWithAccounts(0)
  expect((await client.query('SELECT Id FROM Account')).body).toEqual({ totalSize: 0, done: true, records: [] })
})

test('a batch size makes pages smaller, within 200 and 2,000', async () => {
  const client = await openWithAccounts(600)
  const size = async (batch: string) =>
    (await client.query('SELECT Id FROM Account', { 'Sforce-Query-Options': `batchSize=${batch}` })).body.records.length
  expect([await size('250'), await size('10'), await size('5000')]).toEqual([250, 200, 600])
})

test('a page can be read again, also through queryAll', async () => {
  const client = await openWithAccounts(5, { pageSize: 2 })
  const { body } = await client.query('SELECT Id FROM Account')
  const once = await client.get(body.nextRecordsUrl)
  expect((await client.get(body.nextRecordsUrl)).body).toEqual(once.body)
  expect((await client.get(body.nextRecordsUrl.replace('/query/', '/queryAll/'))).body).toEqual(once.body)
})

test('pages show the rows the result had at its opening as they are now; purged ones are missing', async () => {
  const client = await openWithAccounts(5, { pageSize: 2 })
  const { store } = client.sandbox
  const ids = [...store.rows('Account')].map((row) => row.id)
  const { body } = await client.query('SELECT Id, Name FROM Account ORDER BY Id')
  store.insert('Account', { Name: 'Late' })
  store.update(ids[2]!, { Name: 'Renamed' })
  store.delete(ids[3]!)
  store.purge(ids[3]!)
  const next = await client.get(body.nextRecordsUrl)
  expect(next.body.totalSize).toBe(5)
  expect(next.body.records.map((row: { Name: string }) => row.Name)).toEqual(['Renamed', 'Account 4'])
})

test('OFFSET has no next page', async () => {
  const client = await openWithAccounts(10, { pageSize: 3 })
  const { body } = await client.query('SELECT Name FROM Account ORDER BY Id OFFSET 4')
  expect(body.done).toBe(true)
  expect(body.records.map((row: { Name: string }) => row.Name)).toEqual(['Account 4', 'Account 5', 'Account 6'])
})

test('an unknown locator is refused', async () => {
  const client = await openWithAccounts(5, { pageSize: 2 })
  const { body } = await client.query('SELECT Id FROM Account')
  for (const locator of ['nonsense', '0r85g0000000099AAA-2', `${body.nextRecordsUrl.split('/').at(-1)}00`]) {
    const answer = await client.get(data(`/query/${locator}`))
    expect([locator, answer.status, answer.body]).toEqual([locator, 400, badLocator])
  }
})

test('a locator is for the session that made it alone: another one is told that it is none, again and again', async () => {
  const client = await openWithAccounts(5, { pageSize: 2 })
  const { body } = await client.query('SELECT Id FROM Account')
  const first = client.token
  client.token = await client.login()
  for (let turn = 0; turn < 3; turn++) {
    const foreign = await client.get(body.nextRecordsUrl)
    expect([foreign.status, foreign.body[0].errorCode]).toEqual([401, 'INVALID_SESSION_ID'])
  }
  expect((await client.query('SELECT Id FROM Account')).status).toBe(200)
  client.token = first
  expect((await client.get(body.nextRecordsUrl)).status).toBe(200)
  client.sandbox.expireSessions()
  client.token = await client.login()
  expect((await client.get(body.nextRecordsUrl)).body[0].errorCode).toBe('INVALID_SESSION_ID')
})
