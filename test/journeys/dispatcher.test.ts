import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.js'
import { callCli } from '../support/call-cli.js'
import { buildFile, openDispatched } from '../support/dispatched.js'
import { buildGate } from '../support/gate.js'
import { openGoBetween } from '../support/go-between.js'
import { openLedger, readFolder } from '../support/ledger.js'

async function openOrg(objects: Record<string, number>): Promise<Sandbox> {
  const sandbox = await startSandbox({ records: 0, pageSize: 200 })
  onTestFinished(() => sandbox.close())
  for (const [object, count] of Object.entries(objects)) addRecords(sandbox, object, count)
  sandbox.clock.advance(60_000)
  return sandbox
}

const values: Record<string, Record<string, string>> = {
  Account: { Name: 'Acme' },
  Contact: { LastName: 'Lee' },
  Lead: { LastName: 'Lee', Company: 'Acme' },
}

function addRecords({ store, clock }: Sandbox, object: string, count: number): void {
  for (let n = 0; n < count; n++) store.insert(object, values[object]!)
  clock.advance(1000)
}

describe('three datasources of different intervals, on two orgs', () => {
  test('begin when they are due and never twice at once, though one fails, one is slow and one takes too long', async () => {
    const [north, south] = [await openOrg({ Account: 3, Contact: 2 }), await openOrg({ Lead: 4 })]
    const [slow, stuck] = [buildGate(), buildGate()]
    const between = await openGoBetween(north.url, async ({ soql = '' }) => {
      if (soql.includes('FROM Account')) await slow.opened
      if (soql.includes('FROM Contact')) await stuck.opened
      return undefined
    })
    south.faults.add({ name: 'status', status: 503, count: Infinity })
    const orgs = { north: { ...north, url: between.url }, south }
    const dispatched = await openDispatched({
      file: buildFile(orgs, {
        slow: { objects: ['Account'], interval: '1m' },
        stuck: { objects: ['Contact'], interval: '10m' },
        failing: { connector: 'south', objects: ['Lead'], interval: '30s' },
      }),
    })
    const { clock, starts, ended, begun } = dispatched

    // It fails at once, and is tried again after 10 seconds, then 20.
    expect((await ended('failing')).error).toMatchObject({ code: expect.stringContaining('ORG_UN') as string })
    clock.advance(9999)
    await setImmediate()
    expect(starts('failing')).toEqual([0])
    clock.advance(1)
    await ended('failing', 2)
    clock.advance(20_000)
    expect((await ended('failing', 3)).error).toBeDefined()
    expect(dispatched.planned.at(-1)).toMatchObject({ datasource: 'failing', failures: 2 })

    // The slow one is due at 60 seconds, and begins again when it has ended.
    south.faults.remove()
    clock.advance(120_000)
    expect(await ended('failing', 4)).toMatchObject({ report: { outcome: 'done', written: 4 } })
    expect(starts('slow')).toEqual([0])
    slow.open()
    expect(await ended('slow')).toMatchObject({ report: { outcome: 'done', written: 3 }, timedOut: false })
    expect(await ended('slow', 2)).toMatchObject({ report: { outcome: 'done', written: 0 } })
    expect(starts('slow')).toEqual([0, 150])

    // What comes to no checkpoint in twice the 20 minutes ends, and goes on by itself.
    clock.advance(1_050_000)
    await setImmediate()
    clock.advance(1_200_000)
    expect(await ended('stuck')).toMatchObject({
      report: { outcome: 'interrupted', error: { message: expect.stringContaining('max_running_timeout') as string } },
      timedOut: true,
    })
    await begun('stuck', 2)
    stuck.open()
    expect(await ended('stuck', 2)).toMatchObject({ report: { outcome: 'done', written: 2 } })
    expect(starts('stuck')).toEqual([0, 2400])

    addRecords(north, 'Account', 1)
    clock.advance(60_000)
    expect(await ended('slow', 5)).toMatchObject({ report: { written: 1 } })
    await dispatched.stop()
    const ledger = openLedger()
    await readFolder(`${dispatched.folder}/documents`, ledger)
    expect(ledger.repeats).toEqual([])
    const types = [...ledger.newest.values()].map(({ type }) => type).filter((type) => type !== 'folder')
    expect(types.toSorted()).toEqual([
      'Account',
      'Account',
      'Account',
      'Account',
      'Contact',
      'Contact',
      ...Array(4).fill('Lead'),
    ])
    expect(overlaps(dispatched.planned, dispatched.finished)).toEqual([])
    // The two of the one connector logged in once.
    expect(logins(north)).toBe(1)
  })
})

