import { expect, test } from 'vitest'
import { data, openClient, type Client } from './client.js'

interface Part {
  url: string
  referenceId: string
  method?: string
  httpHeaders?: Record<string, string>
}

async function send(client: Client, requests: Part[]) {
  return client.post(data('/composite'), { compositeRequest: requests.map((part) => ({ method: 'GET', ...part })) })
}

const parts = (count: number, url: string) => Array.from({ length: count }, (_, n) => ({ url, referenceId: `r${n}` }))
const query = (soql: string) => `${data('/query')}?q=${encodeURIComponent(soql)}`

test('answers its parts in one API call, each with its own status', async () => {
  const client = await openClient()
  client.sandbox.store.insert('Account', { Name: 'Acme' })
  const { status, body, headers } = await send(client, [
    { url: query('SELECT Name FROM Account'), referenceId: 'rows' },
    { url: query('SELECT COUNT() FROM XYZZY'), referenceId: 'wrong' },
    { url: data('/sobjects/Foo/describe'), referenceId: 'none' },
  ])
  expect(status).toBe(200)
  expect(headers.get('sforce-limit-info')).toBe('api-usage=1/100000')
  expect(body.compositeResponse).toMatchObject([
    { httpStatusCode: 200, referenceId: 'rows', body: { totalSize: 1, records: [{ Name: 'Acme' }] } },
    { httpStatusCode: 400, referenceId: 'wrong', body: [{ errorCode: 'INVALID_TYPE' }] },
    { httpStatusCode: 404, referenceId: 'none', body: [{ errorCode: 'NOT_FOUND' }] },
  ])
  expect(Object.keys(body.compositeResponse[0])).toEqual(['body', 'httpHeaders', 'httpStatusCode', 'referenceId'])
})

test('carries conditional describes', async () => {
  const client = await openClient()
  const url = data('/sobjects/Account/describe')
  const first = await send(client, [{ url, referenceId: 'a' }])
  const since = first.body.compositeResponse[0].httpHeaders['Last-Modified']
  const second = await send(client, [{ url, referenceId: 'a', httpHeaders: { 'If-Modified-Since': since } }])
  expect(second.body.compositeResponse).toEqual([
    {
      body: null,
      httpHeaders: { 'Last-Modified': since, ETag: first.body.compositeResponse[0].httpHeaders.ETag },
      httpStatusCode: 304,
      referenceId: 'a',
    },
  ])
})

test('goes on with the pages of its queries', async () => {
  const client = await openClient({ pageSize: 1 })
  for (const Name of ['a', 'b']) client.sandbox.store.insert('Account', { Name })
  const first = await send(client, [{ url: query('SELECT Name FROM Account ORDER BY Id'), referenceId: 'a' }])
  const { nextRecordsUrl } = first.body.compositeResponse[0].body
  const second = await send(client, [{ url: nextRecordsUrl, referenceId: 'a' }])
  expect(second.body.compositeResponse[0].body).toMatchObject({ done: true, records: [{ Name: 'b' }] })
})

test('fills a part from the answer of an earlier one, or halts it', async () => {
  const client = await openClient()
  const { id } = client.sandbox.store.insert('Account', { Name: 'Acme' })
  const { body } = await send(client, [
    { url: query('SELECT Id FROM Account'), referenceId: 'found' },
    { url: data('/sobjects/Account/@{found.records[0].Id}'), referenceId: 'row' },
    { url: data('/sobjects/Account/@{found.records[7].Id}'), referenceId: 'halted' },
  ])
  expect(body.compositeResponse[1]).toMatchObject({ httpStatusCode: 200, body: { Id: id } })
  expect(body.compositeResponse[2]).toMatchObject({ httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }] })
  expect(body.compositeResponse[2].body[0].message).toMatch(
    /^Invalid reference specified\. No value for found\.records\[7\]\.Id found in found\./,
  )
})

test('takes all parts back where one of them fails and none may', async () => {
  const client = await openClient()
  const compositeRequest = [data('/limits'), data('/sobjects/Foo'), data('/limits')].map((url, n) => ({
    method: 'GET',
    url,
    referenceId: `r${n}`,
  }))
  const { body } = await client.post(data('/composite'), { allOrNone: true, compositeRequest })
  expect(
    body.compositeResponse.map((part: { httpStatusCode: number; body: { errorCode: string }[] }) => [
      part.httpStatusCode,
      part.body[0]?.errorCode,
    ]),
  ).toEqual([
    [400, 'PROCESSING_HALTED'],
    [404, 'NOT_FOUND'],
    [400, 'PROCESSING_HALTED'],
  ])
})

test.each([
  ['without a method', { method: undefined }],
  ['with a method in small letters', { method: 'get' }],
  ['without a reference', { referenceId: undefined }],
  ['with a reference of other characters than letters, digits and _', { referenceId: 'a-b' }],
  ['with a header that comes from the whole', { httpHeaders: { accept: 'application/json' } }],
])('refuses the whole for a part %s', async (_what, change) => {
  const client = await openClient()
  const part = { method: 'GET', url: data('/limits'), referenceId: 'a', ...change }
  const { status, body } = await client.post(data('/composite'), { compositeRequest: [part] })
  expect([status, body[0]?.errorCode]).toEqual([400, 'JSON_PARSER_ERROR'])
})

test('takes up to 25 parts, five of them queries, and no blobs', async () => {
  const client = await openClient()
  const limits = data('/limits')
  expect((await send(client, parts(25, limits))).status).toBe(200)
  expect((await send(client, parts(26, limits))).body[0].errorCode).toBe('LIMIT_EXCEEDED')
  expect((await send(client, parts(5, query('SELECT Id FROM User')))).status).toBe(200)
  expect((await send(client, parts(6, query('SELECT Id FROM User')))).body[0].errorCode).toBe('LIMIT_EXCEEDED')
  const version = client.sandbox.store.insert('ContentVersion', { PathOnClient: 'a.txt' }, { blob: Buffer.from('a') })
  const blob = data(`/sobjects/ContentVersion/${version.id}/VersionData`)
  const { body } = await send(client, [
    { url: blob, referenceId: 'a' },
    { url: data('/composite'), referenceId: 'b' },
  ])
  expect(body.compositeResponse.map((part: { httpStatusCode: number }) => part.httpStatusCode)).toEqual([404, 404])
})

test('refuses a body that is no JSON or has no parts', async () => {
  const client = await openClient()
  for (const body of [{}, null, { compositeRequest: [null] }, { compositeRequest: [{ referenceId: 'a' }] }]) {
    expect((await client.post(data('/composite'), body)).body[0].errorCode).toBe('JSON_PARSER_ERROR')
  }
  const response = await fetch(client.sandbox.url + data('/composite'), {
    method: 'POST',
    headers: { Authorization: `Bearer ${client.token}` },
    body: '{',
  })
  expect([response.status, ((await response.json()) as { errorCode: string }[])[0]?.errorCode]).toEqual([
    400,
    'JSON_PARSER_ERROR',
  ])
})
