import { expect, test } from 'vitest'
import { buildGate } from '../../support/gate.js'
import { buildErrorBody, buildPageBody, openScriptedOrg, readIds } from '../../support/scripted-org.js'
import type { ScriptedAnswer } from '../../support/scripted-server.js'

function pageWithUsage(limitInfo: string): ScriptedAnswer {
  return { headers: { 'sforce-limit-info': limitInfo }, body: buildPageBody(['001A']) }
}

test.each([
  ['api-usage=10018/100000', { used: 10_018, max: 100_000 }],
  ['api-usage=25/5000; per-app-api-usage=17/250(appName=sample-connected-app)', { used: 25, max: 5000 }],
  ['per-app-api-usage=17/250(appName=x); api-usage=25/5000', { used: 25, max: 5000 }],
  ['api-bursts=1/750; api-usage=110018/100000', { used: 110_018, max: 100_000 }],
  ['per-app-api-usage=17/250(appName=x)', undefined],
  ['nonsense', undefined],
])('usage is read from "%s"', async (limitInfo, quota) => {
  const { org, server } = await openScriptedOrg()
  server.answer(pageWithUsage(limitInfo))
  expect(org.quota()).toBeUndefined()
  await readIds(org)
  expect(org.quota()).toEqual(quota)
})

test('usage is read from errors too, and the last answer counts', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer(pageWithUsage('api-usage=10/1000'), { ...pageWithUsage('api-usage=12/1000'), status: 503 })
  server.answer({ body: buildPageBody([]) })
  await readIds(org)
  await readIds(org)
  expect(org.quota()).toEqual({ used: 12, max: 1000 })
})

test('a call that would go into a reserve in per cent is not made', async () => {
  const { org, server } = await openScriptedOrg({ extract: { quotaReserve: { percent: 20 } } })
  server.answer(...['799', '800', '801'].map((used) => pageWithUsage(`api-usage=${used}/1000`)))
  await readIds(org)
  await readIds(org)
  await expect(readIds(org)).rejects.toMatchObject({
    code: 'QUOTA_REACHED',
    message: 'The org has 200 of 1000 API requests left today, and 200 are kept in reserve',
    hint: expect.stringContaining('Setup > Company Information') as string,
  })
  expect(server.requests).toHaveLength(2)
  expect(org.calls()).toBe(2)
})

test('a reserve in calls is kept likewise', async () => {
  const { org, server } = await openScriptedOrg({ extract: { quotaReserve: { calls: 5 } } })
  server.answer(pageWithUsage('api-usage=94/100'), pageWithUsage('api-usage=95/100'))
  await readIds(org)
  await readIds(org)
  await expect(readIds(org)).rejects.toMatchObject({ code: 'QUOTA_REACHED' })
  expect(server.requests).toHaveLength(2)
})

test('calls on their way count against the reserve', async () => {
  const { org, server } = await openScriptedOrg({ extract: { quotaReserve: { calls: 5 } } })
  server.answer(pageWithUsage('api-usage=93/100'))
  await readIds(org)
  server.answer(...['94', '95', '96'].map((used) => pageWithUsage(`api-usage=${used}/100`)))
  const outcomes = await Promise.allSettled([readIds(org), readIds(org), readIds(org)])
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'fulfilled', 'rejected'])
  expect(server.requests).toHaveLength(3)
})

