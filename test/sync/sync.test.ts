import { describe, expect, test } from 'vitest'
import { ExtractError } from '../../src/errors/extract-error.js'
import { holdState, commitHeld, rollbackHeld } from '../../src/state/hold.js'
import { openSyncedOrg } from '../support/synced-org.js'
import { indexOf, recordIds, records } from '../support/written.js'

describe('a run', () => {
  test('writes everything, the next one nothing, and after a change exactly that', async () => {
    const { sandbox, run, pass } = await openSyncedOrg()
    const accounts = ['Acme', 'Bolt', 'Cord'].map((Name) => sandbox.store.insert('Account', { Name }).id)
    pass(60)
    const first = await run()
    expect(recordIds(first.documents)).toEqual(accounts)
    expect(first.report).toMatchObject({ outcome: 'done', written: 3, deleted: 0, directories: 3, warnings: [] })
    pass(60)
    const second = await run()
    expect(second.documents).toEqual([])
    expect(second.requests.filter(({ url, status }) => url.includes('/sobjects') && status !== 304)).toEqual([])
    sandbox.store.update(accounts[1]!, { Name: 'Bolt & Nut' })
    pass(60)
    const third = await run()
    expect(records(third.documents).map(({ id, title }) => [id, title])).toEqual([[accounts[1], 'Bolt & Nut']])
    expect(third.report.objects.find(({ object }) => object === 'Account')).toMatchObject({
      mode: 'incremental',
      written: 1,
      dropped: 2,
    })
  })

  test('drops what the overlap reads again, run after run, and keeps an eye on it', async () => {
    const { sandbox, run, pass } = await openSyncedOrg()
    sandbox.store.insert('Account', { Name: 'Acme' })
    pass(60)
    await run()
    for (let again = 0; again < 3; again++) {
      pass(60)
      const { documents, report } = await run()
      expect(documents).toEqual([])
      expect(report.objects.map(({ dropped }) => dropped).toSorted()).toEqual([0, 1])
    }
  })

  test('writes a row whose transaction commits late, once', async () => {
    const { sandbox, run, pass } = await openSyncedOrg()
    pass(60)
    const stamp = sandbox.clock.now() - 50_000
    const late = sandbox.store.insert(
      'Account',
      { Name: 'Late' },
      { at: stamp, hiddenUntil: sandbox.clock.now() + 100_000 },
    )
    expect(recordIds((await run()).documents)).toEqual([])
    pass(200)
    expect(recordIds((await run()).documents)).toEqual([late.id])
    pass(60)
    expect(recordIds((await run()).documents)).toEqual([])
  })

  test.each([2, -2])("goes by the org's clock, %i hours off this machine's", async (hours) => {
    const { sandbox, run, pass } = await openSyncedOrg({ sandbox: { clockOffsetMs: hours * 3_600_000 } })
    const before = sandbox.store.insert('Account', { Name: 'Before' })
    pass(5)
    const first = await run()
    const until = Date.parse(first.report.objects[0]!.watermark!)
    expect(Math.abs(until - sandbox.clock.now())).toBeLessThan(30_000)
    const after = sandbox.store.insert('Account', { Name: 'After' })
    pass(5)
    const second = await run()
    expect([recordIds(first.documents), recordIds(second.documents)]).toEqual([[before.id], [after.id]])
  })

  test('has one end for all its windows, though the fresh field cache leaves it to the first poll to tell it', async () => {
    const synced = await openSyncedOrg({ datasource: { cacheMaxAgeMs: 3_600_000 } })
    await synced.run()
    synced.pass(60)
    const { report } = await synced.run({}, { before: () => synced.pass(1) })
    expect(new Set(report.objects.map(({ watermark }) => watermark)).size).toBe(1)
  })

  test("loses nothing where the org's clock goes back", async () => {
    const { sandbox, run, pass } = await openSyncedOrg()
    const record = sandbox.store.insert('Account', { Name: 'One' })
    pass(3600)
    await run()
    pass(-3000)
    await run()
    sandbox.store.update(record.id, { Name: 'Two' })
    pass(60)
    const { documents } = await run()
    expect(records(documents).map(({ title }) => title)).toEqual(['Two'])
  })

  test('that is interrupted keeps its checkpoint, tells every object, and is gone on with', async () => {
    const { sandbox, run, pass } = await openSyncedOrg({ sandbox: { pageSize: 200 } })
    for (let n = 0; n < 500; n++) sandbox.store.insert('Account', { Name: `A${n}` })
    pass(60)
    const controller = new AbortController()
    const onWrite = (lane: string) => {
      if (lane === 'Account') controller.abort()
    }
    const first = await run({}, { signal: controller.signal, onWrite })
    expect(first.report).toMatchObject({ outcome: 'interrupted', error: { code: 'INTERRUPTED' } })
    expect(recordIds(first.documents)).toHaveLength(200)
    expect(first.report.objects.find(({ object }) => object === 'Account')).toMatchObject({
      outcome: 'stopped',
      written: 200,
    })
    expect(first.heard.runs).toHaveLength(1)
    expect(first.heard.ended.map(({ object }) => object).toSorted()).toEqual(first.heard.started.toSorted())
    pass(60)
    const second = await run()
    expect(second.report.outcome).toBe('done')
    expect(recordIds([...first.documents, ...second.documents])).toHaveLength(500)
    expect(indexOf([...first.documents, ...second.documents]).size).toBe(503)
  })

  test('that ends before an object was read says so, and leaves its state alone', async () => {
    const { sandbox, run, pass, state } = await openSyncedOrg({ extract: { concurrency: 1 } })
    sandbox.store.insert('Account', { Name: 'Acme' })
    pass(60)
    const stop = new ExtractError('QUOTA_REACHED', 'enough')
    const before = ({ sobject }: { sobject: string }) => {
      if (sobject === 'CaseComment') throw stop
    }
    const { report, heard } = await run({}, { before })
    expect(report).toMatchObject({ outcome: 'quota', error: { code: 'QUOTA_REACHED' } })
    expect(report.objects).toMatchObject(
      ['Account', 'Case'].map((object) => ({
        object,
        outcome: 'stopped',
        reason: 'The run ended before it was read.',
      })),
    )
    expect(heard.runs).toEqual([report])
    expect(await state.read('object:crm:Account')).toBeUndefined()
  })

  test('ends at the first answer of an org that redirects: the others would be no different', async () => {
    const { sandbox, run } = await openSyncedOrg({ extract: { concurrency: 1 } })
    sandbox.faults.add({ name: 'status', status: 302, count: 100, path: 'query|composite', when: 2 })
    const { report, requests } = await run()
    expect(report).toMatchObject({ outcome: 'failed', error: { code: 'ORG_MOVED', httpStatus: 302 } })
    expect(requests.filter(({ status }) => status === 302)).toHaveLength(1)
  })

  test('that is held moves nothing until it is committed, and all of it then', async () => {
    const { sandbox, run, pass, state, datasource } = await openSyncedOrg()
    const one = sandbox.store.insert('Account', { Name: 'Acme' })
    pass(60)
    const held = () => run({}, { state: holdState(state, datasource.id) })
    expect(recordIds((await held()).documents)).toEqual([one.id])
    await rollbackHeld(state, datasource.id)
    expect(recordIds((await held()).documents)).toEqual([one.id])
    await commitHeld(state, datasource.id)
    pass(60)
    expect((await run()).documents).toEqual([])
  })
})

