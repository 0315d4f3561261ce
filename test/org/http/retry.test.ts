import { expect, onTestFinished, test } from 'vitest'
import { ExtractError } from '../../../src/errors/extract-error.js'
import type { Retry } from '../../../src/terms.js'
import { openManualClock } from '../../support/manual-clock.js'
import { buildErrorBody, buildPageBody, openScriptedOrg, readIds } from '../../support/scripted-org.js'
import type { ScriptedAnswer } from '../../support/scripted-server.js'

const one = { body: buildPageBody(['001A']) }
const concurrent = buildErrorBody('REQUEST_LIMIT_EXCEEDED', 'ConcurrentPerOrgLongTxn Limit exceeded.')

const passing: [string, ScriptedAnswer][] = [
  ['500', { status: 500, body: buildErrorBody('UNKNOWN_EXCEPTION', 'An unexpected error occurred.') }],
  ['an empty 500', { status: 500 }],
  ['502 with a page', { status: 502, body: '<html><h1>Bad Gateway</h1></html>' }],
  ['503', { status: 503, body: buildErrorBody('SERVER_UNAVAILABLE', 'Server too busy') }],
  ['420 without a body', { status: 420 }],
  ['420 with an empty object', { status: 420, body: {} }],
  ['406 without a body', { status: 406 }],
  ['429', { status: 429, body: [] }],
  ['a locked row', { status: 400, body: buildErrorBody('UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access') }],
  ['too many concurrent calls', { status: 403, body: concurrent }],
  ['a limit that is not named', { status: 403, body: buildErrorBody('REQUEST_LIMIT_EXCEEDED', 'Limit exceeded') }],
  ['a reset connection', { how: 'reset' }],
  ['half a body', { how: 'half-body', headers: { 'content-length': '900' }, body: 'x'.repeat(900) }],
  ['half a chunked body', { how: 'half-body', body: buildPageBody(['001A', '001B']) }],
  ['half a packed body', { how: 'half-gzip', body: buildPageBody(['001A', '001B']) }],
  ['JSON cut short', { body: JSON.stringify(buildPageBody(['001A'])).slice(0, 40) }],
  ['a page instead of JSON', { body: '<html>maintenance</html>' }],
]

test.each(passing)('%s passes by itself: the call is made again', async (_, answer) => {
  const { org, server, clock } = await openScriptedOrg()
  server.answer(answer, answer, one)
  expect(await readIds(org)).toEqual(['001A'])
  expect(server.requests).toHaveLength(3)
  expect(clock.sleeps).toEqual([1000, 2000])
  expect(server.logins).toHaveLength(1)
})

test('each further try is told, with the object it is for, before the wait for it; the last failure is none', async () => {
  const told: Retry[] = []
  const { org, server } = await openScriptedOrg({ retried: (retry) => void told.push(retry) })
  server.answer({ status: 503 }, { how: 'reset' }, one)
  await readIds(org)
  expect(told).toEqual([
    { object: 'Account', code: 'ORG_UNAVAILABLE', delayMs: 1000 },
    { object: 'Account', code: 'ORG_UNREACHABLE', delayMs: 2000 },
  ])
  server.answer(...Array.from({ length: 9 }, () => ({ status: 503 })))
  await expect(readIds(org)).rejects.toMatchObject({ code: 'ORG_UNAVAILABLE' })
  expect(told).toHaveLength(5)
})

test.each(passing)('%s every time ends after the last try', async (_, answer) => {
  const { org, server } = await openScriptedOrg()
  server.answer(...Array.from({ length: 9 }, () => answer))
  await expect(readIds(org)).rejects.toMatchObject({
    code: expect.stringMatching(/^(ORG_UNREACHABLE|ORG_UNAVAILABLE|BAD_ANSWER|QUOTA_REACHED)$/) as string,
    message: expect.stringMatching(/^Account: .*, after 4 tries$/) as string,
    details: { object: 'Account', soql: 'SELECT Id FROM Account' },
  })
  expect(server.requests).toHaveLength(4)
})

test('a web page every time tells what it says, and where to look', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer(...Array.from({ length: 9 }, () => ({ body: '<html><h1>Sign in to the network</h1></html>' })))
  await expect(readIds(org)).rejects.toMatchObject({
    code: 'ORG_UNAVAILABLE',
    message: 'Account: a web page came instead of JSON: Sign in to the network (HTTP 200), after 4 tries',
    hint: expect.stringContaining(
      "Something on the way answers in the org's stead. Check this machine's network",
    ) as string,
    details: { httpStatus: 200 },
  })
})

