import { request } from 'node:https'
import { expect, onTestFinished, test } from 'vitest'
import { startSandbox } from '../../src/sandbox/sandbox.js'
import { ask, data, openClient, type Client } from './client.js'

function post(client: Client, name: string, form: Record<string, string>) {
  return ask(client.sandbox.url, `/services/oauth2/${name}`, { method: 'POST', body: new URLSearchParams(form) })
}

function usernameOf(client: Client): string {
  const [user] = client.sandbox.store.rows('User')
  return String(user!.values['Username'])
}

function credentials({ sandbox }: Client) {
  return { client_id: sandbox.clientId, client_secret: sandbox.clientSecret }
}

test('a user logs in by name and password where the org lets them, and is refused alike for all that is wrong', async () => {
  const blocked = await openClient()
  const refused = { error: 'invalid_grant', error_description: 'authentication failure' }
  const form = { grant_type: 'password', password: 'secret-word', username: usernameOf(blocked) }
  expect((await post(blocked, 'token', { ...form, ...credentials(blocked) })).body).toEqual(refused)
  const client = await openClient({ password: 'secret-word' })
  const login = (more: Record<string, string>) => post(client, 'token', { ...form, ...credentials(client), ...more })
  expect((await login({})).body.access_token).toMatch(/^00D/)
  expect((await login({ password: 'secret-wordSECURITYTOKEN' })).status).toBe(200)
  expect((await login({ password: 'wrong' })).body).toEqual(refused)
  expect((await login({ username: 'nobody@example.com' })).body).toEqual(refused)
  const [user] = client.sandbox.store.rows('User')
  client.sandbox.store.update(user!.id, { IsActive: false })
  expect((await login({})).body.error_description).toBe('inactive user')
})

test('a user who logs in too often is refused until an hour has passed', async () => {
  const client = await openClient({ loginsPerHour: 2 })
  await client.login()
  const form = { grant_type: 'client_credentials', ...credentials(client) }
  expect((await post(client, 'token', form)).body).toEqual({
    error: 'invalid_grant',
    error_description: 'login rate exceeded',
  })
  client.sandbox.clock.advance(3_600_000)
  expect((await post(client, 'token', form)).status).toBe(200)
})

test('the identity of a token says who it is, and refuses in a word', async () => {
  const client = await openClient()
  const { identity } = (await client.get(data(''))).body
  const path = identity.replace(client.sandbox.url, '')
  const { body } = await client.get(path)
  expect(body).toMatchObject({ username: usernameOf(client), active: true, user_type: 'STANDARD' })
  expect(body).toMatchObject({ timezone: 'Europe/Berlin', utcOffset: 3_600_000, locale: 'en_GB' })
  expect(body.urls.query).toBe(`${client.sandbox.url}/services/data/v{version}/query/`)
  const word = async (address: string, headers?: Record<string, string>) => {
    const answer = await ask(client.sandbox.url, address, headers ? { headers } : {})
    return [answer.status, answer.body]
  }
  expect(await word(path)).toEqual([403, 'Missing_OAuth_Token'])
  expect(await word(path, { Authorization: 'Bearer dead' })).toEqual([403, 'Bad_OAuth_Token'])
  expect(await word(`/id/00D000000000000AAA/${body.user_id}?oauth_token=${client.token}`)).toEqual([403, 'Wrong_Org'])
})

test('the app can ask whether a token is good', async () => {
  const client = await openClient()
  const { body } = await post(client, 'introspect', { token: client.token, ...credentials(client) })
  expect(body).toMatchObject({ active: true, username: usernameOf(client), token_type: 'access_token' })
  expect(body.exp - body.iat).toBe(7200)
  client.sandbox.expireSessions()
  const dead = await post(client, 'introspect', { token: client.token, ...credentials(client) })
  expect(dead.body).toEqual({ active: false })
  expect((await post(client, 'introspect', { token: client.token })).status).toBe(401)
})

test('the addresses of logins are discovered', async () => {
  const client = await openClient()
  const { body } = await client.get('/.well-known/openid-configuration')
  expect(body.token_endpoint).toBe(`${client.sandbox.url}/services/oauth2/token`)
})

test("the org has a row of its own, of the tokens' Id", async () => {
  const client = await openClient({ seed: 9 })
  const [row] = await client.rows('SELECT Id, Name, IsSandbox, InstanceName, TrialExpirationDate FROM Organization')
  expect(row).toMatchObject({ Name: 'Halden Pumps', IsSandbox: false, TrialExpirationDate: null })
  expect(client.token.split('!')[0]).toBe(row.Id.slice(0, 15))
})

test('an org that speaks TLS is trusted by its certificate, and by nothing else', async () => {
  const sandbox = await startSandbox({ records: 0, tls: true })
  onTestFinished(() => sandbox.close())
  const status = (ca?: string) =>
    new Promise<number | string>((resolve) => {
      const call = request(`${sandbox.url}/services/data`, { ca, agent: false }, (answer) => {
        answer.resume()
        resolve(answer.statusCode!)
      })
      call.on('error', (error: NodeJS.ErrnoException) => resolve(error.code!))
      call.end()
    })
  expect(sandbox.url).toMatch(/^https:/)
  expect(await status(sandbox.certificate)).toBe(200)
  expect(await status()).toMatch(/SELF_SIGNED|UNABLE_TO_VERIFY/)
})