describe("the org's quota", () => {
  test('ends a run cleanly, and the next one goes on to the same end', async () => {
    const { sandbox, run, pass } = await openSyncedOrg({ sandbox: { pageSize: 200 } })
    for (let n = 0; n < 1300; n++) sandbox.store.insert('Account', { Name: `A${n}` })
    pass(60)
    const written = []
    let runs = 0
    for (let outcome = 'quota'; outcome === 'quota'; runs++) {
      const { report, documents } = await run({}, { maxCalls: 6 })
      expect(report.calls).toBeLessThanOrEqual(6)
      written.push(...documents)
      outcome = report.outcome
      pass(60)
    }
    expect(runs).toBeGreaterThan(1)
    expect(recordIds(written)).toHaveLength(1300)
    expect(new Set(recordIds(written)).size).toBe(1300)
  })

  test('that the org says is used up stops at the first answer', async () => {
    const { sandbox, run, pass } = await openSyncedOrg()
    await run()
    pass(60)
    sandbox.faults.add({ name: 'daily-limit', path: 'composite', when: 2 })
    const { report, requests } = await run()
    expect(report).toMatchObject({
      outcome: 'quota',
      error: { code: 'QUOTA_REACHED', salesforceCode: 'REQUEST_LIMIT_EXCEEDED' },
    })
    expect(requests.filter(({ status }) => status === 403)).toHaveLength(1)
  })
})