test('nothing but the first call is sent as long as nobody knows the usage', async () => {
  const { org, server } = await openScriptedOrg({ extract: { quotaReserve: { calls: 5 }, concurrency: 16 } })
  const gate = buildGate()
  server.answer({ ...pageWithUsage('api-usage=94/100'), after: gate.opened }, pageWithUsage('api-usage=95/100'))
  const outcomes = Promise.allSettled(Array.from({ length: 16 }, () => readIds(org)))
  await server.received(1)
  gate.open()
  expect((await outcomes).filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
  expect(server.requests).toHaveLength(2)
})

test('the usage that an answer tells late does not take back what a later call told', async () => {
  const { org, server } = await openScriptedOrg({ extract: { quotaReserve: { calls: 5 } } })
  const gate = buildGate()
  server.answer(pageWithUsage('api-usage=91/100'))
  await readIds(org)
  server.answer({ ...pageWithUsage('api-usage=92/100'), after: gate.opened }, pageWithUsage('api-usage=94/100'))
  const slow = readIds(org)
  await server.received(2)
  await readIds(org)
  gate.open()
  await slow
  server.answer(pageWithUsage('api-usage=95/100'), pageWithUsage('api-usage=96/100'))
  const outcomes = await Promise.allSettled([readIds(org), readIds(org)])
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  expect(server.requests).toHaveLength(4)
})

test('a call that ended without an answer counts against the reserve until an answer counts it', async () => {
  const { org, server } = await openScriptedOrg({ extract: { quotaReserve: { calls: 5 } } })
  server.answer(pageWithUsage('api-usage=93/100'), { how: 'reset' }, pageWithUsage('api-usage=95/100'))
  await readIds(org)
  await readIds(org)
  await expect(readIds(org)).rejects.toMatchObject({ code: 'QUOTA_REACHED' })
  expect(server.requests).toHaveLength(3)
})

test('a new day lowers the usage', async () => {
  const { org, server } = await openScriptedOrg({ extract: { quotaReserve: { calls: 5 } } })
  server.answer(pageWithUsage('api-usage=94/100'), pageWithUsage('api-usage=3/100'), pageWithUsage('api-usage=4/100'))
  for (let call = 0; call < 3; call++) await readIds(org)
  expect(org.quota()).toEqual({ used: 4, max: 100 })
})

test('without a reserve the org itself decides', async () => {
  const { org, server } = await openScriptedOrg({ extract: { quotaReserve: { calls: 0 } } })
  server.answer(pageWithUsage('api-usage=1001/1000'), pageWithUsage('api-usage=1002/1000'))
  await readIds(org)
  expect(await readIds(org)).toEqual(['001A'])
})

test('--max-calls ends the run before the call that would be one more, retries included', async () => {
  const { org, server } = await openScriptedOrg({ maxCalls: 2 })
  server.answer({ status: 503 }, { status: 503 }, { body: buildPageBody([]) })
  await expect(readIds(org)).rejects.toMatchObject({
    code: 'QUOTA_REACHED',
    hint: expect.stringContaining('--max-calls') as string,
  })
  expect(server.requests).toHaveLength(2)
})

test('the daily limit stops at once: one request, no wait, and none for anybody after it', async () => {
  const { org, server, clock } = await openScriptedOrg()
  server.answer({ status: 403, body: buildErrorBody('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.') })
  await expect(readIds(org)).rejects.toMatchObject({
    code: 'QUOTA_REACHED',
    details: { salesforceCode: 'REQUEST_LIMIT_EXCEEDED', httpStatus: 403 },
  })
  await expect(readIds(org)).rejects.toMatchObject({ code: 'QUOTA_REACHED' })
  expect(server.requests).toHaveLength(1)
  expect(clock.sleeps).toEqual([])
})

test('calls are counted in all and per sObject, retries too, logins and the list of versions not', async () => {
  const { org, server } = await openScriptedOrg({ connector: { apiVersion: 'latest' } })
  server.answer(
    { body: [{ version: '66.0' }] },
    { status: 503 },
    { status: 401 },
    { body: buildPageBody(['001A']) },
    { body: { sobjects: [{ name: 'Account' }] } },
  )
  await readIds(org)
  await org.describeGlobal()
  expect(org.calls('Account')).toBe(3)
  expect(org.calls('Case')).toBe(0)
  expect(org.calls()).toBe(4)
  expect(server.requests).toHaveLength(5)
  expect(server.logins).toHaveLength(2)
})
