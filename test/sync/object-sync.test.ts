import { describe, expect, test } from 'vitest'
import { ExtractError } from '../../src/errors/extract-error.js'
import { openSyncedOrg, type SyncedOrg } from '../support/synced-org.js'
import { recordIds, tombstones } from '../support/written.js'

/** An account and a case, stamped a minute ago. */
function insertBoth({ sandbox, pass }: SyncedOrg): { account: string; aCase: string } {
  const account = sandbox.store.insert('Account', { Name: 'Acme' }).id
  const aCase = sandbox.store.insert('Case', { Subject: 'Help', AccountId: account }).id
  pass(60)
  return { account, aCase }
}

describe('an object that fails', () => {
  test('leaves the others whole and its own watermark where it was, and the report has the cause', async () => {
    const synced = await openSyncedOrg()
    const { account, aCase } = insertBoth(synced)
    synced.sandbox.faults.add({ name: 'object-403', object: 'Case' })
    const first = await synced.run()
    expect(recordIds(first.documents)).toEqual([account])
    const failed = first.report.objects.find(({ object }) => object === 'Case')!
    expect(first.report.outcome).toBe('partial')
    expect(failed).toMatchObject({
      outcome: 'failed',
      error: {
        code: 'ACCESS_DENIED',
        object: 'Case',
        salesforceCode: 'INSUFFICIENT_ACCESS',
        httpStatus: 403,
        hint: expect.stringContaining('Setup > Permission Sets'),
        soql: expect.stringContaining('FROM Case WHERE'),
      },
    })
    expect(failed).not.toHaveProperty('watermark')
    expect(first.heard.ended.map(({ object }) => object).toSorted()).toEqual(['Account', 'Case'])
    synced.sandbox.faults.remove()
    synced.pass(60)
    const second = await synced.run()
    expect(second.report.outcome).toBe('done')
    expect(recordIds(second.documents)).toEqual([aCase])
  })

  test('in the middle goes on there in the next run, without loss or repeats', async () => {
    const synced = await openSyncedOrg({ sandbox: { pageSize: 200 } })
    for (let n = 0; n < 700; n++) synced.sandbox.store.insert('Account', { Name: `A${n}` })
    synced.pass(60)
    synced.sandbox.faults.add({ name: 'status', status: 500, body: 'json', path: 'query/0r8', when: 3, count: 4 })
    const first = await synced.run()
    expect(first.report).toMatchObject({ outcome: 'partial' })
    expect(recordIds(first.documents, 'Account')).toHaveLength(600)
    const late = synced.sandbox.store.insert('Account', { Name: 'Late' })
    synced.pass(60)
    const second = await synced.run()
    expect(second.report.outcome).toBe('done')
    const all = [...recordIds(first.documents), ...recordIds(second.documents)]
    expect(all).toHaveLength(701)
    expect(new Set(all).size).toBe(701)
    expect(all.at(-1)).toBe(late.id)
  })

  test("with every other one makes the run the org's failure", async () => {
    const synced = await openSyncedOrg()
    await synced.run()
    synced.pass(60)
    synced.sandbox.faults.add({ name: 'status', status: 503, count: Infinity, path: 'query' })
    const { report } = await synced.run()
    expect(report).toMatchObject({ outcome: 'failed', error: { code: 'ORG_UNAVAILABLE', httpStatus: 503 } })
  })
})

function breakAtTheEnd(lane: string): void {
  if (lane === 'run') throw new ExtractError('STATE_BROKEN', 'disk full')
}

function stumbleOverCases({ soql }: { soql: string }): void {
  if (/FROM Case (WHERE S|ORDER)/.test(soql)) throw new TypeError('a bug')
}

