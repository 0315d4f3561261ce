import { randomBytes } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { accounts, buildErrorBody, buildPageBody } from '../support/scripted-org.js'
import { openScriptedOrg, readIds, readPages } from '../support/scripted-org.js'
import { buildToken } from '../support/scripted-server.js'
import { makeTempFolder } from '../support/temp-folder.js'

const firstDate = 'Mon, 05 Jan 2026 09:30:11 GMT'

test('the time of the first answer is the start, and neither the login nor this machine has a say', async () => {
  const { org, server } = await openScriptedOrg()
  server.answerLogin({ headers: { date: 'Sun, 04 Jan 2026 00:00:00 GMT' }, body: buildToken(server.url, 1) })
  server.answer(
    { headers: { date: firstDate }, body: buildPageBody([]) },
    { headers: { date: 'Mon, 05 Jan 2026 10:00:00 GMT' }, body: buildPageBody([]) },
  )
  await org.session()
  expect(org.startTime()).toBeUndefined()
  await readIds(org)
  await readIds(org)
  expect(org.startTime()).toBe('2026-01-05T09:30:11.000Z')
})

test('an error of the org tells the start too, a page of the edge in front of it does not', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer(
    { status: 420, headers: { date: 'Mon, 05 Jan 2026 08:00:00 GMT' } },
    { headers: { date: 'Mon, 05 Jan 2026 08:10:00 GMT' }, body: '<html>maintenance</html>' },
    { status: 400, headers: { date: firstDate }, body: buildErrorBody('MALFORMED_QUERY', 'no') },
  )
  await expect(readIds(org)).rejects.toThrow('no')
  expect(org.startTime()).toBe('2026-01-05T09:30:11.000Z')
})

test.each(['yesterday', 'Fri, 13 Sep 275760 00:00:00 GMT', '5', '2026-01-05T09:30:11Z'])(
  'a Date of %s leaves the start unknown',
  async (date) => {
    const { org, server } = await openScriptedOrg()
    server.answer({ headers: { date }, body: {} })
    await org.limits()
    expect(org.startTime()).toBeUndefined()
  },
)

test('the latest API version is asked for once, by number and not by text', async () => {
  const { org, server } = await openScriptedOrg({ connector: { apiVersion: 'latest' } })
  const versions = ['9.0', '100.0', '67.0'].map((version) => ({ label: 'x', version }))
  server.answer({ body: [...versions, null, { version: 7 }] }, { body: buildPageBody([]) })
  expect(await org.session()).toMatchObject({ apiVersion: '100.0' })
  await readIds(org)
  const paths = server.requests.map((request) => request.path.split('?')[0])
  expect(paths).toEqual(['/services/data', '/services/data/v100.0/query'])
})

test.each([[[]], [{}], [[{ version: 'x' }]]])('a list of versions %j is a bad answer', async (body) => {
  const { org, server } = await openScriptedOrg({ connector: { apiVersion: 'latest' } })
  server.answer({ body })
  await expect(org.session()).rejects.toMatchObject({ code: 'BAD_ANSWER' })
})

const version = { sobject: 'ContentVersion', id: '0685g00000Cd5IJAAZ' } as const

async function openTarget() {
  return { path: path.join(await makeTempFolder(), 'file'), sobject: 'ContentVersion', maxBytes: 100_000 }
}

test('the bytes of a file are saved as they are, an empty file as no bytes', async () => {
  const { org, server } = await openScriptedOrg()
  const target = await openTarget()
  const bytes = randomBytes(100_000)
  server.answer({ how: 'half-body', body: bytes }, { body: bytes }, { body: '' }, { body: 'x' })
  expect(await org.saveFile(version, target)).toBe(100_000)
  expect(await readFile(target.path)).toEqual(bytes)
  expect(await org.saveFile(version, target)).toBe(0)
  expect(await readFile(target.path)).toEqual(Buffer.alloc(0))
  await org.saveFile({ sobject: 'Attachment', id: '00P5g00000Cd5IJAAZ' }, target)
  const paths = ['ContentVersion/0685g00000Cd5IJAAZ/VersionData', 'Attachment/00P5g00000Cd5IJAAZ/Body']
  for (const place of paths) {
    expect(server.requests.map((request) => request.path)).toContain(`/services/data/v62.0/sobjects/${place}`)
  }
  expect(org.calls('ContentVersion')).toBe(4)
})

