import { expect, test } from 'vitest'
import { accounts, buildErrorBody, buildPageBody } from '../../support/scripted-org.js'
import { openScriptedOrg, readIds, readPages } from '../../support/scripted-org.js'
import { startScriptedServer } from '../../support/scripted-server.js'

const root = '/services/data/v62.0'
const expired = { status: 401, body: buildErrorBody('INVALID_SESSION_ID', 'Session expired or invalid') }
const firstOfTwo = { body: buildPageBody(['001A'], `${root}/query/01gAB-1`) }
const one = { body: buildPageBody(['001A']) }

test('a token that dies while a locator is followed is renewed, and the locator given up', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer(firstOfTwo, expired, one)
  await expect(readPages(org)).rejects.toMatchObject({ code: 'LOCATOR_LOST', details: { object: 'Account' } })
  expect(server.requests).toHaveLength(2)
  expect(server.logins).toHaveLength(2)
  expect(await readIds(org)).toEqual(['001A'])
  expect(server.logins).toHaveLength(2)
})

test.each([400, 404])('a locator the org does not know (%i) is lost, without a login', async (status) => {
  const { org, server } = await openScriptedOrg()
  server.answer(firstOfTwo, { status, body: buildErrorBody('INVALID_QUERY_LOCATOR', 'invalid query locator') })
  await expect(readPages(org)).rejects.toMatchObject({ code: 'LOCATOR_LOST' })
  expect(server.logins).toHaveLength(1)
})

test('a locator is not tried with a token that came after it', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer(firstOfTwo, expired, one)
  const pages = org.query(accounts).pages()
  await pages.next()
  expect(await readIds(org)).toEqual(['001A'])
  await expect(pages.next()).rejects.toMatchObject({ code: 'LOCATOR_LOST' })
  expect(server.requests).toHaveLength(3)
})

test('a child locator of the first session dies with it, and the session is renewed', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer(expired)
  await expect(org.queryMore(`${root}/query/01gCC-200`, 'Case')).rejects.toMatchObject({ code: 'LOCATOR_LOST' })
  expect(server.logins).toHaveLength(2)
})

test('a child locator refused after a renewal leaves the new session to the others', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer(expired, one, expired)
  expect(await readIds(org)).toEqual(['001A'])
  await expect(org.queryMore(`${root}/query/01gCC-200`, 'Case')).rejects.toMatchObject({ code: 'LOCATOR_LOST' })
  expect(server.logins).toHaveLength(2)
})

test('a session that is not meant for the API is so for locators too', async () => {
  const { org, server } = await openScriptedOrg()
  const message = 'This session is not valid for use with the REST API'
  server.answer(firstOfTwo, { status: 401, body: buildErrorBody('INVALID_SESSION_ID', message) })
  await expect(readPages(org)).rejects.toMatchObject({ code: 'SESSION_NOT_FOR_API' })
})

test.each([
  'https://evil.example/services/data/v62.0/query/01g-1',
  'http://127.0.0.1:9/services/data/v62.0/query/01g-1',
  '//evil.example/services/data/v62.0/query/01g-1',
  '/\\evil.example/services/data/',
  '\\\\evil.example/services/data/',
  '/services/data/\\..\\..\\x',
  '/services/data/../oauth2/token',
  '/services/data/v62.0/%2e%2e/%2e%2e/apexrest/x',
  '/services/oauth2/token',
  '/services/data/v62.0/query/01g 1',
  '/services/data/v62.0/query/01g\t-1',
  'services/data/v62.0/query/01g-1',
  '@evil.example/services/data/',
  '',
])('the next page at "%s" is not followed', async (next) => {
  const elsewhere = await startScriptedServer()
  const { org, server } = await openScriptedOrg()
  server.answer({ body: buildPageBody(['001A'], next) })
  await expect(readPages(org)).rejects.toMatchObject({ code: 'FOREIGN_ADDRESS', details: { object: 'Account' } })
  const childPage = org.queryMore(`${elsewhere.url}${root}/query/01g-1`, 'Case')
  await expect(childPage).rejects.toMatchObject({ code: 'FOREIGN_ADDRESS' })
  expect(server.requests).toHaveLength(1)
  expect(elsewhere.requests).toHaveLength(0)
  await elsewhere.close()
})

test('an address that is not followed is told without control characters, and not at any length', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer({ body: buildPageBody(['001A'], `/services/data/\u001b[2J${'x'.repeat(5000)}`) })
  const message = await readPages(org).catch((error: unknown) => (error as Error).message)
  expect(message).toMatch(/^Account: the next page is said to be at "[ -~]{100,250}…": not followed$/)
})

test('rows of a page whose next address is foreign are still delivered', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer({ body: buildPageBody(['001A'], 'https://evil.example/x') })
  const pages = org.query(accounts).pages()
  expect((await pages.next()).value).toMatchObject({ rows: [{ Id: '001A' }] })
  await expect(pages.next()).rejects.toMatchObject({ code: 'FOREIGN_ADDRESS' })
})

test.each([301, 302, 307, 308])('a redirect with %i is not followed and the token not sent on', async (status) => {
  const elsewhere = await startScriptedServer()
  const { org, server } = await openScriptedOrg()
  server.answer({ status, headers: { location: `${elsewhere.url}${root}/query` }, body: '' })
  await expect(readPages(org)).rejects.toMatchObject({
    code: 'FOREIGN_ADDRESS',
    message: `Account: a redirect to ${new URL(elsewhere.url).host} is not followed (HTTP ${status})`,
  })
  expect(elsewhere.requests).toHaveLength(0)
  await elsewhere.close()
})
