import { expect, test } from 'vitest'
import type { CachedSession, TokenCache } from '../../../src/org/login/token-cache.js'
import { buildErrorBody, buildPageBody, openScriptedOrg, readIds } from '../../support/scripted-org.js'
import { buildToken, startScriptedServer } from '../../support/scripted-server.js'
import type { ScriptedAnswer } from '../../support/scripted-server.js'

const one = { body: buildPageBody(['001A']) }
const kept = { token: '00D5g0000000001!kept', userId: '005', orgId: '00D5g0000000001EAA' }

const moved: [string, ScriptedAnswer][] = [
  ['a page', { status: 404, body: '<html><title>URL No Longer Exists</title></html>' }],
  ['a redirect', { status: 301, headers: { location: 'https://elsewhere.my.salesforce.com/' } }],
  ['URL_NOT_RESET', { status: 400, body: buildErrorBody('URL_NOT_RESET', 'Destination URL not reset') }],
]

test.each(moved)('a kept session whose instance answers with %s is replaced by one login', async (_, answer) => {
  const { org, server, clock } = await openScriptedOrg({ tokenCache: keepSession() })
  const instance = await openScriptedOrg()
  server.answer(answer)
  server.answerLogin({ body: buildToken(instance.server.url, 1) })
  instance.server.answer(one)
  expect(await readIds(org)).toEqual(['001A'])
  expect(server.logins).toHaveLength(1)
  expect(clock.sleeps).toEqual([])
})

test.each(moved)('a login that leads to the same instance again does not loop: %s', async (_, answer) => {
  const { org, server } = await openScriptedOrg({ tokenCache: keepSession() })
  server.answer(answer, answer)
  await expect(readIds(org)).rejects.toMatchObject({
    code: 'ORG_MOVED',
    hint: expect.stringContaining('My Domain') as string,
  })
  expect(server.logins).toHaveLength(1)
})

test('a kept session whose instance nobody listens at is replaced at once', async () => {
  const gone = await startScriptedServer()
  await gone.close()
  const { org, server, clock } = await openScriptedOrg({ tokenCache: keepSession(gone.url) })
  server.answer(one)
  expect(await readIds(org)).toEqual(['001A'])
  expect(clock.sleeps).toEqual([])
  expect(server.logins).toHaveLength(1)
})

test('a session that has been answered in this run is not doubted', async () => {
  const { org, server } = await openScriptedOrg({ tokenCache: keepSession() })
  server.answer(one, { status: 404, body: '<html><title>URL No Longer Exists</title></html>' })
  await readIds(org)
  await expect(readIds(org)).rejects.toMatchObject({ code: 'ORG_MOVED' })
  expect(server.logins).toHaveLength(0)
})

test('a kept session for a foreign address is not used', async () => {
  const { org, server } = await openScriptedOrg({ tokenCache: keepSession('https://elsewhere.example') })
  server.answer(one)
  expect(await readIds(org)).toEqual(['001A'])
  expect(server.logins).toHaveLength(1)
})

/** A cache that holds a session of an earlier run, at the login's own address where none is given. */
function keepSession(instanceUrl?: string): TokenCache {
  let session: CachedSession | undefined
  return {
    read: async ({ loginUrl }) => session ?? { ...kept, instanceUrl: instanceUrl ?? loginUrl },
    write: async (_, fresh) => void (session = fresh),
    remove: async () => undefined,
  }
}
