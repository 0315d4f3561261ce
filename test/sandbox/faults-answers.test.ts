import { describe, expect, test } from 'vitest'
import type { FaultSpec } from '../../src/sandbox/faults/faults.js'
import { ask, data, openClient, type Client } from './client.js'

async function openWithFaults(...faults: FaultSpec[]): Promise<Client> {
  const client = await openClient()
  for (const fault of faults) client.sandbox.faults.add(fault)
  return client
}

const limits = data('/limits')

async function statuses(client: Client, count: number): Promise<number[]> {
  const found = []
  for (let n = 0; n < count; n++) found.push((await client.get(limits)).status)
  return found
}

describe('when a fault strikes', () => {
  test('it does so from the nth matching request on, a number of times', async () => {
    const client = await openWithFaults({ name: 'status', status: 502, when: 2, count: 2 })
    expect(await statuses(client, 5)).toEqual([200, 502, 502, 200, 200])
  })

  test('its path is matched against the decoded line', async () => {
    const client = await openWithFaults({ name: 'status', path: '^GET .*FROM Account WHERE', count: 9 })
    expect((await client.query('SELECT Id FROM Account')).status).toBe(200)
    expect((await client.query("SELECT Id FROM Account WHERE Name = 'x'")).status).toBe(503)
  })

  test('it can be taken away by name, or all of them', async () => {
    const client = await openClient()
    const added = await client.control('POST', '/faults', [
      { name: 'daily-limit' },
      { name: 'concurrent-limit', count: 9 },
    ])
    expect(added.body).toHaveLength(2)
    expect((await client.get(limits)).body[0].message).toBe('TotalRequests Limit exceeded.')
    await client.control('DELETE', '/faults/daily-limit')
    expect((await client.get(limits)).body[0].message).toBe('ConcurrentPerOrgLongTxn Limit exceeded.')
    await client.control('DELETE', '/faults')
    expect((await client.control('GET', '/faults')).body).toEqual([])
    expect((await client.get(limits)).status).toBe(200)
  })

  test('it can be in a part of a composite call', async () => {
    const client = await openWithFaults({ name: 'status', status: 500, body: 'json', path: 'FROM Case' })
    const parts = ['Account', 'Case'].map((name) => ({
      method: 'GET',
      url: `${data('/query')}?q=SELECT+Id+FROM+${name}`,
      referenceId: name,
    }))
    const { status, body } = await client.post(data('/composite'), { compositeRequest: parts })
    expect(status).toBe(200)
    expect(body.compositeResponse.map((part: { httpStatusCode: number }) => part.httpStatusCode)).toEqual([200, 500])
  })
})