test('a file version that is gone, or whose Id is none, has no bytes', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer({ status: 404, body: buildErrorBody('ENTITY_IS_DELETED', 'entity is deleted') })
  const target = await openTarget()
  expect(await org.saveFile(version, target)).toBeUndefined()
  expect(await org.saveFile({ ...version, id: '../../x' }, target)).toBeUndefined()
  expect(server.requests).toHaveLength(1)
})

test('a file that is longer than may be read is an error, and no more of it is fetched', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer({ how: 'gzip', body: Buffer.alloc(20_000_000) }, { body: Buffer.alloc(100_001) })
  const target = await openTarget()
  for (let n = 0; n < 2; n++) {
    await expect(org.saveFile(version, target)).rejects.toMatchObject({
      code: 'FILE_TOO_LARGE',
      message: 'it is larger than 0.1 MB (max_file_size)',
    })
  }
  expect((await stat(target.path)).size).toBeLessThan(200_000)
})

test('a file that may not be read is an error, and so is a place that takes none', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer({ status: 403, body: buildErrorBody('INSUFFICIENT_ACCESS', 'no access') }, { body: 'x' })
  const target = await openTarget()
  await expect(org.saveFile(version, { ...target, sobject: 'Case' })).rejects.toMatchObject({
    code: 'ACCESS_DENIED',
    details: { object: 'Case' },
  })
  const nowhere = { ...target, path: `${target.path}/in/no/folder` }
  await expect(org.saveFile(version, nowhere)).rejects.toMatchObject({ code: 'OUTPUT_FAILED' })
})

test('limits are what is left of each allocation', async () => {
  const { org, server } = await openScriptedOrg()
  const daily = { Max: 100_000, Remaining: 99_874 }
  server.answer({ body: { DailyApiRequests: daily, Odd: { app: daily }, Null: null } }, { body: 'null' })
  expect(await org.limits()).toEqual({ DailyApiRequests: daily })
  expect(server.requests[0]?.path).toBe('/services/data/v62.0/limits')
  await expect(org.limits()).rejects.toMatchObject({ code: 'BAD_ANSWER' })
})

test.each([200, 2000])('a statement as long as the budget fills a request (page size %i)', async (pageSize) => {
  const { org, server } = await openScriptedOrg({ extract: { pageSize } })
  server.answerLogin({ body: { ...buildToken(server.url, 1), access_token: `00D5g0000000001!${'x'.repeat(1500)}` } })
  server.answer({ body: buildPageBody([]) })
  const budget = await org.soqlBudgetBytes()
  const soql = `SELECT+Id+FROM+Account+WHERE+Name='`.replaceAll('+', ' ')
  await readPages(org, { ...accounts, scope: 'all', soql: soql + 'x'.repeat(budget - soql.length - 1) + "'" })
  expect(server.requests[0]?.bytes).toBeLessThanOrEqual(16_384 - 300)
  expect(server.requests[0]?.bytes).toBeGreaterThan(15_900)
})

test('a statement over the budget is not sent', async () => {
  const { org, server } = await openScriptedOrg()
  const soql = 'x'.repeat((await org.soqlBudgetBytes()) + 100)
  await expect(readPages(org, { ...accounts, soql })).rejects.toMatchObject({
    code: 'QUERY_REFUSED',
    hint: expect.stringContaining('16,384') as string,
    details: { object: 'Account', soql },
  })
  expect(server.requests).toHaveLength(0)
})

test('closing lets go of the connections', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer({ body: buildPageBody([]) })
  await readIds(org)
  const idle = server.idle()
  await org.close()
  await expect(idle).resolves.toBeUndefined()
})
