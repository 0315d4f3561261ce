import { expect, test } from 'vitest'
import { buildGate } from '../../support/gate.js'
import { accounts, buildErrorBody, buildPageBody } from '../../support/scripted-org.js'
import { openScriptedOrg, readIds, readPages } from '../../support/scripted-org.js'

const root = '/services/data/v62.0'

test('one, two and three pages give every row once, and follow-ups carry no q', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer(
    { body: buildPageBody(['001A', '001B'], `${root}/query/01gAB-2`) },
    { body: buildPageBody([], `${root}/query/01gAB-3`) },
    { body: buildPageBody(['001C']) },
  )
  expect(await readIds(org)).toEqual(['001A', '001B', '001C'])
  expect(server.requests.map(({ path }) => path)).toEqual([
    `${root}/query?q=SELECT+Id+FROM+Account`,
    `${root}/query/01gAB-2`,
    `${root}/query/01gAB-3`,
  ])
})

test('a page has rows as the org sent them, the size of the whole answer, and the time of the org', async () => {
  const { org, server } = await openScriptedOrg()
  const body = { ...buildPageBody(['001A'], `${root}/query/01gAB-1`), totalSize: 4200 }
  const headers = { date: 'Mon, 05 Jan 2026 09:30:11 GMT' }
  server.answer({ headers, body }, { how: 'gzip', body: buildPageBody(['001B']) })
  const [page] = await readPages(org)
  expect(page).toEqual({
    rows: body.records,
    totalSize: 4200,
    next: `${root}/query/01gAB-1`,
    orgTime: '2026-01-05T09:30:11.000Z',
  })
})

test('a question for all asks queryAll', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer({ body: buildPageBody([]) })
  await readPages(org, { ...accounts, scope: 'all' })
  expect(server.requests[0]?.path).toBe(`${root}/queryAll?q=SELECT+Id+FROM+Account`)
})

test('quotes go over the wire as they are', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer({ body: buildPageBody([]) })
  const soql = "SELECT Id FROM Account WHERE Name IN ('O\\'Hara & Söhne','50%27 +1')"
  await readPages(org, { ...accounts, soql })
  const path = server.requests[0]?.path ?? ''
  expect(path).toContain("Name+IN+('O%5C'Hara+%26+S%C3%B6hne','50%2527+%2B1')")
  expect(new URL(path, server.url).searchParams.get('q')).toBe(soql)
})

test('nothing is sent before a result`s pages are asked for, nor a page before its turn', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer({ body: buildPageBody(['001A'], `${root}/query/01gAB-1`) })
  const pages = org.query(accounts).pages()
  expect(server.logins).toHaveLength(0)
  await pages.next()
  await pages.return()
  expect(server.requests).toHaveLength(1)
})

test('each query of a batch holds its own result', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer({ body: buildPageBody(['500A']) }, { body: buildPageBody(['001A']) })
  const batch = org.batch()
  const accountRows = batch.query(accounts).pages()
  const caseRows = batch.query({ ...accounts, sobject: 'Case' }).pages()
  expect(server.requests).toHaveLength(0)
  expect((await caseRows.next()).value).toMatchObject({ rows: [{ Id: '500A' }] })
  expect((await accountRows.next()).value).toMatchObject({ rows: [{ Id: '001A' }] })
})

test('a page size other than the usual one is asked for with the first page', async () => {
  const { org, server } = await openScriptedOrg({ extract: { pageSize: 250 } })
  server.answer({ body: buildPageBody(['001A'], `${root}/query/01gAB-1`) }, { body: buildPageBody([]) })
  await readPages(org)
  expect(server.requests.map(({ headers }) => headers['sforce-query-options'])).toEqual(['batchSize=250', undefined])
})

test('no more calls are on their way than concurrency allows', async () => {
  const { org, server } = await openScriptedOrg({ extract: { concurrency: 2 } })
  const gate = buildGate()
  const answer = { body: buildPageBody(['001A']), after: gate.opened }
  server.answer(answer, answer, answer)
  const reading = Promise.all([readIds(org), readIds(org), readIds(org)])
  await server.received(2)
  expect(server.requests).toHaveLength(2)
  gate.open()
  expect(await reading).toHaveLength(3)
})

const broken: [string, unknown][] = [
  ['more announced but no address', { totalSize: 2, done: false, records: [] }],
  ['no records', { totalSize: 0, done: true }],
  ['no totalSize', { done: true, records: [] }],
  ['no done', { totalSize: 0, records: [] }],
  ['a list', [1]],
  ['null', 'null'],
]

test.each(broken)('%s is a bad answer', async (_, body) => {
  const { org, server } = await openScriptedOrg()
  server.answer({ body })
  await expect(readPages(org)).rejects.toMatchObject({
    code: 'BAD_ANSWER',
    details: { object: 'Account', soql: 'SELECT Id FROM Account' },
  })
  expect(server.requests).toHaveLength(1)
})

test('an answer without a Date is a bad answer: the end of a window would be a guess', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer({ how: 'no-date', body: buildPageBody([]) })
  await expect(readPages(org)).rejects.toMatchObject({ code: 'BAD_ANSWER' })
})

test('a next page that was already read ends the question instead of going round for ever', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer(
    { body: buildPageBody(['001A'], `${root}/query/01gAB-1`) },
    { body: buildPageBody(['001B'], `${root}/query/01gAB-2`) },
    { body: buildPageBody(['001C'], `${root}/query/01gAB-1`) },
  )
  await expect(readPages(org)).rejects.toMatchObject({ code: 'BAD_ANSWER' })
  expect(server.requests).toHaveLength(3)
})

test('a child list`s next page is read by its path, on account of its sObject', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer({ body: buildPageBody(['00aA'], `${root}/query/01gCC-400`) })
  const page = await org.queryMore(`${root}/query/01gCC-200`, 'CaseComment')
  expect(page).toMatchObject({ rows: [{ Id: '00aA' }], next: `${root}/query/01gCC-400` })
  expect(org.calls('CaseComment')).toBe(1)
})

test('a child page that points at itself is a bad answer', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer({ body: buildPageBody([], `${root}/query/01gCC-200`) })
  await expect(org.queryMore(`${root}/query/01gCC-200`, 'CaseComment')).rejects.toMatchObject({ code: 'BAD_ANSWER' })
})

test('a follow-up that fails for a while is asked again', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer(
    { body: buildPageBody(['001A'], `${root}/query/01gAB-1`) },
    { how: 'half-body', body: buildPageBody(['001B']) },
    { status: 503, body: buildErrorBody('SERVER_UNAVAILABLE', 'Server too busy') },
    { body: buildPageBody(['001B']) },
  )
  expect(await readIds(org)).toEqual(['001A', '001B'])
})
