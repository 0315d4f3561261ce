import { describe, expect, test, vi } from 'vitest'
import type { BulkField, BulkJob, BulkPage, Org } from '../../../src/org/org.js'
import { buildErrorBody, openScriptedOrg } from '../../support/scripted-org.js'

const job: BulkJob = { id: '7505g0000000001AAA', version: '61.0' }
const fields: BulkField[] = [
  { path: 'Id', type: 'id' },
  { path: 'Name', type: 'string' },
]
const address = `/services/data/v61.0/jobs/query/${job.id}`

function csv(lines: string[], { locator = 'null', count = lines.length } = {}) {
  const body = ['"Id","Name"', ...lines, ''].join('\n')
  return { body, headers: { 'sforce-locator': locator, 'sforce-numberofrecords': String(count) } }
}

async function readRows(org: Org, place: BulkPage['rest'] = { rows: 0 }) {
  const pages: BulkPage[] = []
  for await (const page of org.bulk.pages(job, { sobject: 'Account', fields, place })) pages.push(page)
  return { pages, names: pages.flatMap(({ rows }) => rows.map((row) => row['Name'])) }
}

describe('a query job', () => {
  test('is made of a statement in the body, for live rows or all of them', async () => {
    const { org, server } = await openScriptedOrg()
    server.answer({ body: { id: job.id, apiVersion: 62 } }, { body: { id: job.id } })
    const soql = 'SELECT Id FROM Account'
    expect(await org.bulk.create({ sobject: 'Account', soql, scope: 'live' })).toEqual({ id: job.id, version: '62.0' })
    await org.bulk.create({ sobject: 'Account', soql, scope: 'all' })
    const sent = server.requests.map(({ method, path, body }) => [method, path, JSON.parse(body)] as const)
    expect(sent.map(([method, path]) => `${method} ${path}`)).toEqual(
      Array(2).fill('POST /services/data/v62.0/jobs/query'),
    )
    const usual = { query: soql, contentType: 'CSV', columnDelimiter: 'COMMA', lineEnding: 'LF' }
    expect(sent.map(([, , body]) => body as unknown)).toEqual([
      { operation: 'query', ...usual },
      { operation: 'queryAll', ...usual },
    ])
  })

  test.each([{ id: '../../x' }, { id: 7 }, {}, []])('is none where the org answers %j', async (body) => {
    const { org, server } = await openScriptedOrg()
    server.answer({ body })
    const made = org.bulk.create({ sobject: 'Account', soql: 'SELECT Id FROM Account', scope: 'live' })
    await expect(made).rejects.toMatchObject({ code: 'BAD_ANSWER' })
  })

  test.each([
    [{ state: 'Failed', errorMessage: 'too long' }, /ended as Failed: too long/],
    [{ state: 'Aborted' }, /ended as Aborted$/],
  ])('that ends as %j has no results', async (body, message) => {
    const { org, server } = await openScriptedOrg()
    server.answer({ body: { state: 'InProgress' } }, { body })
    const ended = org.bulk.complete(job, { sobject: 'Account', waitMs: 60_000 })
    await expect(ended).rejects.toMatchObject({
      code: 'JOB_FAILED',
      message: expect.stringMatching(message) as unknown,
    })
    expect(server.requests.map(({ path }) => path)).toEqual([address, address])
  })

  test('that the org does not know is told by its code', async () => {
    const { org, server } = await openScriptedOrg()
    server.answer({ status: 404, body: buildErrorBody('NOT_FOUND', 'nicht da') })
    const ended = org.bulk.complete(job, { sobject: 'Account', waitMs: 60_000 })
    await expect(ended).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' })
  })

  test('is deleted, and that it can not be is no error', async () => {
    const { org, server } = await openScriptedOrg()
    server.answer({ status: 204, body: '' }, { status: 400, body: buildErrorBody('API_ERROR', 'no') })
    await org.bulk.discard(job, 'Account')
    await org.bulk.discard(job, 'Account')
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(Array(2).fill(`DELETE ${address}`))
  })
})