describe('the settings', () => {
  test('take effect when their file changes, and broken ones are told and leave the old ones in force', async () => {
    const org = await openOrg({ Lead: 1, Account: 1 })
    const leads = (interval: string, more = {}) =>
      buildFile({ org }, { leads: { objects: ['Lead'], interval }, ...more })
    const dispatched = await openDispatched({ file: leads('1h') })
    const { clock, ended, starts } = dispatched
    await ended('leads')
    expect(await dispatched.configure(leads('10s'))).toEqual({ file: `${dispatched.folder}/coco.yml` })
    clock.advance(10_000)
    await ended('leads', 2)

    const { error } = await dispatched.configure(leads('every day', { other: { objects: ['Lead'], interval: '0' } }))
    expect(error).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining('2 problems') as string })
    expect(error?.problems?.map((problem) => problem.split(' - ')[0])).toEqual([
      'datasource[1].sync.interval',
      'datasource[0].sync.interval',
    ])
    clock.advance(10_000)
    await ended('leads', 3)

    // What is new begins at once, what is gone no more.
    await dispatched.configure(buildFile({ org }, { accounts: { objects: ['Account'], interval: '1d' } }))
    expect(await ended('accounts')).toMatchObject({ report: { outcome: 'done', written: 1 } })
    clock.advance(60_000)
    await setImmediate()
    expect(starts('leads').at(-1)).toBe(20)
    expect(starts('leads')).toHaveLength(3)
  })

  test('of a state that is another one are refused', async () => {
    const org = await openOrg({ Lead: 1 })
    const datasources = { leads: { objects: ['Lead'], interval: '1h' } }
    const dispatched = await openDispatched({ file: buildFile({ org }, datasources) })
    await dispatched.ended('leads')
    const { error } = await dispatched.configure(buildFile({ org }, datasources, { extract: { state: 'file:other' } }))
    expect(error?.message).toContain('extract.state is another one now')
  })
})

describe('what is to be put right', () => {
  const both = { leads: { objects: ['Lead'], interval: '1m' }, accounts: { objects: ['Account'], interval: '1m' } }

  test('is not hammered: one refused login for all of a connector, until the settings are read again', async () => {
    const org = await openOrg({ Lead: 1, Account: 1 })
    org.faults.add({ name: 'token-refused', error: 'invalid_client' })
    const dispatched = await openDispatched({ file: buildFile({ org }, both) })
    const { clock, ended, starts } = dispatched
    for (const id of Object.keys(both)) expect((await ended(id)).error).toMatchObject({ code: 'LOGIN_NO_RUN_AS_USER' })
    clock.advance(3_599_000)
    await setImmediate()
    expect([starts('leads'), starts('accounts')]).toEqual([[0], [0]])
    expect(logins(org)).toBe(1)
    org.faults.remove()
    expect((await dispatched.reread()).error).toBeUndefined()
    for (const id of Object.keys(both)) expect((await ended(id, 2)).report).toMatchObject({ outcome: 'done' })
    expect(logins(org)).toBe(2)
  })

  test('by waiting, an API quota that is used up, is looked at every half hour', async () => {
    const org = await openOrg({ Lead: 1, Account: 1 })
    org.faults.add({ name: 'usage', used: 98_000, max: 100_000 })
    const dispatched = await openDispatched({ file: buildFile({ org }, both) })
    const { clock, ended, starts } = dispatched
    for (const id of Object.keys(both)) expect(codeOf(await ended(id))).toBe('QUOTA_REACHED')
    clock.advance(1_799_000)
    await setImmediate()
    expect([starts('leads'), starts('accounts')]).toEqual([[0], [0]])
    org.faults.remove()
    clock.advance(1000)
    for (const id of Object.keys(both))
      expect((await ended(id, 2)).report).toMatchObject({ outcome: 'done', written: 1 })
  })
})

