import { expect, test } from 'vitest'
import { parseRetryAfter } from '../../src/network/retry-after.js'
import { buildPageBody, openScriptedOrg, readIds } from '../support/scripted-org.js'

const one = { body: buildPageBody(['001A']) }
const date = 'Mon, 05 Jan 2026 09:30:00 GMT'

test.each([
  ['seconds', { 'retry-after': '7' }],
  ['a date', { 'retry-after': 'Mon, 05 Jan 2026 09:30:07 GMT', date }],
])('the next try waits as long as the org asks in %s', async (_, headers) => {
  const { org, server, clock } = await openScriptedOrg()
  server.answer({ status: 429, headers }, { status: 503, headers }, one)
  expect(await readIds(org)).toEqual(['001A'])
  expect(clock.sleeps).toEqual([7000, 7000])
})

test('a wait shorter than the usual one changes nothing', async () => {
  const { org, server, clock } = await openScriptedOrg()
  server.answer({ status: 503, headers: { 'retry-after': '0' } }, one)
  await readIds(org)
  expect(clock.sleeps).toEqual([1000])
})

test('a wait longer than the time left for retries ends the call, and the error says so', async () => {
  const retry = { attempts: 4, delayMs: 1000, maxDelayMs: 1000, budgetMs: 10_000 }
  const { org, server, clock } = await openScriptedOrg({ extract: { retry } })
  server.answer({ status: 503, headers: { 'retry-after': '11' } }, one)
  await expect(readIds(org)).rejects.toMatchObject({
    code: 'ORG_UNAVAILABLE',
    message: expect.stringContaining('the org asks to wait 11 s') as string,
    details: { object: 'Account', httpStatus: 503 },
  })
  expect(clock.sleeps).toEqual([])
})

test.each([
  [500, { 'retry-after': '7' }, undefined],
  [503, {}, undefined],
  [503, { 'retry-after': 'soon', date }, undefined],
  [503, { 'retry-after': date }, undefined],
  [503, { 'retry-after': 'Mon, 05 Jan 2026 09:29:00 GMT', date }, 0],
])('a %i with %j asks for %j milliseconds', (status, headers: Record<string, string>, waitMs) => {
  expect(parseRetryAfter({ status, headers })).toBe(waitMs)
})
