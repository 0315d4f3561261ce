import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { ask, data, openClient } from './client.js'

test('answers come as XML where it is asked for, by suffix or by Accept', async () => {
  const client = await openClient()
  client.sandbox.store.insert('Account', { Name: 'Smith & Sons' })
  const q = encodeURIComponent('SELECT Name, Fax FROM Account')
  const { body, headers } = await client.get(data(`/query.xml?q=${q}`))
  expect(headers.get('content-type')).toBe('application/xml;charset=UTF-8')
  expect(body).toMatch(
    /^<\?xml version="1\.0" encoding="UTF-8"\?><QueryResult xmlns:xsi="[^"]+"><totalSize>1<\/totalSize>/,
  )
  expect(body).toMatch(/<records type="Account" url="[^"]+"><Name>Smith &amp; Sons<\/Name><Fax xsi:nil="true"\/>/)
  const wrong = await client.get(data('/query?q=SELECT'), { Accept: 'application/xml' })
  expect(wrong.body).toContain('<Errors><Error>')
  const versions = await ask(client.sandbox.url, '/services/data.xml')
  expect(versions.body).toContain('<Versions><Version><label>')
  const plain = await client.get(data('/limits.json'), { Accept: 'application/json, application/xml' })
  expect(plain.body.DailyApiRequests.Max).toBe(100_000)
})

test('X-PrettyPrint lays JSON out over several lines', async () => {
  const client = await openClient()
  client.sandbox.store.insert('Account', { Name: 'Acme' })
  const answer = await client.get(data('/limits/recordCount?sObjects=Account'), { 'X-PrettyPrint': '1' })
  expect(answer.body).toEqual({ sObjects: [{ count: 1, name: 'Account' }] })
  const raw = await fetch(client.sandbox.url + data('/limits/recordCount?sObjects=Account'), {
    headers: { Authorization: `Bearer ${client.token}`, 'X-PrettyPrint': '1' },
  })
  expect(await raw.text()).toBe('{\n  "sObjects" : [ {\n    "count" : 1,\n    "name" : "Account"\n  } ]\n}')
})

test('bodies may come packed, and one that is not what it says is refused', async () => {
  const client = await openClient()
  const post = (body: Buffer) =>
    ask(client.sandbox.url, data('/composite/batch'), {
      method: 'POST',
      headers: { Authorization: `Bearer ${client.token}`, 'Content-Encoding': 'gzip' },
      body: new Uint8Array(body),
    })
  const batch = JSON.stringify({ batchRequests: [{ method: 'GET', url: 'v62.0/limits' }] })
  expect((await post(gzipSync(batch))).body).toMatchObject({ hasErrors: false })
  expect((await post(Buffer.from(batch))).status).toBe(400)
})

test('conditions on when and what: 304, and 412 where something changed since', async () => {
  const client = await openClient()
  const { id } = client.sandbox.store.insert('Account', { Name: 'Acme' }, { at: Date.UTC(2026, 0, 5) })
  const path = data(`/sobjects/Account/${id}`)
  const { headers } = await client.get(path)
  const tag = headers.get('etag')!
  const status = async (given: Record<string, string>) => (await client.get(path, given)).status
  expect(await status({ 'If-None-Match': tag })).toBe(304)
  expect(await status({ 'If-Match': '"other"' })).toBe(412)
  expect(await status({ 'If-Match': tag })).toBe(200)
  expect(await status({ 'If-Modified-Since': headers.get('last-modified')! })).toBe(304)
  expect(await status({ 'If-Unmodified-Since': 'Sun, 04 Jan 2026 00:00:00 GMT' })).toBe(412)
  expect(await status({ 'If-Unmodified-Since': 'Mon, 05 Jan 2026 00:00:00 GMT' })).toBe(200)
  client.sandbox.store.update(id, { Name: 'Bolt' })
  expect(await status({ 'If-None-Match': tag })).toBe(200)
})
