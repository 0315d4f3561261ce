import { createPrivateKey } from 'node:crypto'
import { SignJWT, type JWTPayload } from 'jose'
import { describe, expect, test } from 'vitest'
import { appKey, makeKey, usernameIn } from '../support/login-org.js'
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
      [{ grant_type: 'authorization' }, 'unsupported_grant_type', 'grant type not supported'],
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

  test('trades a refresh token, and where the app rotates them ends the old one with its sessions', async () => {
    const form = { grant_type: 'refresh_token', client_id: 'id', refresh_token: 'refresh-token-of-a-test' }
    const options = { clientId: 'id', clientSecret: 'not-known-to-it', refreshToken: 'refresh-token-of-a-test' }
    const plain = await openClient(options)
    expect((await post(plain, form)).body).not.toHaveProperty('refresh_token')
    expect((await post(plain, form)).status).toBe(200)
    expect((await post(plain, { ...form, client_secret: 'another-secret' })).body.error).toBe('invalid_client')

    const client = await openClient({ ...options, rotatesRefreshTokens: true })
    const first = await post(client, form)
    const second = await post(client, { ...form, refresh_token: first.body.refresh_token })
    expect(second.body.refresh_token).not.toBe(first.body.refresh_token)
    const dead = await ask(client.sandbox.url, data('/limits'), {
      headers: { Authorization: `Bearer ${first.body.access_token}` },
    })
    expect(dead.status).toBe(401)
    expect((await post(client, form)).body).toEqual({
      error: 'invalid_grant',
      error_description: 'expired access/refresh token',
    })
  })

  test('takes no refresh token that was revoked, and ends the sessions that it opened', async () => {
    const client = await openClient({ clientId: 'id', refreshToken: 'refresh-token-of-a-test' })
    const form = { grant_type: 'refresh_token', client_id: 'id', refresh_token: 'refresh-token-of-a-test' }
    const { body } = await post(client, form)
    const revoked = new URLSearchParams({ token: form.refresh_token })
    await ask(client.sandbox.url, '/services/oauth2/revoke', { method: 'POST', body: revoked })
    const headers = { Authorization: `Bearer ${body.access_token}` }
    expect((await ask(client.sandbox.url, data('/limits'), { headers })).status).toBe(401)
    expect((await post(client, form)).body.error).toBe('invalid_grant')
  })

  test('takes a JWT that the key of the app has signed, and refuses each other with the words of the service', async () => {
    const { privateKey, publicKey } = appKey()
    const client = await openClient({ clientId: 'id', certificate: publicKey })
    const usual = { iss: 'id', sub: usernameIn(client.sandbox), aud: 'https://login.salesforce.com' }
    const login = (claims: JWTPayload, key = privateKey, seconds = 120) => {
      const expires = Math.floor(Date.now() / 1000) + seconds
      const unsigned = new SignJWT({ ...usual, ...claims })
        .setProtectedHeader({ alg: 'RS256' })
        .setExpirationTime(expires)
      return unsigned
        .sign(createPrivateKey(key))
        .then((assertion) => post(client, { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }))
    }
    const good = await login({})
    expect(good.status).toBe(200)
    expect(Object.keys(good.body).toSorted()).toEqual([
      'access_token',
      'api_instance_url',
      'id',
      'instance_url',
      'scope',
      'token_type',
    ])
    expect((await login({ aud: client.sandbox.url })).status).toBe(200)
    // Clients of its own let an assertion live for longer than the guide's 3 minutes.
    expect((await login({}, privateKey, 600)).status).toBe(200)
    const refused = await Promise.all([
      login({}, makeKey().privateKey),
      login({ iss: 'other' }),
      login({ sub: 'nobody@example.com' }),
      login({ aud: 'https://example.com' }),
      login({}, privateKey, -1),
    ])
    expect(refused.map(({ status, body }) => [status, body.error, body.error_description])).toEqual([
      [400, 'invalid_grant', 'invalid assertion'],
      [400, 'invalid_client_id', 'client identifier invalid'],
      [400, 'invalid_grant', "user hasn't approved this consumer"],
      [400, 'invalid_grant', 'audience is invalid'],
      [400, 'invalid_grant', 'expired authorization code'],
    ])
    for (const assertion of ['', 'a.b.c', 'nothing']) {
      const answer = await post(client, { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion })
      expect(answer.status).toBe(400)
    }
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
    const refused = await ask(client.sandbox.url, '/services/oauth2/userinfo')
    expect([refused.status, refused.body]).toEqual([403, 'Missing_OAuth_Token'])
  })
})
