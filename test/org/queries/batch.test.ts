import { expect, test } from 'vitest'
import { accounts, buildComposite, buildErrorBody, buildPageBody } from '../../support/scripted-org.js'
import { openScriptedOrg } from '../../support/scripted-org.js'
import type { ScriptedServer } from '../../support/scripted-server.js'

const describe = { name: 'Account', fields: [{ name: 'Id', type: 'id' }], childRelationships: [] }
const since = 'Mon, 05 Jan 2026 09:30:11 GMT'
const one = buildPageBody(['001A'])
const two = buildPageBody(['001B'])

/** The parts of each composite call that came; undefined for any other call. */
function partsOf({ requests }: ScriptedServer) {
  return requests.map(({ path, body }) => {
    if (!path.endsWith('/composite')) return undefined
    return (JSON.parse(body) as { compositeRequest: { url: string; httpHeaders?: unknown }[] }).compositeRequest
  })
}

async function openTwo(extract = {}) {
  const opened = await openScriptedOrg({ extract })
  const batch = opened.org.batch()
  const first = batch.query(accounts).pages()
  const second = batch.query({ ...accounts, soql: 'SELECT Id FROM Account LIMIT 1' }).pages()
  return { ...opened, first, second }
}

test('a batch of one member is a call of its own, sent when its result is asked for, and once', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer({ body: describe })
  const pending = org.batch().describe('Account', since)
  expect(server.requests).toHaveLength(0)
  const [first, second] = await Promise.all([pending.result(), pending.result()])
  expect(first).toMatchObject({ body: { name: 'Account' } })
  expect(second).toBe(first)
  expect(server.requests.map(({ headers }) => headers['if-modified-since'])).toEqual([since])
})

test('members travel as parts of one call, conditions and options with them', async () => {
  const { org, server } = await openScriptedOrg({ extract: { pageSize: 500 } })
  const unchanged = { body: null, httpHeaders: {}, httpStatusCode: 304, referenceId: 'part0' }
  const rows = { body: one, httpHeaders: {}, httpStatusCode: 200, referenceId: 'part1' }
  server.answer({ body: { compositeResponse: [rows, unchanged] } })
  const batch = org.batch()
  const account = batch.describe('Account', since)
  const pages = batch.query(accounts).pages()
  expect(await account.result()).toEqual({ body: undefined, lastModified: since })
  expect((await pages.next()).value).toMatchObject({ rows: [{ Id: '001A' }] })
  expect(partsOf(server)).toEqual([
    [
      {
        method: 'GET',
        url: '/services/data/v62.0/sobjects/Account/describe',
        referenceId: 'part0',
        httpHeaders: { 'If-Modified-Since': since },
      },
      {
        method: 'GET',
        url: '/services/data/v62.0/query?q=SELECT+Id+FROM+Account',
        referenceId: 'part1',
        httpHeaders: { 'Sforce-Query-Options': 'batchSize=500' },
      },
    ],
  ])
  expect(org.calls()).toBe(1)
})

test('a part that carries a date with a day of one digit is revalidated by a whole one', async () => {
  const { org, server } = await openScriptedOrg()
  const httpHeaders = { ETag: '"x"', 'Last-Modified': 'Wed, 6 May 2026 09:49:20 GMT' }
  const part = { body: describe, httpHeaders, httpStatusCode: 200 }
  server.answer({ body: { compositeResponse: [0, 1].map((place) => ({ ...part, referenceId: `part${place}` })) } })
  const batch = org.batch()
  const [account] = [batch.describe('Account'), batch.describe('Account')]
  expect((await account.result()).lastModified).toBe('Wed, 06 May 2026 09:49:20 GMT')
})

test('no call has more than five queries, or 25 parts', async () => {
  const { org, server } = await openScriptedOrg()
  const batch = org.batch()
  const describes = Array.from({ length: 27 }, () => batch.describe('Account'))
  const queries = Array.from({ length: 6 }, () => batch.query(accounts).pages())
  server.answer(...Array.from({ length: 3 }, () => ({ status: 403, body: buildErrorBody('X', 'no') })))
  await describes[0]!.result().catch(() => {})
  await queries[5]!.next().catch(() => {})
  const counts = partsOf(server).map((parts) => parts?.length)
  expect(counts[0]).toBe(25)
  // The org took no composite call, so the others are not tried.
  expect(counts.slice(1)).toEqual([undefined, undefined])
})

