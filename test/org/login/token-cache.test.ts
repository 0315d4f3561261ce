import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { redact } from '../../../src/errors/redact.js'
import { openTokenCache } from '../../../src/org/login/token-cache.js'
import { buildConnector, buildErrorBody, buildPageBody, openScriptedOrg, readIds } from '../../support/scripted-org.js'

const connector = buildConnector('https://mycompany.my.salesforce.com')
const session = { token: '00D5g0000000001!abc', instanceUrl: 'https://x.example', userId: '005', orgId: '00D' }

async function openFolder(): Promise<string> {
  const parent = await mkdtemp(path.join(tmpdir(), 'token-cache-'))
  onTestFinished(() => rm(parent, { recursive: true, force: true }))
  return path.join(parent, 'tokens')
}

async function onlyFile(folder: string): Promise<string> {
  const [name = 'none', ...more] = await readdir(folder)
  expect(more).toEqual([])
  return path.join(folder, name)
}

test('a token is kept for its owner alone', async () => {
  const folder = await openFolder()
  await openTokenCache(folder).write(connector, session)
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  expect((await stat(await onlyFile(folder))).mode & 0o777).toBe(0o600)
  expect(await openTokenCache(folder).read(connector)).toEqual(session)
})

test('neither secret nor client id stand in the file or in its name', async () => {
  const folder = await openFolder()
  await openTokenCache(folder).write(connector, session)
  const file = await onlyFile(folder)
  expect(file + (await readFile(file, 'utf8'))).not.toMatch(/example-client-secret|3MVG9exampleClientId/)
})

test.each([{ clientSecret: 'another-secret' }, { clientId: 'another' }, { loginUrl: 'https://other.example' }])(
  'a token is no good with %o',
  async (other) => {
    const cache = openTokenCache(await openFolder())
    await cache.write(connector, session)
    expect(await cache.read({ ...connector, ...other })).toBeUndefined()
  },
)

test('a file that others may read, or that is broken, counts as none', async () => {
  const folder = await openFolder()
  const cache = openTokenCache(folder)
  expect(await cache.read(connector)).toBeUndefined()
  await cache.write(connector, session)
  const file = await onlyFile(folder)
  await chmod(file, 0o640)
  expect(await cache.read(connector)).toBeUndefined()
  await cache.write(connector, session)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  for (const text of ['{"token":', 'null', '[]', '{"token":1}']) {
    await writeFile(file, text)
    expect(await cache.read(connector)).toBeUndefined()
  }
})

test('a token is no good for another address than the one it came with', async () => {
  const folder = await openFolder()
  const cache = openTokenCache(folder)
  await cache.write(connector, session)
  const file = await onlyFile(folder)
  await writeFile(file, (await readFile(file, 'utf8')).replace('https://x.example', 'https://y.example'))
  expect(await cache.read(connector)).toBeUndefined()
})

test('a token whose org or user was changed on the disk is no good', async () => {
  const folder = await openFolder()
  const cache = openTokenCache(folder)
  for (const id of [session.orgId, session.userId]) {
    await cache.write(connector, session)
    const file = await onlyFile(folder)
    await writeFile(file, (await readFile(file, 'utf8')).replace(`"${id}"`, `"${id}x"`))
    expect(await cache.read(connector)).toBeUndefined()
  }
})

test('a folder that others could read is closed to them', async () => {
  const folder = await openFolder()
  await mkdir(folder, { mode: 0o755 })
  await openTokenCache(folder).write(connector, session)
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
})

test('a token out of the cache is redacted like one from a login', async () => {
  const tokenCache = openTokenCache(await openFolder())
  const { org, server } = await openScriptedOrg({ tokenCache })
  const token = 'opaque-token-of-the-run-before'
  await tokenCache.write(buildConnector(server.url), { ...session, token, instanceUrl: server.url })
  await org.session()
  expect(server.logins).toHaveLength(0)
  expect(redact(token)).toBe('[redacted]')
})

test('a removed token is gone, and removing none is no error', async () => {
  const cache = openTokenCache(await openFolder())
  await cache.remove(connector)
  await cache.write(connector, session)
  await cache.remove(connector)
  expect(await cache.read(connector)).toBeUndefined()
})

test('a folder that can`t be written is a broken state', async () => {
  const folder = await openFolder()
  await writeFile(folder, 'a file in its place')
  await expect(openTokenCache(folder).write(connector, session)).rejects.toMatchObject({
    code: 'STATE_BROKEN',
    hint: expect.stringContaining('token_cache') as string,
  })
  await expect(openTokenCache(path.join(folder, 'x')).remove(connector)).rejects.toMatchObject({ code: 'STATE_BROKEN' })
})

test('the next run logs in no more, until the org refuses the token', async () => {
  const tokenCache = openTokenCache(await openFolder())
  const first = await openScriptedOrg({ tokenCache })
  await first.org.session()
  const second = await openScriptedOrg({ tokenCache, connector: { loginUrl: first.server.url } })
  first.server.answer({ body: buildPageBody(['001A']) }, { status: 401 }, { body: buildPageBody(['001B']) })
  expect(await readIds(second.org)).toEqual(['001A'])
  expect(first.server.logins).toHaveLength(1)
  expect(await readIds(second.org)).toEqual(['001B'])
  expect(first.server.logins).toHaveLength(2)
  const third = await openScriptedOrg({ tokenCache, connector: { loginUrl: first.server.url } })
  first.server.answer({ body: buildPageBody([]) })
  await readIds(third.org)
  expect(first.server.requests.at(-1)?.headers.authorization).toBe('Bearer 00D5g0000000001!token-2')
})

test.each([
  ['This session is not valid for use with the REST API', 1],
  ['Session expired or invalid', 2],
])('a token that the API does not take ("%s") is dropped, so that the app can be put right', async (message, times) => {
  const folder = await openFolder()
  const { org, server } = await openScriptedOrg({ tokenCache: openTokenCache(folder) })
  const answer = { status: 401, body: buildErrorBody('INVALID_SESSION_ID', message) }
  server.answer(...Array.from({ length: times }, () => answer))
  await expect(readIds(org)).rejects.toMatchObject({ code: 'SESSION_NOT_FOR_API' })
  expect(await readdir(folder)).toEqual([])
})