describe('the results of a job', () => {
  test('come page by page, with the place after each, whatever ends the last', async () => {
    const { org, server } = await openScriptedOrg({ extract: { pageSize: 2 } })
    server.answer(csv(['"1","a"', '"2","b"', '"3",""'], { locator: 'MTA' }))
    server.answer({ ...csv(['"4","d"']), headers: {} })
    const { pages, names } = await readRows(org)
    expect(names).toEqual(['a', 'b', null, 'd'])
    expect(pages.map(({ rest }) => rest)).toEqual([
      { rows: 2 },
      { locator: 'MTA', rows: 0 },
      { locator: 'MTA', rows: 1 },
    ])
    expect(server.requests.map(({ path }) => path)).toEqual([
      `${address}/results?maxRecords=10000`,
      `${address}/results?locator=MTA&maxRecords=50000`,
    ])
  })

  test('are fetched a page ahead, whose error waits for its turn', async () => {
    const { org, server } = await openScriptedOrg({ extract: { pageSize: 1 } })
    server.answer(csv(['"1","a"', '"2","b"'], { locator: 'X' }))
    server.answer({ status: 400, body: buildErrorBody('API_ERROR', 'no') })
    const pages = org.bulk.pages(job, { sobject: 'Account', fields, place: { rows: 0 } })
    expect((await pages.next()).value).toMatchObject({ rows: [{ Name: 'a' }] })
    await vi.waitFor(() => expect(server.requests).toHaveLength(2))
    expect((await pages.next()).value).toMatchObject({ rows: [{ Name: 'b' }] })
    await expect(pages.next()).rejects.toMatchObject({ code: 'QUERY_REFUSED' })
  })

  test('go on at a place, even where the page there is shorter than it was', async () => {
    const { org, server } = await openScriptedOrg()
    server.answer(csv(['"1","a"', '"2","b"'], { locator: 'X' }), csv(['"3","c"', '"4","d"'], { locator: 'Y' }))
    server.answer(csv(['"5","e"']))
    expect((await readRows(org, { locator: 'W', rows: 3 })).names).toEqual(['d', 'e'])
    expect(server.requests[0]!.path).toContain('locator=W&')
  })

  test('are asked for again where they are not as many as they say, and no third time', async () => {
    const { org, server } = await openScriptedOrg()
    server.answer(csv(['"1","a"'], { count: 2 }), csv(['"1","a"', '"2","b"']))
    expect((await readRows(org)).names).toEqual(['a', 'b'])
    server.answer(csv(['"1","a"'], { count: 2 }), csv(['"1","a"', '"2","b"', '"3","c"'], { count: 2 }))
    await expect(readRows(org)).rejects.toMatchObject({ code: 'BAD_ANSWER' })
  })

  test('that are longer than may be read are asked for in smaller pages', async () => {
    const { org, server } = await openScriptedOrg({ extract: { maxAnswerBytes: 1000 } })
    server.answer(csv([`"1","${'a'.repeat(2000)}"`]), csv(['"1","a"'], { locator: 'X' }), csv(['"2","b"']))
    expect((await readRows(org)).names).toEqual(['a', 'b'])
    expect(server.requests.map(({ path }) => /maxRecords=(\d+)/.exec(path)![1])).toEqual(['10000', '1250', '50000'])
    for (let tries = 0; tries < 8; tries++) server.answer(csv([`"1","${'a'.repeat(2000)}"`]))
    await expect(readRows(org)).rejects.toMatchObject({ code: 'BAD_ANSWER' })
  })

  test.each([
    ['lead in a circle', [csv(['"1","a"'], { locator: 'X' }), csv(['"2","b"'], { locator: 'X' })]],
    ['are empty and go on', [csv([], { locator: 'X' })]],
    ['have other columns', [{ body: '"Id","Rating"\n"1","a"\n' }]],
    ['have more columns', [{ body: '"Id","Name","Rating"\n"1","a","b"\n' }]],
    ['have a line with fewer cells', [{ body: '"Id","Name"\n"1"\n' }]],
    ['end within quotes', [{ body: '"Id","Name"\n"1","a' }]],
    ['are a page for people', [{ body: '<html><body>Maintenance "today"</body></html>' }]],
  ])('are refused where they %s', async (_, answers) => {
    const { org, server } = await openScriptedOrg()
    server.answer(...answers)
    await expect(readRows(org)).rejects.toMatchObject({ code: 'BAD_ANSWER' })
  })
})
