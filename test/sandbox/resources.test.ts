import { expect, test } from 'vitest'
import { ask, data, openClient } from './client.js'

test('lists its API versions without a login', async () => {
  const { sandbox } = await openClient()
  for (const path of ['/services/data', '/services/data/']) {
    const { status, body } = await ask(sandbox.url, path)
    expect(status).toBe(200)
    expect(body[0]).toEqual({ label: "Summer '14", url: '/services/data/v31.0', version: '31.0' })
    expect(body.at(-2)).toEqual({ label: "Spring '26", url: '/services/data/v66.0', version: '66.0' })
    expect(body.at(-1)).toEqual({ label: "Summer '26", url: '/services/data/v67.0', version: '67.0' })
  }
})

test('lists the resources of a version', async () => {
  const client = await openClient()
  const { body } = await client.get('/services/data/v58.0/')
  expect(body).toMatchObject({ query: '/services/data/v58.0/query', sobjects: '/services/data/v58.0/sobjects' })
})

test('answers 404 for an unknown version, object, path and a doubled slash', async () => {
  const client = await openClient()
  const paths = ['/services/data/v68.0', '/services/data/v62.5/limits', data('/sobjects/Foo/describe')]
  for (const path of [...paths, data('/nothing'), '/services/data//v62.0/limits', data('/sobjects/Foo')]) {
    const { status, body } = await client.get(path)
    expect([path, status]).toEqual([path, 404])
    expect(body).toEqual([{ message: 'The requested resource does not exist', errorCode: 'NOT_FOUND' }])
  }
})

function allowed(method: string, list: string) {
  return [405, `HTTP Method '${method}' not allowed. Allowed are ${list}`]
}

test('refuses a method that an address does not take, and names those that it takes', async () => {
  const client = await openClient()
  const posted = await client.post(data('/query'), {})
  expect([posted.status, posted.body[0]]).toEqual([
    405,
    { errorCode: 'METHOD_NOT_ALLOWED', message: "HTTP Method 'POST' not allowed. Allowed are HEAD,GET" },
  ])
  const refusal = async (method: string, path: string) => {
    const headers = { Authorization: `Bearer ${client.token}` }
    const { status, body } = await ask(client.sandbox.url, path, { method, headers })
    return [status, body[0].message]
  }
  const row = data('/sobjects/User/0055g0000000001AAA')
  expect(await refusal('POST', row)).toEqual(allowed('POST', 'HEAD,GET,PATCH,DELETE'))
  expect(await refusal('PUT', data('/sobjects/User'))).toEqual(allowed('PUT', 'HEAD,GET,POST'))
  expect(await refusal('DELETE', data('/composite/batch'))).toEqual(allowed('DELETE', 'POST'))
  expect(await refusal('DELETE', data('/composite'))).toEqual(allowed('DELETE', 'HEAD,GET,POST'))
  expect(await refusal('POST', '/services/data')).toEqual(allowed('POST', 'HEAD,GET'))
})

test('a POST is the method that its address names', async () => {
  const client = await openClient()
  const row = data('/sobjects/User/0055g0000000001AAA')
  expect((await client.post(`${row}?_HttpMethod=GET`, {})).body.Id).toBe('0055g0000000001AAA')
  expect((await client.post(`${row}?_HttpMethod=PATCH`, {})).body[0].errorCode).toBe('INSUFFICIENT_ACCESS_OR_READONLY')
  const jobs = await client.post(`${data('/jobs/query')}?_HttpMethod=GET`, {
    operation: 'query',
    query: 'SELECT Id FROM User',
  })
  expect(jobs.body).toMatchObject({ done: true, records: [] })
})

test('a record has an address by its external Id, and one in the recycle bin is told to be deleted', async () => {
  const client = await openClient()
  const { store } = client.sandbox
  const { id } = store.insert('Account', { Name: 'Acme', Customer_Number__c: 'K 1/2' })
  const path = data('/sobjects/Account/Customer_Number__c')
  expect((await client.get(`${path}/K%201%2F2`)).body.Id).toBe(id)
  expect((await client.get(`${path}/K%201`)).status).toBe(404)
  expect((await client.get(data(`/sobjects/account/${id.slice(0, 15)}?fields=Id`))).body.Id).toBe(id)
  store.delete(id)
  expect((await client.get(data(`/sobjects/Account/${id}`))).body[0].errorCode).toBe('ENTITY_IS_DELETED')
})

test('counts each REST call in Sforce-Limit-Info and in /limits', async () => {
  const client = await openClient({ dailyCalls: 50 })
  const first = await client.get(data('/limits'))
  const second = await client.query('SELECT Id FROM User')
  expect(first.headers.get('sforce-limit-info')).toBe('api-usage=1/50')
  expect(second.headers.get('sforce-limit-info')).toBe('api-usage=2/50')
  expect((await client.get(data('/limits'))).body.DailyApiRequests).toEqual({ Max: 50, Remaining: 47 })
})

test('tells no usage to a caller without a session', async () => {
  const client = await openClient()
  client.token = 'dead'
  const { status, headers } = await client.get(data('/limits'))
  expect([status, headers.get('sforce-limit-info')]).toEqual([401, null])
})

test('tells the calls of the connected app too where the org does', async () => {
  const client = await openClient({ dailyCalls: 50, perAppUsage: true })
  const { headers } = await client.get(data('/limits'))
  expect(headers.get('sforce-limit-info')).toBe('api-usage=1/50; per-app-api-usage=1/50(appName=sf-extract)')
})

test('answers 403 when the calls of the day are used up', async () => {
  const client = await openClient({ dailyCalls: 1 })
  await client.get(data('/limits'))
  const { status, body, headers } = await client.get(data('/limits'))
  expect([status, body]).toEqual([
    403,
    [{ message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' }],
  ])
  expect(headers.get('sforce-limit-info')).toBe('api-usage=2/1')
})

test('dates its answers by its own clock', async () => {
  const client = await openClient({ clockOffsetMs: -7_200_000 })
  const before = Date.now()
  const date = Date.parse((await client.get(data('/limits'))).headers.get('date')!)
  expect(Math.abs(date + 7_200_000 - before)).toBeLessThan(5000)
})

test('packs long answers with gzip for those who take it', async () => {
  const client = await openClient()
  const packed = await client.get(data('/sobjects'))
  expect(packed.headers.get('content-encoding')).toBe('gzip')
  const plain = await client.get(data('/sobjects'), { 'Accept-Encoding': 'identity' })
  expect(plain.headers.get('content-encoding')).toBe(null)
  expect(plain.body).toEqual(packed.body)
})

test('answers an HTML 414 for a URI over 16,384 bytes and 431 for URI and headers over it', async () => {
  const client = await openClient()
  const path = `${data('/query')}?q=`
  const uri = await client.get(path + 'x'.repeat(16_385 - path.length))
  expect([uri.status, uri.body]).toEqual([414, '<h1>Bad Message 414</h1><pre>reason: URI Too Long</pre>'])
  const head = await client.get(path + 'x'.repeat(16_384 - path.length))
  expect([head.status, head.body]).toEqual([
    431,
    '<h1>Bad Message 431</h1><pre>reason: Request Header Fields Too Large</pre>',
  ])
  expect(head.headers.get('content-type')).toContain('text/html')
  const fits = await client.get(path + 'x'.repeat(15_000))
  expect(fits.status).toBe(400)
})
