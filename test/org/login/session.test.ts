import { expect, test } from 'vitest'
import { buildGate } from '../../support/gate.js'
import { buildErrorBody, buildPageBody, openScriptedOrg, readIds } from '../../support/scripted-org.js'

const expired = { status: 401, body: buildErrorBody('INVALID_SESSION_ID', 'Session expired or invalid') }
const one = { body: buildPageBody(['001A']) }

test('an expired token is renewed once and the call goes through', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer(expired, one)
  expect(await readIds(org)).toEqual(['001A'])
  expect(server.logins).toHaveLength(2)
  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer 00D5g0000000001!token-1',
    'Bearer 00D5g0000000001!token-2',
  ])
})

test.each([
  { status: 400, body: { exceptionCode: 'InvalidSessionId', exceptionMessage: 'Invalid session id' } },
  { status: 401, body: '' },
  { status: 401, body: '<html><h1>Unauthorized</h1></html>' },
])('%o counts as an expired token too', async (answer) => {
  const { org, server } = await openScriptedOrg()
  server.answer(answer, one)
  expect(await readIds(org)).toEqual(['001A'])
  expect(server.logins).toHaveLength(2)
})

test('a second 401 right after the login is an error, never a loop', async () => {
  const { org, server, clock } = await openScriptedOrg()
  server.answer(expired, expired, one)
  await expect(readIds(org)).rejects.toMatchObject({
    code: 'SESSION_NOT_FOR_API',
    hint: expect.stringContaining('API Access Control') as string,
    details: { httpStatus: 401, salesforceCode: 'INVALID_SESSION_ID', object: 'Account' },
  })
  expect(server.logins).toHaveLength(2)
  expect(server.requests).toHaveLength(2)
  expect(clock.sleeps).toEqual([])
})

test.each(['This session is not valid for use with the REST API', 'Connected app is not attached to Agent'])(
  '"%s" is permanent: no second login',
  async (message) => {
    const { org, server } = await openScriptedOrg()
    server.answer({ status: 401, body: buildErrorBody('INVALID_SESSION_ID', message) })
    await expect(readIds(org)).rejects.toMatchObject({
      code: 'SESSION_NOT_FOR_API',
      message: expect.stringContaining(message) as string,
      hint: expect.stringContaining('Manage user data via APIs (api)') as string,
    })
    expect(server.logins).toHaveLength(1)
    expect(server.requests).toHaveLength(1)
  },
)

test('calls that expire together share one new login', async () => {
  const { org, server } = await openScriptedOrg()
  const gate = buildGate()
  server.answer({ ...expired, after: gate.opened }, { ...expired, after: gate.opened }, one, one)
  const reading = Promise.all([readIds(org), readIds(org)])
  await server.received(2)
  gate.open()
  expect(await reading).toEqual([['001A'], ['001A']])
  expect(server.logins).toHaveLength(2)
})

test('a call that took over a token of another may still log in once itself', async () => {
  const { org, server } = await openScriptedOrg()
  const gate = buildGate()
  server.answer(expired, { ...expired, after: gate.opened }, one, expired, one)
  const first = readIds(org)
  await server.received(1)
  const second = readIds(org)
  expect(await first).toEqual(['001A'])
  gate.open()
  expect(await second).toEqual(['001A'])
  expect(server.logins).toHaveLength(3)
})

test('a login refused in the middle of a run is what the caller sees', async () => {
  const { org, server } = await openScriptedOrg()
  await org.session()
  server.answer(expired)
  server.answerLogin({ status: 400, body: { error: 'invalid_grant', error_description: 'inactive user' } })
  await expect(readIds(org)).rejects.toMatchObject({ code: 'LOGIN_INVALID_GRANT' })
})

test('the API being switched off for user or org ends the run', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer(
    { status: 403, body: buildErrorBody('API_DISABLED_FOR_ORG', 'The REST API is not enabled for this Organization.') },
    { status: 403, body: buildErrorBody('API_CURRENTLY_DISABLED', 'API is disabled for this User') },
  )
  await expect(readIds(org)).rejects.toMatchObject({
    code: 'SESSION_NOT_FOR_API',
    hint: expect.stringMatching(/API Enabled.*edition/) as string,
  })
  await expect(readIds(org)).rejects.toMatchObject({ code: 'LOGIN_NOT_PERMITTED' })
})

test('nothing that is logged holds a token or the secret', async () => {
  const { org, server, logged } = await openScriptedOrg()
  server.answer(expired, one)
  await readIds(org)
  expect(logged.length).toBeGreaterThan(0)
  expect(logged.join('\n')).not.toMatch(/token-|example-client-secret|Bearer/)
})
