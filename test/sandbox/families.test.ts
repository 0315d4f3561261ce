import { expect, test } from 'vitest'
import { ask, data, openClient } from './client.js'

test('every resource that a version lists answers', async () => {
  const client = await openClient({ records: 100 })
  const { body: resources } = await client.get(data(''))
  expect(Object.keys(resources)).toHaveLength(11)
  const answers = await Promise.all(
    Object.entries<string>(resources).map(async ([name, address]) => {
      const { status } = await client.get(address.replace(client.sandbox.url, ''))
      return [name, status]
    }),
  )
  const asking = { query: 400, queryAll: 400, search: 400, parameterizedSearch: 400 }
  expect(Object.fromEntries(answers)).toEqual({
    ...Object.fromEntries(Object.keys(resources).map((name) => [name, 200])),
    ...asking,
  })
})

test('a retired version is gone, and one that never was is not found', async () => {
  const client = await openClient()
  for (const version of ['7.0', '20.0', '30.0']) {
    const { status, body } = await client.get(data('/limits', version))
    expect([version, status, body[0].errorCode]).toEqual([version, 410, 'UNSUPPORTED_API_VERSION'])
  }
  expect((await client.get(data('/limits', '6.0'))).status).toBe(404)
  expect((await client.get(data('/limits', '31.0'))).status).toBe(200)
})

test('slashes at the beginning of an address are one; within it they lead nowhere', async () => {
  const client = await openClient()
  expect((await client.get(`/${data('/limits')}`)).status).toBe(200)
  expect((await client.get('/services/data//v62.0/limits')).status).toBe(404)
})

test('an org without the first Bulk API says so to a live session, in the form it was asked in', async () => {
  const client = await openClient()
  const post = (headers: Record<string, string>) =>
    ask(client.sandbox.url, '/services/async/62.0/job', { method: 'POST', headers, body: '{}' })
  const session = { 'X-SFDC-Session': client.token }
  const json = await post({ ...session, 'Content-Type': 'application/json' })
  expect([json.status, json.body]).toEqual([
    400,
    { exceptionCode: 'FeatureNotEnabled', exceptionMessage: 'Async API not enabled' },
  ])
  const xml = await post({ ...session, 'Content-Type': 'application/xml' })
  expect(xml.body).toContain('<exceptionCode>FeatureNotEnabled</exceptionCode>')
  const dead = await post({ 'X-SFDC-Session': 'dead', 'Content-Type': 'application/xml' })
  expect(dead.body).toContain('<exceptionCode>InvalidSessionId</exceptionCode>')
})

test('the SOAP API is refused with a fault: its login, a dead session, a live one', async () => {
  const client = await openClient()
  const post = (body: string) => ask(client.sandbox.url, '/services/Soap/u/62.0', { method: 'POST', body })
  const login = await post('<se:Body><login xmlns="urn:partner.soap.sforce.com"><username/></login></se:Body>')
  expect(login.status).toBe(500)
  expect(login.body).toContain('SOAP API login() is disabled by default in this org.')
  expect((await post('<sessionId>dead</sessionId>')).body).toContain('<faultcode>sf:INVALID_SESSION_ID</faultcode>')
  const live = await post(`<sessionId>${client.token}</sessionId>`)
  expect(live.body).toContain('<faultcode>sf:API_DISABLED_FOR_ORG</faultcode>')
})

test('Apex classes are none, and what no API has is a page', async () => {
  const client = await openClient()
  expect((await client.get('/services/apexrest/Thing')).body).toEqual([
    { message: 'Could not find a match for URL', errorCode: 'NOT_FOUND' },
  ])
  const page = await client.get('/elsewhere')
  expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html;charset=UTF-8'])
})

test('nobody writes over the REST API', async () => {
  const client = await openClient()
  const { id } = client.sandbox.store.insert('Account', { Name: 'Acme' })
  const created = await client.post(data('/sobjects/Account'), { Name: 'New' })
  expect(created.body[0]).toMatchObject({ errorCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY' })
  const headers = { Authorization: `Bearer ${client.token}` }
  const gone = await ask(client.sandbox.url, data(`/sobjects/Account/${id}`), { method: 'DELETE', headers })
  expect([gone.status, gone.body[0].errorCode]).toEqual([400, 'INSUFFICIENT_ACCESS_OR_READONLY'])
  expect(client.sandbox.store.record(id)?.isDeleted).toBe(false)
})

test('records are counted, without feeds, histories and what is not there', async () => {
  const client = await openClient()
  client.sandbox.store.insert('Account', { Name: 'Acme' })
  const { id } = client.sandbox.store.insert('Account', { Name: 'Gone' })
  client.sandbox.store.delete(id)
  const { body } = await client.get(data('/limits/recordCount?sObjects=Account,Lead,AccountFeed,Nothing'))
  expect(body).toEqual({
    sObjects: [
      { count: 1, name: 'Account' },
      { count: 0, name: 'Lead' },
    ],
  })
})

test('what changed last is recent, newest first', async () => {
  const client = await openClient()
  client.sandbox.store.insert('Account', { Name: 'Old' }, { at: Date.UTC(2026, 0, 1) })
  client.sandbox.store.insert('Account', { Name: 'New' })
  const { body } = await client.get(data('/recent?limit=1'))
  expect(body).toMatchObject([{ attributes: { type: 'Account' }, Name: 'New' }])
  const { recentItems } = (await client.get(data('/sobjects/Account'))).body
  expect(recentItems.map(({ Name }: { Name: string }) => Name)).toEqual(['New', 'Old'])
})

test('a parent, a list of children and an external Id are addresses of their own', async () => {
  const client = await openClient()
  const { store } = client.sandbox
  const { id } = store.insert('Account', { Name: 'Acme' })
  const contact = store.insert('Contact', { LastName: 'Ray', AccountId: id, Email: 'ray@example.com' })
  expect((await client.get(data(`/sobjects/Contact/${contact.id}/Account?fields=Name`))).body.Name).toBe('Acme')
  expect((await client.get(data(`/sobjects/Account/${id}/Contacts`))).body).toMatchObject({ totalSize: 1, done: true })
  expect((await client.get(data('/sobjects/Contact/Email/ray@example.com'))).body.Id).toBe(contact.id)
  for (const path of ['Contact/Fax/1', 'Account/Name/Acme', 'Contact/Name/Ray']) {
    const { body } = await client.get(data(`/sobjects/${path}`))
    expect(body[0].message).toMatch(/^Provided external ID field does not exist or is not accessible: (?:Fax|Name)$/)
  }
  store.insert('Contact', { LastName: 'Ray', Email: 'ray@example.com' })
  expect((await client.get(data('/sobjects/Contact/Email/ray@example.com'))).status).toBe(300)
})