describe('answers that stand for the org', () => {
  test('expire-session ends the session of the caller', async () => {
    const client = await openWithFaults({ name: 'expire-session' })
    const { status, body } = await client.get(limits)
    expect([status, body]).toEqual([401, [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }]])
    expect((await client.get(limits)).status).toBe(401)
    client.token = await client.login()
    expect((await client.get(limits)).status).toBe(200)
  })

  test('session-not-for-rest answers 401 to every token', async () => {
    const client = await openWithFaults({ name: 'session-not-for-rest' })
    client.token = await client.login()
    const { status, body } = await client.get(limits)
    expect(status).toBe(401)
    expect(body[0].message).toBe('This session is not valid for use with the REST API')
  })

  test('status answers HTML, JSON or nothing', async () => {
    const client = await openWithFaults(
      { name: 'status' },
      { name: 'status', status: 503, body: 'json' },
      { name: 'status', status: 406, body: 'empty' },
      { name: 'status', status: 429, body: 'json' },
    )
    const html = await client.get(limits)
    expect([html.status, html.headers.get('content-type')]).toEqual([503, 'text/html;charset=UTF-8'])
    expect(html.body).toContain('<h1>Down for Maintenance</h1>')
    expect(html.headers.get('sforce-limit-info')).toBe(null)
    expect((await client.get(limits)).body).toEqual([{ message: 'Server too busy', errorCode: 'SERVER_UNAVAILABLE' }])
    const empty = await client.get(limits)
    expect([empty.status, empty.body, empty.headers.get('sforce-limit-info')]).toEqual([406, '', null])
    expect((await client.get(limits)).status).toBe(429)
    expect((await client.get(limits)).status).toBe(200)
  })

  test('concurrent-limit passes, daily-limit stays', async () => {
    const client = await openWithFaults({ name: 'concurrent-limit' })
    const first = await client.get(limits)
    expect([first.status, first.body[0].errorCode]).toEqual([403, 'REQUEST_LIMIT_EXCEEDED'])
    expect((await client.get(limits)).status).toBe(200)
    client.sandbox.faults.add({ name: 'daily-limit' })
    expect(await statuses(client, 3)).toEqual([403, 403, 403])
  })

  test('no-composite refuses composite calls alone', async () => {
    const client = await openWithFaults({ name: 'no-composite' })
    const { status, body } = await client.post(data('/composite'), { compositeRequest: [] })
    expect([status, body[0].errorCode]).toEqual([403, 'FUNCTIONALITY_NOT_ENABLED'])
    expect((await client.get(limits)).status).toBe(200)
  })

  test('object-403 and describe-500 hit one object', async () => {
    const client = await openWithFaults(
      { name: 'object-403', object: 'Case' },
      { name: 'describe-500', object: 'Lead' },
    )
    const { status, body } = await client.query('SELECT Id FROM case')
    expect([status, body[0]]).toEqual([
      403,
      { message: 'insufficient access rights on Case', errorCode: 'INSUFFICIENT_ACCESS' },
    ])
    expect((await client.get(data('/sobjects/Case/5005g0000000001AAA'))).status).toBe(403)
    expect((await client.query('SELECT Id FROM Account')).status).toBe(200)
    expect((await client.get(data('/sobjects/Case/describe'))).status).toBe(200)
    const lead = await client.get(data('/sobjects/Lead/describe'))
    expect([lead.status, lead.body[0].errorCode]).toEqual([500, 'UNKNOWN_EXCEPTION'])
    expect((await client.get(data('/sobjects/Account/describe'))).status).toBe(200)
  })

  test('stale-describe goes on listing a field that is gone', async () => {
    const client = await openClient()
    await client.control('POST', '/fields/Account', { name: 'Old__c', type: 'string' })
    const path = data('/sobjects/Account/describe')
    const since = (await client.get(path)).headers.get('last-modified')!
    client.sandbox.faults.add({ name: 'stale-describe', object: 'Account' })
    await client.control('DELETE', '/fields/Account/Old__c')
    expect((await client.get(path, { 'If-Modified-Since': since })).status).toBe(304)
    const names = async () => (await client.get(path)).body.fields.map((field: { name: string }) => field.name)
    expect(await names()).toContain('Old__c')
    expect((await client.query('SELECT Old__c FROM Account')).body[0].errorCode).toBe('INVALID_FIELD')
    client.sandbox.faults.remove('stale-describe')
    expect(await names()).not.toContain('Old__c')
    expect((await client.get(path, { 'If-Modified-Since': since })).status).toBe(200)
  })
})

describe('the login', () => {
  test('can be refused with any error', async () => {
    const client = await openWithFaults(
      { name: 'token-refused', count: 1 },
      {
        name: 'token-refused',
        error: 'invalid_app_access',
        description: 'user is not admin approved to access this app',
      },
    )
    const post = () => ask(client.sandbox.url, '/services/oauth2/token', { method: 'POST' })
    expect(await post()).toMatchObject({
      status: 400,
      body: { error_description: 'no client credentials user enabled' },
    })
    expect(await post()).toMatchObject({ status: 400, body: { error: 'invalid_app_access' } })
  })

  test('can answer a status once or always, and is left alone by the faults of data requests', async () => {
    const client = await openWithFaults(
      { name: 'token-status' },
      { name: 'reset', count: 9 },
      { name: 'status', count: 9 },
    )
    const post = () => ask(client.sandbox.url, '/services/oauth2/token', { method: 'POST' })
    expect(await post()).toMatchObject({ status: 500, body: expect.stringContaining('<html>') })
    expect((await post()).status).toBe(400)
    client.sandbox.faults.add({ name: 'token-status', status: 503, body: 'json', count: 99 })
    expect((await post()).body[0].errorCode).toBe('SERVER_UNAVAILABLE')
    client.sandbox.faults.add({ name: 'reset', path: '/oauth2/' })
    await expect(post()).rejects.toThrow('fetch failed')
  })
})
