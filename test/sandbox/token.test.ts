import { describe, expect, test } from 'vitest'
import { ask, data, openClient, type Client } from './client.js'

const PATH = '/services/oauth2/token'

function post(client: Client, form: Record<string, string>, headers: Record<string, string> = {}) {
  return ask(client.sandbox.url, PATH, { method: 'POST', body: new URLSearchParams(form), headers })
}

describe('the token endpoint', () => {
  test('answers client credentials in the body without an expires_in', async () => {
    const client = await openClient({ clientId: 'id', clientSecret: 'secret' })
    const { status, body } = await post(client, {
      grant_type: 'client_credentials',
      client_id: 'id',
      client_secret: 'secret',
    })
    expect(status).toBe(200)
    expect(body).toEqual({
      access_token: expect.stringMatching(/^00D[a-zA-Z0-9]{12}!\S{40,}$/),
      signature: expect.any(String),
      scope: 'api id',
      instance_url: client.sandbox.url,
      id: expect.stringMatching(/\/id\/00D\w{15}\/005\w{15}$/),
      token_type: 'Bearer',
      issued_at: expect.stringMatching(/^\d{13}$/),
      api_instance_url: 'https://api.salesforce.com',
    })
  })

  test('takes the credentials as HTTP Basic too', async () => {
    const client = await openClient({ clientId: 'id', clientSecret: 's:ecret' })
    const basic = Buffer.from('id:s%3Aecret').toString('base64')
    const { status } = await post(client, { grant_type: 'client_credentials' }, { Authorization: `Basic ${basic}` })
    expect(status).toBe(200)
  })

  test('takes a part of HTTP Basic that is not form-encoded as it is', async () => {
    const client = await openClient({ clientId: 'id', clientSecret: '100%' })
    const login = (secret: string) => {
      const basic = Buffer.from(`id:${secret}`).toString('base64')
      return post(client, { grant_type: 'client_credentials' }, { Authorization: `Basic ${basic}` })
    }
    expect((await login('100%')).status).toBe(200)
    expect((await login('99%')).body).toEqual({
      error: 'invalid_client',
      error_description: 'invalid client credentials',
    })
  })

  test('refuses each mistake with the code and text of the service', async () => {
    const client = await openClient({ clientId: 'id', clientSecret: 'secret' })
    const grant = { grant_type: 'client_credentials' }
    const cases: [Record<string, string>, string, string][] = [
      [{ ...grant, client_id: 'id', client_secret: 'wrong' }, 'invalid_client', 'invalid client credentials'],
      [{ ...grant, client_id: 'id' }, 'invalid_client', 'invalid client credentials'],
      [{ ...grant, client_id: 'other', client_secret: 'secret' }, 'invalid_client_id', 'client identifier invalid'],
      [{ grant_type: 'password' }, 'unsupported_grant_type', 'grant type not supported'],
      [{}, 'invalid_request', 'missing required parameter: grant_type'],
      [grant, 'invalid_request', 'missing required parameter: client_id'],
    ]
    for (const [form, error, error_description] of cases) {
      const answer = await post(client, form)
      expect(answer.status).toBe(400)
      expect(answer.body).toEqual({ error, error_description })
    }
    const got = await ask(client.sandbox.url, PATH)
    expect([got.status, got.body]).toEqual([400, { error: 'invalid_request', error_description: 'must use HTTP POST' }])
  })

  test('refuses the login when no user is active to act as', async () => {
    const client = await openClient()
    for (const user of client.sandbox.store.rows('User')) client.sandbox.store.update(user.id, { IsActive: false })
    const { clientId: client_id, clientSecret: client_secret } = client.sandbox
    const answer = await post(client, { grant_type: 'client_credentials', client_id, client_secret })
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual({ error: 'invalid_grant', error_description: 'no client credentials user enabled' })
  })

  test('gives a new token with each login and keeps the old one alive', async () => {
    const client = await openClient()
    expect(await client.login()).not.toBe(client.token)
    expect((await client.get(data('/limits'))).status).toBe(200)
  })
})

describe('a session', () => {
  test('answers 401 without a token, with a strange scheme, with an unknown token', async () => {
    const client = await openClient()
    const expired = [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }]
    const none = await ask(client.sandbox.url, data('/limits'))
    expect([none.status, none.body]).toEqual([401, expired])
    expect(none.headers.get('www-authenticate')).toBe('Token')
    const unknown = await client.get(data('/limits'), { Authorization: 'Bearer 00D!nothing' })
    expect([unknown.status, unknown.body]).toEqual([401, expired])
    const strange = await client.get(data('/limits'), { Authorization: 'Negotiate x' })
    expect([strange.status, strange.body]).toEqual([
      401,
      [{ message: 'INVALID_HEADER_TYPE', errorCode: 'INVALID_AUTH_HEADER' }],
    ])
  })

  test('ends when it is revoked, and a second time there is nothing to revoke', async () => {
    const client = await openClient()
    const body = new URLSearchParams({ token: client.token })
    expect((await ask(client.sandbox.url, '/services/oauth2/revoke', { method: 'POST', body })).status).toBe(200)
    expect((await client.get(data('/limits'))).status).toBe(401)
    const again = await ask(client.sandbox.url, '/services/oauth2/revoke', { method: 'POST', body })
    expect([again.status, again.body.error]).toEqual([400, 'invalid_token'])
  })

  test('tells who the token acts as', async () => {
    const client = await openClient()
    const { status, body } = await client.get('/services/oauth2/userinfo')
    expect(status).toBe(200)
    expect(body.user_id).toMatch(/^005/)
    expect(body.preferred_username).toContain('@')
    expect((await ask(client.sandbox.url, '/services/oauth2/userinfo')).status).toBe(401)
  })
})
