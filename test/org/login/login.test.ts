import { expect, test } from 'vitest'
import { redact } from '../../../src/errors/redact.js'
import type { Http } from '../../../src/org/http/http.js'
import { logIn } from '../../../src/org/login/login.js'
import { openManualClock } from '../../support/manual-clock.js'
import { buildConnector, buildPageBody, openScriptedOrg, readIds, usualExtract } from '../../support/scripted-org.js'
import { buildToken } from '../../support/scripted-server.js'

test('a login is one form post with grant type, id and secret', async () => {
  const { org, server } = await openScriptedOrg()
  await org.session()
  const [login] = server.logins
  expect(login?.method).toBe('POST')
  expect(login?.headers['content-type']).toBe('application/x-www-form-urlencoded')
  expect(Object.fromEntries(new URLSearchParams(login?.body))).toEqual({
    grant_type: 'client_credentials',
    client_id: '3MVG9exampleClientId',
    client_secret: 'example-client-secret',
  })
  expect(server.requests).toHaveLength(0)
})

test('the session names the org, the user and the address of the API', async () => {
  const { org, server } = await openScriptedOrg()
  expect(await org.session()).toEqual({
    instanceUrl: server.url,
    apiVersion: '62.0',
    orgId: '00D5g0000000001EAA',
    userId: '0055g00000Jk8OPAAZ',
  })
})

test('instance_url is the address from then on, without its trailing slash', async () => {
  const { org, server } = await openScriptedOrg()
  const { server: instance } = await openScriptedOrg()
  server.answerLogin({ body: { ...buildToken(`${instance.url}/`, 1), id: undefined } })
  instance.answer({ body: buildPageBody(['001A']) })
  expect(await readIds(org)).toEqual(['001A'])
  expect(instance.requests[0]?.path).toBe('/services/data/v62.0/query?q=SELECT+Id+FROM+Account')
  expect(server.requests).toHaveLength(0)
})

test.each([
  ['http://salesforce.example', 'FOREIGN_ADDRESS'],
  ['ftp://127.0.0.1', 'FOREIGN_ADDRESS'],
  ['not a url', 'BAD_ANSWER'],
  ['//127.0.0.1', 'BAD_ANSWER'],
])('an instance_url of %s is refused before the token goes there', async (instanceUrl, code) => {
  const { org, server } = await openScriptedOrg()
  server.answerLogin({ body: buildToken(instanceUrl, 1) })
  await expect(org.session()).rejects.toMatchObject({ code })
})

test('concurrent callers share one login', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer({ body: buildPageBody(['001A']) }, { body: buildPageBody(['001B']) })
  const ids = await Promise.all([readIds(org), readIds(org)])
  expect(ids.flat().toSorted()).toEqual(['001A', '001B'])
  expect(server.logins).toHaveLength(1)
})

test('a failing token endpoint is asked again', async () => {
  const { org, server, clock } = await openScriptedOrg()
  server.answerLogin({ status: 500, body: '' }, { how: 'reset' }, { status: 420 })
  await org.session()
  expect(server.logins).toHaveLength(4)
  expect(clock.sleeps).toEqual([1000, 2000, 4000])
})

test('a token endpoint that fails every time makes the org unreachable', async () => {
  const { org, server } = await openScriptedOrg()
  server.answerLogin(...Array.from({ length: 9 }, () => ({ status: 503, body: '<h1>Down for maintenance</h1>' })))
  await expect(org.session()).rejects.toMatchObject({
    code: 'ORG_UNREACHABLE',
    message: expect.stringContaining('Down for maintenance') as string,
  })
  expect(server.logins).toHaveLength(4)
})

test('a status without a body is named once', async () => {
  const { org, server } = await openScriptedOrg()
  server.answerLogin(...Array.from({ length: 9 }, () => ({ status: 502 })))
  await expect(org.session()).rejects.toThrow(/^The login at 127\.0\.0\.1:\d+ failed: HTTP 502, after 4 tries$/)
})