test('a part that fails is its own failure alone', async () => {
  const { server, first, second } = await openTwo()
  server.answer(buildComposite(one, buildErrorBody('MALFORMED_QUERY', "unexpected token: 'x'")))
  await expect(second.next()).rejects.toMatchObject({ code: 'QUERY_REFUSED', details: { httpStatus: 400 } })
  expect((await first.next()).value).toMatchObject({ rows: [{ Id: '001A' }] })
})

test('a part that fails in passing is asked for again by itself', async () => {
  const { org, server, first, second } = await openTwo()
  const busy = { body: buildErrorBody('SERVER_UNAVAILABLE', 'busy'), httpHeaders: {}, httpStatusCode: 503 }
  const good = { body: one, httpHeaders: {}, httpStatusCode: 200, referenceId: 'part0' }
  server.answer({ body: { compositeResponse: [good, { ...busy, referenceId: 'part1' }] } }, { body: two })
  expect((await second.next()).value).toMatchObject({ rows: [{ Id: '001B' }] })
  expect((await first.next()).value).toMatchObject({ rows: [{ Id: '001A' }] })
  expect(org.calls()).toBe(2)
})

test('a result with further pages goes on with its own locator', async () => {
  const { server, first, second } = await openTwo()
  server.answer(buildComposite({ ...buildPageBody(['001A'], '/services/data/v62.0/query/01gAB-1'), totalSize: 2 }, two))
  server.answer({ body: two })
  expect((await first.next()).value).toMatchObject({ rows: [{ Id: '001A' }] })
  expect((await first.next()).value).toMatchObject({ rows: [{ Id: '001B' }] })
  expect((await second.next()).value).toMatchObject({ rows: [{ Id: '001B' }] })
  expect(server.requests.map(({ path }) => path.split('/').at(-1))).toEqual(['composite', '01gAB-1'])
})

test.each([
  [403, 'FUNCTIONALITY_NOT_ENABLED'],
  [404, 'NOT_FOUND'],
  [400, 'ILLEGAL'],
])('where the org takes no composite call (%i), each goes by itself for the rest of the run', async (status, code) => {
  const { org, server, first, second } = await openTwo()
  server.answer(
    { status, body: buildErrorBody(code, 'no') },
    { body: one },
    { body: two },
    { body: one },
    { body: two },
  )
  expect((await first.next()).value).toMatchObject({ rows: [{ Id: '001A' }] })
  expect((await second.next()).value).toMatchObject({ rows: [{ Id: '001B' }] })
  const batch = org.batch()
  const [third, fourth] = [batch.query(accounts).pages(), batch.query(accounts).pages()]
  await third.next()
  await fourth.next()
  expect(server.requests.filter(({ path }) => path.endsWith('/composite'))).toHaveLength(1)
})

test('a call that takes too long falls apart into smaller ones', async () => {
  const { server, first, second } = await openTwo({ requestTimeoutMs: 100 })
  server.answer({ how: 'silence' }, { body: one }, { body: two })
  const rows = await Promise.all([first.next(), second.next()])
  expect(rows.map(({ value }) => (value ? value.rows.length : 0))).toEqual([1, 1])
  expect(server.requests.map(({ path }) => path.endsWith('/composite'))).toEqual([true, false, false])
})

test('a call that gets only 5xx is tried twice, and its parts by themselves after that', async () => {
  const { server, first } = await openTwo()
  server.answer({ status: 503, body: 'no' }, { status: 503, body: 'no' }, { body: one })
  expect((await first.next()).value).toMatchObject({ rows: [{ Id: '001A' }] })
  expect(server.requests.map(({ path }) => path.endsWith('/composite'))).toEqual([true, true, false])
})

test.each([
  ['without parts', {}],
  ['with parts that are none', { compositeResponse: [null, 7, { referenceId: 'part0' }] }],
])('an answer %s has each asked for by itself', async (_, body) => {
  const { server, first, second } = await openTwo()
  server.answer({ body }, { body: one }, { body: two })
  expect((await first.next()).value).toMatchObject({ rows: [{ Id: '001A' }] })
  expect((await second.next()).value).toMatchObject({ rows: [{ Id: '001B' }] })
})

test('what ends a run ends it, asked of one part or of all', async () => {
  const { server, first, second } = await openTwo()
  server.answer({ status: 403, body: buildErrorBody('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.') })
  await expect(first.next()).rejects.toMatchObject({ code: 'QUOTA_REACHED' })
  await expect(second.next()).rejects.toMatchObject({ code: 'QUOTA_REACHED' })
  expect(server.requests).toHaveLength(1)
})
