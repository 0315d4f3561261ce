import { expect, test } from 'vitest'
import { openScriptedOrg } from '../../support/scripted-org.js'

const cases = [
  ['invalid_grant', 'no client credentials user enabled', 'LOGIN_NO_RUN_AS_USER', 'Run As (Username)'],
  ['invalid_client', 'invalid client credentials', 'LOGIN_BAD_SECRET', 'Consumer Secret'],
  ['invalid_client_credentials', 'client secret invalid', 'LOGIN_BAD_SECRET', 'Consumer Secret'],
  ['invalid_client_id', 'client identifier invalid', 'LOGIN_BAD_CLIENT_ID', 'Consumer Key'],
  ['invalid_client', 'client identifier invalid', 'LOGIN_BAD_CLIENT_ID', 'Consumer Key'],
  ['app_not_found', 'External client app is not installed in this org', 'LOGIN_BAD_CLIENT_ID', 'the org the app is in'],
  ['invalid_grant', 'request not supported on this domain', 'LOGIN_FLOW_DISABLED', 'Setup > My Domain'],
  ['unsupported_grant_type', 'grant type not supported', 'LOGIN_FLOW_DISABLED', 'Enable Client Credentials Flow'],
  ['invalid_grant', 'client credentials flow not enabled', 'LOGIN_FLOW_DISABLED', 'Enable Client Credentials Flow'],
  ['unauthorized_client', '', 'LOGIN_FLOW_DISABLED', 'Enable Client Credentials Flow'],
  ['invalid_app_access', 'user is not admin approved to access this app', 'LOGIN_NOT_PERMITTED', 'Permitted Users'],
  ['invalid_app_access', '', 'LOGIN_NOT_PERMITTED', 'Permitted Users'],
  ['invalid_grant', "user hasn't approved this consumer", 'LOGIN_NOT_PERMITTED', 'Permitted Users'],
  ['invalid_grant', 'no valid scopes', 'LOGIN_NOT_PERMITTED', 'Selected OAuth Scopes'],
  ['invalid_scope', '', 'LOGIN_NOT_PERMITTED', 'Selected OAuth Scopes'],
  ['invalid_grant', 'authentication failure', 'LOGIN_INVALID_GRANT', 'Login History'],
  ['invalid_grant', 'inactive user', 'LOGIN_INVALID_GRANT', 'Active'],
  ['inactive_user', 'user is inactive', 'LOGIN_INVALID_GRANT', 'Active'],
  ['invalid_grant', 'ip restricted', 'LOGIN_INVALID_GRANT', 'IP Relaxation'],
  ['inactive_org', 'organization is locked, closed, or suspended', 'LOGIN_INVALID_GRANT', 'administrator'],
  ['invalid_grant', 'login rate exceeded', 'LOGIN_RATE_EXCEEDED', 'Wait'],
  ['rate_limit_exceeded', '', 'LOGIN_RATE_EXCEEDED', 'Wait'],
  ['invalid_request', 'HTTPS required', 'LOGIN_REFUSED', 'Login History'],
  ['unknown_error', 'retry your request', 'LOGIN_REFUSED', 'Login History'],
] as const

test.each(cases)('%s "%s" is %s and names the way to %s', async (error, description, code, hint) => {
  const { org, server, clock } = await openScriptedOrg()
  const described = description === '' ? {} : { error_description: description }
  server.answerLogin({ status: 400, body: { error, ...described } })
  await expect(org.describeGlobal()).rejects.toMatchObject({
    code,
    message: expect.stringContaining(description === '' ? error : `${error}: ${description}`) as string,
    hint: expect.stringContaining(hint) as string,
    details: { oauth: expect.stringContaining(error) as string, httpStatus: 400 },
  })
  await expect(org.describeGlobal()).rejects.toMatchObject({ code })
  expect(server.logins).toHaveLength(1)
  expect(server.requests).toHaveLength(0)
  expect(clock.sleeps).toEqual([])
})

test('429 at the token endpoint is a login rate exceeded, and not retried', async () => {
  const { org, server } = await openScriptedOrg()
  server.answerLogin({ status: 429, body: '' })
  await expect(org.session()).rejects.toMatchObject({ code: 'LOGIN_RATE_EXCEEDED' })
  expect(server.logins).toHaveLength(1)
})

test('a refusal never shows the secret, even where the org repeats it', async () => {
  const { org, server } = await openScriptedOrg()
  server.answerLogin({
    status: 400,
    body: { error: 'invalid_client', error_description: 'bad example-client-secret given' },
  })
  await expect(org.session()).rejects.toThrow('bad [redacted] given')
})