test('a refused connection is tried a bounded number of times', async () => {
  const { org, server, clock } = await openScriptedOrg()
  await server.close()
  await expect(org.session()).rejects.toMatchObject({ code: 'ORG_UNREACHABLE' })
  expect(clock.sleeps).toHaveLength(3)
})

test.each([
  ['ENOTFOUND', 'There is no host mycompany.my.salesforce.com', 'Setup > My Domain'],
  ['ENOTFOUND', 'There is no host mycompany.my.salesforce.com', "Check this machine's network"],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'The certificate of mycompany.my.salesforce.com is not trusted', 'NODE_EXTRA_CA_CERTS'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'is not trusted', 'NODE_EXTRA_CA_CERTS'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'is not trusted', 'Setup > My Domain'],
  ['CERT_HAS_EXPIRED', 'is not trusted', "Check this machine's date"],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'refuses the client certificate', 'Mutual Authentication Certificates'],
  ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'refuses the client certificate', 'client_cert and client_key'],
  ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED', 'refuses the client certificate', 'port 8443'],
])('a connection that fails with %s will not pass: no retry', async (failure, message, hint) => {
  const clock = openManualClock()
  const http: Http = { send: async () => ({ failure, message: 'as Node says it' }), close() {} }
  const connector = buildConnector('https://mycompany.my.salesforce.com')
  const retryPolicy = { retry: usualExtract.retry, clock, random: () => 1 }
  await expect(logIn({ connector, http, retryPolicy, env: {} })).rejects.toMatchObject({
    code: 'ORG_UNREACHABLE',
    message: expect.stringContaining(message) as string,
    hint: expect.stringContaining(hint) as string,
  })
  expect(clock.sleeps).toEqual([])
})

test.each([
  { status: 404, body: '<html><title>URL No Longer Exists</title></html>' },
  { status: 200, body: '<html><body>Log in</body></html>' },
  { status: 302, headers: { location: 'http://127.0.0.1:9/elsewhere' }, body: '' },
])('a host that answers $status with no token points at the domain and gets the secret once', async (answer) => {
  const { org, server } = await openScriptedOrg()
  server.answerLogin(answer)
  await expect(org.session()).rejects.toMatchObject({
    code: 'LOGIN_FLOW_DISABLED',
    hint: expect.stringContaining('Set domain to the one shown at Setup > My Domain') as string,
  })
  expect(server.logins).toHaveLength(1)
})

test('what something on the way says in place of the token endpoint is told', async () => {
  const { org, server } = await openScriptedOrg()
  server.answerLogin({ status: 403, body: '<html><h1>Blocked by your company</h1></html>' })
  await expect(org.session()).rejects.toThrow(/HTTP 403, "Blocked by your company".*something on the way/)
})

test('a token answer cut short is asked for again, and in the end is a bad answer', async () => {
  const retry = { attempts: 2, delayMs: 1, maxDelayMs: 1, budgetMs: 9 }
  const { org, server } = await openScriptedOrg({ extract: { retry } })
  server.answerLogin({ body: '{"access_token":"00D5g' }, { body: '{"access_' })
  await expect(org.session()).rejects.toMatchObject({ code: 'BAD_ANSWER' })
  expect(server.logins).toHaveLength(2)
})

test.each([
  { access_token: undefined },
  { access_token: '' },
  { access_token: 7 },
  { access_token: 'two\nlines' },
  { access_token: 'x'.repeat(20_000) },
  { instance_url: undefined },
  { instance_url: null },
])('an answer with %j is a bad answer', async (fields) => {
  const { org, server } = await openScriptedOrg()
  server.answerLogin({ body: { ...buildToken(server.url, 1), ...fields } })
  await expect(org.session()).rejects.toMatchObject({ code: 'BAD_ANSWER' })
})

test('secret and token are redacted from the moment they are known', async () => {
  const { org, server } = await openScriptedOrg({ connector: { clientSecret: 'quite-a-secret' } })
  server.answerLogin({ body: { ...buildToken(server.url, 1), access_token: 'opaque-token-without-org-id' } })
  await org.session()
  expect(redact('opaque-token-without-org-id quite-a-secret')).toBe('[redacted] [redacted]')
})