describe('an error that ends the run', () => {
  test.each([
    ['SINK_CLOSED', 'failed'],
    ['OUTPUT_FAILED', 'failed'],
  ] as const)('%s keeps nothing past the last commit', async (code, outcome) => {
    const synced = await openSyncedOrg()
    const { account } = insertBoth(synced)
    const onWrite = (lane: string) => {
      if (lane === 'Account') throw new ExtractError(code, 'gone')
    }
    const first = await synced.run({}, { onWrite })
    expect(first.report).toMatchObject({ outcome, error: { code } })
    expect(first.report.objects.find(({ object }) => object === 'Account')).toMatchObject({
      outcome: 'stopped',
      reason: 'gone',
    })
    expect(first.heard.ended.map(({ object }) => object)).toContain('Account')
    synced.pass(60)
    expect(recordIds((await synced.run()).documents)).toContain(account)
  })

  test('a lock that was lost to another run keeps nothing at all', async () => {
    const synced = await openSyncedOrg()
    insertBoth(synced)
    const controller = new AbortController()
    const commits: string[] = []
    const onWrite = (lane: string) => {
      if (lane !== 'Account') return
      synced.clock.advance(60_000)
      controller.abort(new ExtractError('LOCK_HELD', 'lost'))
    }
    const onCommit = (lane: string) => void (controller.signal.aborted && commits.push(lane))
    const { report } = await synced.run({}, { signal: controller.signal, onWrite, onCommit })
    expect(report).toMatchObject({ outcome: 'failed', error: { code: 'LOCK_HELD' } })
    expect(commits).toEqual([])
  })

  test('a state that cannot be written is told, and the run still reports', async () => {
    const synced = await openSyncedOrg()
    insertBoth(synced)
    const { report, heard } = await synced.run({}, { onCommit: breakAtTheEnd })
    expect(report).toMatchObject({ outcome: 'failed', written: 2, error: { code: 'STATE_BROKEN' } })
    expect(heard.runs).toHaveLength(1)
  })

  test('a bug is thrown, after what was written is kept', async () => {
    const synced = await openSyncedOrg()
    const { account } = insertBoth(synced)
    await expect(synced.run({}, { before: stumbleOverCases })).rejects.toThrow('a bug')
    synced.pass(60)
    expect(recordIds((await synced.run()).documents)).not.toContain(account)
  })
})

describe("an object's report", () => {
  test('counts its calls, pages, rows and tombstones, and the seconds from its own beginning', async () => {
    const synced = await openSyncedOrg({ sandbox: { pageSize: 200 }, extract: { concurrency: 1 } })
    const ids = Array.from({ length: 450 }, (_, n) => synced.sandbox.store.insert('Account', { Name: `A${n}` }).id)
    synced.pass(60)
    const before = ({ soql }: { soql: string }) => {
      if (soql.includes('FROM CaseComment ')) synced.clock.advance(3000)
      if (/FROM Account (WHERE S|ORDER)/.test(soql)) synced.clock.advance(2000)
    }
    const first = await synced.run({}, { before })
    const account = first.report.objects.find(({ object }) => object === 'Account')
    expect(account).toMatchObject({ mode: 'full', written: 450, pages: 3, deleted: 0, calls: 3, seconds: 2 })
    expect(Date.parse(first.report.ended) - Date.parse(first.report.started)).toBe(5000)
    expect(first.report.calls).toBeLessThan(first.requests.length)
    expect(first.heard.pages.filter(({ object, written }) => object === 'Account' && written > 0)).toEqual([
      { object: 'Account', written: 200, pages: 1, deleted: 0 },
      { object: 'Account', written: 400, pages: 2, deleted: 0 },
      { object: 'Account', written: 450, pages: 3, deleted: 0 },
    ])
    synced.pass(60)
    synced.sandbox.store.delete(ids[0]!)
    synced.pass(60)
    const second = await synced.run()
    expect(second.report).toMatchObject({ deleted: 1, written: 0 })
    expect(tombstones(second.documents).map(({ id }) => id)).toEqual([ids[0]])
    expect(second.heard.pages).toContainEqual({ object: 'Account', written: 0, pages: 3, deleted: 1 })
  })
})
