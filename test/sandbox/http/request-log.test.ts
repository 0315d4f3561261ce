import { expect, test } from 'vitest'
import { ask, data, openClient } from '../client.js'

test('the log tells each request with its sizes, its statement and no secret', async () => {
  const client = await openClient()
  await client.control('DELETE', '/log')
  await client.login()
  const soql = 'SELECT Id FROM Account WHERE IsDeleted = false'
  await client.query(soql)
  await client.post(data('/composite'), {
    compositeRequest: [
      { method: 'GET', url: `${data('/query')}?q=SELECT+Id+FROM+Case`, referenceId: 'a' },
      { method: 'GET', url: data('/sobjects/Foo'), referenceId: 'b' },
    ],
  })
  await ask(client.sandbox.url, `/services/oauth2/revoke?token=${client.token}`, { method: 'POST' })
  await ask(client.sandbox.url, '/services/oauth2/token?username=a&password=b&assertion=c', { method: 'POST' })
  const { body } = await client.control('GET', '/log')
  expect(body).toMatchObject([
    { method: 'POST', url: '/services/oauth2/token', status: 200 },
    { method: 'GET', url: `${data('/query')}?q=${encodeURIComponent(soql)}`, status: 200, soql },
    {
      method: 'POST',
      url: data('/composite'),
      subrequests: [
        { method: 'GET', url: `${data('/query')}?q=SELECT+Id+FROM+Case`, status: 200, soql: 'SELECT Id FROM Case' },
        { method: 'GET', url: data('/sobjects/Foo'), status: 404 },
      ],
    },
    { url: '/services/oauth2/revoke?token=***', status: 200 },
    { url: '/services/oauth2/token?username=a&password=***&assertion=***', status: 400 },
  ])
  expect(body[1].uriBytes).toBe(body[1].url.length)
  expect(body[1].headBytes).toBeGreaterThan(body[1].uriBytes + client.token.length)
  expect(body[1].responseBytes).toBe('{"totalSize":0,"done":true,"records":[]}'.length)
  expect(JSON.stringify(body)).not.toContain(client.token)
  expect(JSON.stringify(body)).not.toContain(client.sandbox.clientSecret)
  expect(client.sandbox.log.entries()).toHaveLength(5)
})

test('an unchanged describe is logged with an empty body', async () => {
  const client = await openClient()
  await client.get(data('/sobjects/Account/describe'), { 'If-Modified-Since': new Date().toUTCString() })
  expect(client.sandbox.log.entries().at(-1)).toMatchObject({ status: 304, responseBytes: 0 })
})