test('silence is given up after the request timeout', async () => {
  const { org, server } = await openScriptedOrg({ extract: { requestTimeoutMs: 300 } })
  server.answer({ how: 'silence' }, one, one, one)
  expect(await readIds(org)).toEqual(['001A'])
  expect(server.requests.length).toBeGreaterThan(1)
})

test.each([400, 402, 403, 404, 405, 409, 412, 413, 415, 422, 428])('%i is never retried', async (status) => {
  const { org, server, clock } = await openScriptedOrg()
  server.answer({ status, body: buildErrorBody('SOME_CODE', 'no') }, one)
  await expect(readIds(org)).rejects.toBeInstanceOf(ExtractError)
  expect(server.requests).toHaveLength(1)
  expect(clock.sleeps).toEqual([])
})

test('the wait grows to its bound, and jitter makes it any part of that', async () => {
  const retry = { attempts: 6, delayMs: 100, maxDelayMs: 500, budgetMs: 60_000 }
  const { org, server, clock } = await openScriptedOrg({ extract: { retry }, random: () => 0.5 })
  server.answer(...Array.from({ length: 5 }, () => ({ status: 503 })), one)
  await readIds(org)
  expect(clock.sleeps).toEqual([50, 100, 200, 250, 250])
})

test('retries end when their time is spent, however many are left', async () => {
  const retry = { attempts: 100, delayMs: 1000, maxDelayMs: 1000, budgetMs: 3500 }
  const { org, server, clock } = await openScriptedOrg({ extract: { retry } })
  server.answer(...Array.from({ length: 9 }, () => ({ status: 503 })))
  await expect(readIds(org)).rejects.toMatchObject({ code: 'ORG_UNAVAILABLE', details: { httpStatus: 503 } })
  expect(clock.sleeps).toEqual([1000, 1000, 1000])
})

test('one try is one call', async () => {
  const retry = { attempts: 1, delayMs: 1, maxDelayMs: 1, budgetMs: 1000 }
  const { org, server } = await openScriptedOrg({ extract: { retry } })
  server.answer({ status: 503 }, one)
  await expect(readIds(org)).rejects.toMatchObject({ code: 'ORG_UNAVAILABLE' })
  expect(server.requests).toHaveLength(1)
})

test('an abort ends a wait at once, with the reason where that is one of ours', async () => {
  const stop = new AbortController()
  const clock = openManualClock({ holds: true })
  const { org, server } = await openScriptedOrg({ clock, signal: stop.signal })
  server.answer({ status: 503 })
  const reading = readIds(org)
  await clock.sleeping(1)
  stop.abort(new ExtractError('QUOTA_REACHED', 'enough'))
  await expect(reading).rejects.toMatchObject({ code: 'QUOTA_REACHED', message: 'enough' })
  expect(server.requests).toHaveLength(1)
})

test('an abort ends a request on its way, and nothing is sent afterwards', async () => {
  const stop = new AbortController()
  const { org, server } = await openScriptedOrg({ signal: stop.signal })
  server.answer({ how: 'silence' })
  const reading = readIds(org)
  await server.received(1)
  stop.abort()
  await expect(reading).rejects.toMatchObject({ code: 'INTERRUPTED' })
  await expect(readIds(org)).rejects.toMatchObject({ code: 'INTERRUPTED' })
  expect(server.requests).toHaveLength(1)
  expect(org.calls()).toBe(1)
})

test('many calls under one signal make no warning', async () => {
  const warnings: Error[] = []
  const remember = (warning: Error) => void warnings.push(warning)
  process.on('warning', remember)
  onTestFinished(() => void process.off('warning', remember))
  const { org, server } = await openScriptedOrg({ signal: new AbortController().signal, extract: { concurrency: 25 } })
  server.answer(...Array.from({ length: 30 }, () => one))
  await Promise.all(Array.from({ length: 30 }, () => readIds(org)))
  expect(warnings).toEqual([])
})

test('an abort before anything was asked means not even a login', async () => {
  const { org, server } = await openScriptedOrg({ signal: AbortSignal.abort() })
  await expect(readIds(org)).rejects.toMatchObject({ code: 'INTERRUPTED' })
  expect(server.logins).toHaveLength(0)
})
