import { expect, test } from 'vitest'
import type { FaultSpec } from '../../src/sandbox/faults/faults.js'
import { data, openClient, type Client } from './client.js'

async function openWith(...faults: FaultSpec[]): Promise<Client> {
  const client = await openClient({ pageSize: 2, faults })
  const { store } = client.sandbox
  for (let n = 0; n < 7; n++) {
    store.insert('Account', { Name: `a${n}` })
    store.insert('Lead', { LastName: `a${n}`, Company: 'c' })
  }
  return client
}

/** The statuses of a result's pages, up to the first that isn't 200. */
async function pagesOf(client: Client, object: string): Promise<number[]> {
  const statuses: number[] = []
  let answer = await client.query(`SELECT Id FROM ${object}`)
  for (;;) {
    statuses.push(answer.status)
    if (answer.status !== 200 || answer.body.done) return statuses
    answer = await client.get(answer.body.nextRecordsUrl)
  }
}

test('a fault strikes the object it is aimed at, in queries, pages, describes and jobs', async () => {
  const client = await openWith({ name: 'status', object: 'Lead', count: 10 })
  expect(await pagesOf(client, 'Account')).toEqual([200, 200, 200, 200])
  expect(await pagesOf(client, 'Lead')).toEqual([503])
  expect((await client.get(data('/sobjects/Lead/describe'))).status).toBe(503)
  const job = (query: string) => client.post(data('/jobs/query'), { operation: 'query', query })
  expect([(await job('SELECT Id FROM Lead')).status, (await job('SELECT Id FROM Account')).status]).toEqual([503, 200])
  const nested = await client.query(
    "SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact) AND Name != 'FROM Lead'",
  )
  expect(nested.status).toBe(200)
})

test('a fault strikes the page it is aimed at', async () => {
  const client = await openWith({ name: 'status', page: 3, object: 'Account' })
  expect(await pagesOf(client, 'Lead')).toEqual([200, 200, 200, 200])
  expect(await pagesOf(client, 'Account')).toEqual([200, 200, 503])
})

test('a fault strikes its share of the requests, evenly', async () => {
  const client = await openWith({ name: 'status', path: '/limits', share: 0.25, count: 100 })
  const statuses: number[] = []
  for (let n = 0; n < 8; n++) statuses.push((await client.get(data('/limits'))).status)
  expect(statuses).toEqual([200, 200, 200, 503, 200, 200, 200, 503])
})

test('a session dies after pages of the object it is aimed at alone, and as often as it is told', async () => {
  const client = await openWith({ name: 'session-dies', object: 'Lead', pages: 2, count: 1 })
  expect(await pagesOf(client, 'Account')).toEqual([200, 200, 200, 200])
  expect(await pagesOf(client, 'Lead')).toEqual([200, 200, 200, 401])
  client.token = await client.login()
  expect(await pagesOf(client, 'Lead')).toEqual([200, 200, 200, 200])
})

test('a session dies at the results of a job where the fault names them', async () => {
  const client = await openWith({ name: 'session-dies', path: '/results', pages: 1 })
  const { body: job } = await client.post(data('/jobs/query'), { operation: 'query', query: 'SELECT Id FROM Account' })
  const path = data(`/jobs/query/${job.id}`)
  await client.get(path)
  expect((await client.get(`${path}/results`)).status).toBe(200)
  expect((await client.get(`${path}/results`)).body[0].errorCode).toBe('INVALID_SESSION_ID')
  client.token = await client.login()
  expect((await client.get(`${path}/results`)).status).toBe(200)
})

test.each([
  ['api-disabled', 403, 'API_DISABLED_FOR_ORG', 'The REST API is not enabled for this Organization.'],
  ['user-api-disabled', 403, 'API_CURRENTLY_DISABLED', 'API is disabled for this User'],
  ['server-busy', 503, 'SERVER_UNAVAILABLE', 'Server too busy'],
  [
    'concurrent-requests',
    403,
    'REQUEST_LIMIT_EXCEEDED',
    'ConcurrentRequests (Concurrent API Requests) Limit exceeded.',
  ],
  ['operation-too-large', 400, 'OPERATION_TOO_LARGE', "exceeded 100000 distinct who/what's"],
  ['unknown-exception', 500, 'UNKNOWN_EXCEPTION', expect.stringContaining('An unexpected error occurred.')],
] as const)('%s', async (name, status, errorCode, message) => {
  const client = await openWith({ name })
  const answer = await client.query('SELECT Id FROM Account')
  expect([answer.status, answer.body]).toEqual([status, [{ message, errorCode }]])
})

test('a user may be kept from the limits and from Apex classes', async () => {
  const client = await openWith({ name: 'limits-hidden' }, { name: 'apex-forbidden' }, { name: 'too-many-ids' })
  expect((await client.get(data('/limits'))).body[0].errorCode).toBe('FORBIDDEN')
  expect((await client.get('/services/apexrest/LeanDataAPI')).body[0].message).toBe(
    'You do not have access to the Apex class named: LeanDataAPI',
  )
  const [start, end] = [new Date(client.sandbox.clock.now() - 3_600_000), new Date(client.sandbox.clock.now())]
  const updated = await client.get(
    data(`/sobjects/Account/updated?start=${start.toISOString()}&end=${end.toISOString()}`),
  )
  expect(updated.body[0].errorCode).toBe('EXCEEDED_ID_LIMIT')
})
