import { expect, test } from 'vitest'
import { buildGate } from '../../support/gate.js'
import { accounts, buildComposite, buildErrorBody, buildPageBody } from '../../support/scripted-org.js'
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
  const body = { ...buildPageBody(['001A'], `${root}/query/01gAB-1`), totalSize: 2 }
  const headers = { date: 'Mon, 05 Jan 2026 09:30:11 GMT' }
  server.answer({ headers, body }, { how: 'gzip', body: buildPageBody(['001B']) })
  const [page] = await readPages(org)
  expect(page).toEqual({
    rows: body.records,
    totalSize: 2,
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
  server.answer(buildComposite(buildPageBody(['001A']), buildPageBody(['500A'])))
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
  server.answer({ body: buildPageBody(['001A']) }, answer, answer, answer)
  // The first call tells how much of the quota is used, and the others wait for that.
  await readIds(org)
  const reading = Promise.all([readIds(org), readIds(org), readIds(org)])
  await server.received(3)
  expect(server.requests).toHaveLength(3)
  gate.open()
  expect(await reading).toHaveLength(3)
})

const noRows = { totalSize: 0, done: true, records: [] }
const child = ['{"Id":"1","C":{"totalSize":1,"done":true,"records":[', ']}}'] as const

function withChildren(Contacts: unknown) {
  return { totalSize: 1, done: true, records: [{ Id: '001A', Contacts }] }
}

/** JSON of 100,000 levels, as text: Node can't write an object of so many. */
function nest(open: string, close: string, core = '') {
  return open.repeat(100_000) + core + close.repeat(100_000)
}

const broken: [string, unknown][] = [
  ['more announced but no address', { totalSize: 2, done: false, records: [] }],
  ['no records', { totalSize: 0, done: true }],
  ['no totalSize', { done: true, records: [] }],
  ['no done', { totalSize: 0, records: [] }],
  ['a list', [1]],
  ['null', 'null'],
  ['a row of null', { totalSize: 1, done: true, records: [null] }],
  ['a row that is text', { totalSize: 1, done: true, records: ['x'] }],
  ['a row that is a list', { totalSize: 1, done: true, records: [[]] }],
  ['a row without Id', { totalSize: 1, done: true, records: [{ Name: 'Acme' }] }],
  ['a row with another Id', { totalSize: 1, done: true, records: [{ Id: 7 }] }],
  ['a child list with a row of null', withChildren({ totalSize: 1, done: true, records: [null] })],
  ['a child list without records', withChildren({ totalSize: 1, done: true })],
  ['a child list with records that are none', withChildren({ totalSize: 1, done: true, records: 'x' })],
  ['a child list without done', withChildren({ totalSize: 0, records: [] })],
  ['a child list whose next page is a number', withChildren({ ...noRows, done: false, nextRecordsUrl: 7 })],
  ['a child list whose next page is null', withChildren({ ...noRows, done: false, nextRecordsUrl: null })],
  ['a field nested too deep', `{"totalSize":1,"done":true,"records":[{"Id":"001A","N":${nest('[', ']')}}]}`],
  ['a parent nested too deep', `{"totalSize":1,"done":true,"records":[{"Id":"001A","P":${nest('{"P":', '}', '{}')}}]}`],
  ['child lists nested too deep', `{"totalSize":1,"done":true,"records":[${nest(child[0], child[1], '{"Id":"1"}')}]}`],
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

test('fewer rows than announced are asked for again, and read where they come', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer({ body: { ...noRows, totalSize: 2 } }, { body: buildPageBody(['001A', '001B']) })
  expect(await readIds(org)).toEqual(['001A', '001B'])
  expect(server.requests).toHaveLength(2)
})

test('fewer rows than announced, twice, are a bad answer and not an end', async () => {
  const { org, server } = await openScriptedOrg()
  const short = { body: { ...buildPageBody(['001A']), totalSize: 300 } }
  server.answer(short, short)
  await expect(readPages(org)).rejects.toMatchObject({
    code: 'BAD_ANSWER',
    message: 'Account: The org announced 300 rows and sent 1, twice',
    details: { size: 'short', object: 'Account', soql: accounts.soql },
  })
})

test('the rows of all pages count: those deleted meanwhile are missing from a second count too', async () => {
  const first = { body: { ...buildPageBody(['001A', '001B'], `${root}/query/01gAB-2`), totalSize: 4 } }
  const last = { body: { ...buildPageBody(['001D']), totalSize: 4 } }
  const { org, server } = await openScriptedOrg()
  server.answer(first, last, { body: { ...first.body, totalSize: 3 } })
  expect(await readIds(org)).toEqual(['001A', '001B', '001D'])
  server.answer(first, last, first)
  await expect(readIds(org)).rejects.toMatchObject({ code: 'BAD_ANSWER', details: { size: 'short' } })
  server.answer(first, last, { body: { ...first.body, totalSize: 1 } })
  await expect(readIds(org)).rejects.toMatchObject({ code: 'BAD_ANSWER', details: { size: 'short' } })
  const limited = { ...accounts, soql: `${accounts.soql} LIMIT 4` }
  server.answer(first, last)
  expect(await readPages(org, limited)).toHaveLength(2)
})

test('COUNT() is answered without rows', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer({ body: { ...noRows, totalSize: 17 } })
  expect(await readPages(org, { ...accounts, soql: 'SELECT COUNT() FROM Account' })).toMatchObject([{ totalSize: 17 }])
})

test('a page that is too long to be read is requested again with fewer rows', async () => {
  const { org, server } = await openScriptedOrg({ extract: { maxAnswerBytes: 1000 } })
  const long = { how: 'gzip' as const, body: ' '.repeat(2000) }
  server.answer(long, { body: buildPageBody(['001A']) })
  expect(await readIds(org)).toEqual(['001A'])
  expect(server.requests.map(({ headers }) => headers['sforce-query-options'])).toEqual([undefined, 'batchSize=200'])
  server.answer(long, long)
  await expect(readIds(org)).rejects.toMatchObject({
    code: 'BAD_ANSWER',
    message: "Account: The org's answer can't be used: it is longer than 1000 bytes",
    hint: expect.stringContaining('extract.max_answer_bytes') as string,
  })
})

test('pages without a row, each with another address, come to an end', async () => {
  const { org, server } = await openScriptedOrg()
  const pages = Array.from({ length: 99 }, (_, n) => ({ body: buildPageBody([], `${root}/query/01gAB-${n}`) }))
  server.answer(...pages)
  await expect(readPages(org)).rejects.toMatchObject({ code: 'BAD_ANSWER' })
  expect(server.requests.length).toBeLessThan(60)
})