describe('a dispatcher', () => {
  test('is the only one on its state, and the next goes on where it was: nothing is run before time', async () => {
    const org = await openOrg({ Lead: 1, Account: 1 })
    const file = buildFile(
      { org },
      {
        leads: { objects: ['Lead'], interval: '1d' },
        accounts: { objects: ['Account'], interval: '0 * * * *' },
      },
    )
    const first = await openDispatched({ file })
    await first.ended('leads')
    expect(first.starts('accounts')).toEqual([])
    const env = {}
    // Its port is taken too, which is not what has to be put right.
    const listen = ['--listen', await takePort()]
    const second = await callCli(['run', '--output', 'documents', ...listen], { cwd: first.folder, env })
    expect(second).toMatchObject({ code: 7, stdout: '' })
    expect(second.stderr).toContain(`Another dispatcher works on this state: process ${process.pid} on `)
    first.clock.advance(3_600_000)
    await first.ended('accounts')
    await first.stop()

    const next = await openDispatched({ file, folder: first.folder, clock: first.clock })
    next.clock.advance(3_600_000)
    await next.ended('accounts')
    expect(next.starts('leads')).toEqual([])
    next.clock.advance(86_400_000 - 7_200_000)
    await next.ended('leads')
    expect(next.starts('leads')).toEqual([86_400 - 3600])
  })

  test('that is stopped ends its runs at their checkpoint, and the next begins with them', async () => {
    const org = await openOrg({ Lead: 1 })
    const stuck = buildGate()
    const between = await openGoBetween(org.url, async ({ soql = '' }) => {
      if (soql.includes('FROM Lead')) await stuck.opened
      return undefined
    })
    const file = buildFile({ org: { ...org, url: between.url } }, { leads: { objects: ['Lead'], interval: '1d' } })
    const first = await openDispatched({ file })
    await first.begun('leads', 1)
    while (!between.passed.some(({ soql }) => soql?.includes('FROM Lead'))) await setImmediate()
    expect(await first.stop()).toEqual({ runs: [], error: undefined })
    expect(await first.ended('leads')).toMatchObject({ report: { outcome: 'interrupted' }, timedOut: false })
    stuck.open()
    const next = await openDispatched({ file, folder: first.folder, clock: first.clock })
    expect((await next.ended('leads')).report).toMatchObject({ outcome: 'done', written: 1 })
  })
})

function logins({ log }: Sandbox): number {
  return log.entries().filter(({ url }) => url.includes('/oauth2/token')).length
}

function codeOf({ error, report }: { error?: { code: string }; report?: { error?: { code: string } } }) {
  return (error ?? report?.error)?.code
}

/** Those that began again before they had ended. */
function overlaps(planned: { datasource: string; at: string }[], finished: { datasource: string; ended: string }[]) {
  const ends = (id: string) => finished.filter(({ datasource }) => datasource === id).map(({ ended }) => ended)
  return planned.filter(({ datasource, at }, index) => {
    const before = planned.slice(0, index).filter((each) => each.datasource === datasource).length
    return (
      ends(datasource)
        .slice(0, before)
        .some((ended) => ended > at) || ends(datasource).length < before
    )
  })
}

/** A port that another program listens at. */
async function takePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  return String((server.address() as AddressInfo).port)
}
