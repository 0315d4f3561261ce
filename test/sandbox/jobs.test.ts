import { expect, test } from 'vitest'
import { ask, data, openClient, type Client } from './client.js'

async function make(client: Client, query: string, options: Record<string, unknown> = {}) {
  return client.post(data('/jobs/query'), { operation: 'query', query, ...options })
}

async function send(client: Client, method: string, path: string, body?: unknown) {
  return ask(client.sandbox.url, path, {
    method,
    headers: { Authorization: `Bearer ${client.token}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

test('a job goes from upload to completion, and its results come page by page', async () => {
  const client = await openClient({ bulkPageSize: 2 })
  for (const Name of ['Acme', 'Beta "B"', 'Line\nbreak']) client.sandbox.store.insert('Account', { Name })
  const made = await make(client, 'SELECT Name, IsDeleted FROM Account ORDER BY Name')
  expect(made).toMatchObject({ status: 200, body: { object: 'Account', state: 'UploadComplete', apiVersion: 62 } })
  const path = data(`/jobs/query/${made.body.id}`)
  expect((await client.get(path)).body).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 3 })
  const first = await client.get(`${path}/results`)
  expect(first.body).toBe('"Name","IsDeleted"\n"Acme","false"\n"Beta ""B""","false"\n')
  expect(first.headers.get('sforce-numberofrecords')).toBe('2')
  const locator = first.headers.get('sforce-locator')!
  const second = await client.get(`${path}/results?locator=${locator}`)
  expect(second.body).toBe('"Name","IsDeleted"\n"Line\nbreak","false"\n')
  expect(second.headers.get('sforce-locator')).toBe('null')
  const pages = await client.get(`${path}/resultPages`)
  expect(pages.body).toEqual({
    resultPages: [{ resultUrl: `${path}/results` }, { resultUrl: `${path}/results?locator=${locator}` }],
    done: true,
  })
})

test('values are written as the Bulk API writes them', async () => {
  const client = await openClient()
  const at = Date.UTC(2026, 0, 5, 9, 30, 11)
  client.sandbox.store.insert('Account', { Name: '', AnnualRevenue: 5, NumberOfEmployees: 7 }, { at })
  const made = await make(client, 'SELECT Name, AnnualRevenue, NumberOfEmployees, CreatedDate, Website FROM Account')
  await client.get(data(`/jobs/query/${made.body.id}`))
  const results = await client.get(data(`/jobs/query/${made.body.id}/results`))
  expect(results.body.split('\n')[1]).toBe('"","5.0","7","2026-01-05T09:30:11.000Z",""')
})

test.each([
  ['a child list', 'SELECT Id, (SELECT Id FROM Contacts) FROM Account', 'Nested query'],
  ['a compound field', 'SELECT BillingAddress FROM Account', 'compound data'],
  ['a parent of several kinds', 'SELECT Owner.Name FROM Case', 'polymorphic'],
  ['a count', 'SELECT COUNT() FROM Account', 'Aggregate'],
])('%s is refused', async (_, soql, message) => {
  const client = await openClient()
  expect(await make(client, soql)).toMatchObject({
    status: 400,
    body: [{ errorCode: 'API_ERROR', message: expect.stringContaining(message) as string }],
  })
})

test('results are there for a complete job alone, and for its own API version', async () => {
  const client = await openClient()
  const { body: job } = await make(client, 'SELECT Id FROM Account')
  expect((await client.get(data(`/jobs/query/${job.id}/results`))).status).toBe(400)
  await client.get(data(`/jobs/query/${job.id}`))
  expect((await client.get(data(`/jobs/query/${job.id}/results`, '61.0'))).status).toBe(409)
  expect((await client.get(data(`/jobs/query/${job.id}/results`))).status).toBe(200)
})

test('a job is aborted, deleted, and gone after seven days', async () => {
  const client = await openClient()
  const { body: first } = await make(client, 'SELECT Id FROM Account')
  const path = data(`/jobs/query/${first.id}`)
  expect((await send(client, 'PATCH', path, { state: 'Aborted' })).body).toMatchObject({ state: 'Aborted' })
  expect((await send(client, 'DELETE', path)).status).toBe(204)
  expect((await client.get(path)).status).toBe(404)
  const { body: second } = await make(client, 'SELECT Id FROM Account')
  client.sandbox.clock.advance(8 * 24 * 60 * 60 * 1000)
  expect((await client.get(data(`/jobs/query/${second.id}`))).status).toBe(404)
})

test('a job is in progress until it is done: then it is not aborted any more, and before that not deleted', async () => {
  const client = await openClient({ faults: [{ name: 'bulk-stuck', polls: 1 }] })
  const { body: job } = await make(client, 'SELECT Id FROM Account')
  const path = data(`/jobs/query/${job.id}`)
  expect((await client.get(path)).body).toMatchObject({ state: 'InProgress', numberRecordsProcessed: 0 })
  expect((await send(client, 'DELETE', path)).body[0].errorCode).toBe('INVALIDJOBSTATE')
  expect((await client.get(`${path}/results`)).status).toBe(400)
  expect((await client.get(path)).body.state).toBe('JobComplete')
  expect((await send(client, 'PATCH', path, { state: 'Aborted' })).body[0].errorCode).toBe('INVALIDJOBSTATE')
  expect((await send(client, 'DELETE', path)).status).toBe(204)
})

test.each([
  ['TAB', 'LF', '"Name"\t"Fax"\n"Acme"\t""\n'],
  ['PIPE', 'CRLF', '"Name"|"Fax"\r\n"Acme"|""\r\n'],
  ['SEMICOLON', 'LF', '"Name";"Fax"\n"Acme";""\n'],
  ['CARET', 'LF', '"Name"^"Fax"\n"Acme"^""\n'],
  ['BACKQUOTE', 'LF', '"Name"`"Fax"\n"Acme"`""\n'],
])('results with %s and %s', async (columnDelimiter, lineEnding, csv) => {
  const client = await openClient()
  client.sandbox.store.insert('Account', { Name: 'Acme' })
  const { body: job } = await make(client, 'SELECT Name, Fax FROM Account', { columnDelimiter, lineEnding })
  await client.get(data(`/jobs/query/${job.id}`))
  expect((await client.get(data(`/jobs/query/${job.id}/results`))).body).toBe(csv)
})

test('jobs are listed newest first, a thousand at a time; those of other kinds are none', async () => {
  const client = await openClient()
  const plan = await make(client, 'SELECT Id FROM Account')
  for (let n = 0; n < 3; n++) await make(client, 'SELECT Id FROM Lead')
  const { body } = await client.get(data('/jobs/query'))
  expect(body.records.map(({ object }: { object: string }) => object)).toEqual(['Lead', 'Lead', 'Lead', 'Account'])
  expect(body.records.at(-1)).toMatchObject({ id: plan.body.id, jobType: 'V2Query' })
  expect(body).toMatchObject({ done: true, nextRecordsUrl: null })
  expect((await client.get(data('/jobs/query?jobType=Classic'))).body.records).toEqual([])
  expect((await client.get(data('/jobs/ingest'))).body.records).toEqual([])
  expect((await client.post(data('/jobs/ingest'), {})).body[0].errorCode).toBe('FEATURENOTENABLED')
})

test('a job is refused for what it can not do, and before version 47', async () => {
  const client = await openClient()
  const refusal = async (body: unknown) => (await client.post(data('/jobs/query'), body)).body[0].errorCode
  const query = 'SELECT Id FROM Account'
  expect(await refusal({ operation: 'insert', query })).toBe('API_ERROR')
  expect(await refusal({ operation: 'query', query, contentType: 'JSON' })).toBe('API_ERROR')
  expect(await refusal({ operation: 'query', query, columnDelimiter: 'STAR' })).toBe('API_ERROR')
  expect(await refusal({ operation: 'query', query: 'SELECT Nothing FROM Account' })).toBe('INVALID_FIELD')
  expect(await refusal({ operation: 'query', query: 'SELECT Id FROM Attachment' })).toBe('INVALIDENTITY')
  expect(await refusal({ operation: 'query', query: `${query} LIMIT 1 OFFSET 0` })).toBe('API_ERROR')
  expect(await refusal('nothing')).toBe('JSON_PARSER_ERROR')
  expect((await client.post(data('/jobs/query', '46.0'), { operation: 'query', query })).status).toBe(404)
})

test('jobs of a day are limited, and a failed one says why', async () => {
  const fault = { name: 'bulk-failed', description: 'InvalidBatch : Failed to process query' } as const
  const client = await openClient({ faults: [fault] })
  const { body: job } = await make(client, 'SELECT Id FROM Account')
  expect((await client.get(data(`/jobs/query/${job.id}`))).body).toMatchObject({
    state: 'Failed',
    errorMessage: fault.description,
  })
  expect((await client.get(data('/limits'))).body.DailyBulkV2QueryJobs).toEqual({ Max: 10_000, Remaining: 9999 })
  client.sandbox.clock.advance(86_400_000)
  expect((await client.get(data('/limits'))).body.DailyBulkV2QueryJobs.Remaining).toBe(10_000)
})
