import { expect, test } from 'vitest'
import { openOrg } from '../../src/org/open-org.js'
import { openSharedOrg, type SharedOrg } from '../../src/org/shared-org.js'
import { buildGate } from '../support/gate.js'
import { openManualClock } from '../support/manual-clock.js'
import { buildConnector, buildErrorBody, buildPageBody, readIds, usualExtract } from '../support/scripted-org.js'
import { startScriptedServer, type ScriptedServer } from '../support/scripted-server.js'
import { onTestFinished } from 'vitest'

const one = { body: buildPageBody(['001A']) }
const expired = { status: 401, body: buildErrorBody('INVALID_SESSION_ID', 'Session expired or invalid') }
const used = (calls: number) => ({ ...one, headers: { 'sforce-limit-info': `api-usage=${calls}/100` } })

async function openServer(): Promise<ScriptedServer> {
  const server = await startScriptedServer()
  onTestFinished(() => server.close())
  return server
}

/** An org of a run of its own; what it shares is the caller's. */
function openRunsOrg(
  { url }: ScriptedServer,
  shared: SharedOrg,
  options: { maxCalls?: number; signal?: AbortSignal } = {},
) {
  const clock = openManualClock()
  const log = { debug: () => undefined }
  const org = openOrg({ connector: buildConnector(url), extract: usualExtract, clock, log, shared, ...options })
  onTestFinished(() => org.close())
  return org
}

test('runs over one connector log in once, side by side and one after the other', async () => {
  const server = await openServer()
  const shared = openSharedOrg({ concurrency: 4 })
  server.answer(one, one, one)
  const [first, second] = [openRunsOrg(server, shared), openRunsOrg(server, shared)]
  await Promise.all([readIds(first), readIds(second)])
  await Promise.all([first.close(), second.close()])
  await readIds(openRunsOrg(server, shared))
  expect(server.logins).toHaveLength(1)
  expect([first.calls(), second.calls()]).toEqual([1, 1])
})

test('runs whose token expires together get one new one', async () => {
  const server = await openServer()
  const shared = openSharedOrg({ concurrency: 4 })
  const [first, second] = [openRunsOrg(server, shared), openRunsOrg(server, shared)]
  await Promise.all([first.session(), second.session()])
  const gate = buildGate()
  server.answer({ ...expired, after: gate.opened }, { ...expired, after: gate.opened }, one, one)
  const reading = Promise.all([readIds(first), readIds(second)])
  await server.received(1)
  gate.open()
  expect(await reading).toEqual([['001A'], ['001A']])
  expect(server.logins).toHaveLength(2)
})

test('a new token that is dead as well is replaced once more by whoever finds out', async () => {
  const server = await openServer()
  const shared = openSharedOrg({ concurrency: 4 })
  const [first, second] = [openRunsOrg(server, shared), openRunsOrg(server, shared)]
  await Promise.all([first.session(), second.session()])
  server.answer(expired, one, expired, expired, one)
  expect(await readIds(first)).toEqual(['001A'])
  expect(await readIds(second)).toEqual(['001A'])
  expect(server.logins).toHaveLength(3)
})

test('the calls of all runs together are in line', async () => {
  const server = await openServer()
  const shared = openSharedOrg({ concurrency: 1 })
  const [first, second] = [openRunsOrg(server, shared), openRunsOrg(server, shared)]
  const gate = buildGate()
  server.answer({ ...used(1), after: gate.opened }, used(2))
  const reading = Promise.all([readIds(first), readIds(second)])
  await server.received(1)
  expect(server.requests).toHaveLength(1)
  gate.open()
  await reading
  expect(server.requests).toHaveLength(2)
})

test('an interrupted run does not wait for its turn behind the calls of another', async () => {
  const server = await openServer()
  const shared = openSharedOrg({ concurrency: 1 })
  const controller = new AbortController()
  const slow = openRunsOrg(server, shared)
  const gate = buildGate()
  server.answer({ ...one, after: gate.opened }, one)
  const reading = readIds(slow)
  await server.received(1)
  const waiting = readIds(openRunsOrg(server, shared, { signal: controller.signal }))
  controller.abort()
  await expect(waiting).rejects.toMatchObject({ code: 'INTERRUPTED' })
  gate.open()
  expect(await reading).toEqual(['001A'])
  expect(server.requests).toHaveLength(1)
})

test('what one run learns of the usage keeps the others out of the reserve, until none is left', async () => {
  const server = await openServer()
  const shared = openSharedOrg({ concurrency: 4 })
  server.answer(used(95), used(20))
  const [first, second] = [openRunsOrg(server, shared), openRunsOrg(server, shared)]
  await readIds(first)
  await expect(readIds(second)).rejects.toMatchObject({ code: 'QUOTA_REACHED' })
  expect(second.calls()).toBe(0)
  await Promise.all([first.close(), second.close()])
  expect(await readIds(openRunsOrg(server, shared))).toEqual(['001A'])
})

test('the most calls of a run are its own', async () => {
  const server = await openServer()
  const shared = openSharedOrg({ concurrency: 4 })
  server.answer(one, one)
  const [first, second] = [openRunsOrg(server, shared, { maxCalls: 1 }), openRunsOrg(server, shared)]
  await readIds(first)
  await expect(readIds(first)).rejects.toMatchObject({ code: 'QUOTA_REACHED' })
  expect(await readIds(second)).toEqual(['001A'])
})
