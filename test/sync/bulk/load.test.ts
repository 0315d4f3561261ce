import { describe, expect, test } from 'vitest'
import { text } from '../../../src/sandbox/schema/fields.js'
import type { Document } from '../../../src/terms.js'
import { openSyncedOrg, type Outcome, type SyncedOrg, type SyncedOrgOptions } from '../../support/synced-org.js'
import { recordIds } from '../../support/written.js'

/** An org of accounts that are more than the threshold, in pages of 200 by REST and of 450 by a job. */
async function openAccounts(count: number, options: SyncedOrgOptions = {}) {
  const synced = await openSyncedOrg({
    sandbox: { pageSize: 200, bulkPageSize: 450, ...options.sandbox },
    datasource: { standardObjects: ['Account'], children: false, ...options.datasource },
    extract: { pageSize: 200, ...options.extract },
    settings: { bulkThreshold: 600, bulkWaitMs: 60_000, ...options.settings },
  })
  const { store } = synced.sandbox
  for (let n = 0; n < count; n++) store.insert('Account', { Name: `Account ${n}` })
  synced.pass(3600)
  const ids = [...store.rows('Account')].map(({ id }) => id).toSorted()
  return { synced, ids }
}

/** What a run asked of the Bulk API: `create`, `state`, `results`, `abort` and `delete`, one after the other. */
function bulkCalls({ requests }: Outcome): string[] {
  return requests
    .filter(({ url }) => url.includes('/jobs/query'))
    .map(({ method, url }) => {
      if (url.includes('/results')) return 'results'
      return { POST: 'create', GET: 'state', PATCH: 'abort', DELETE: 'delete' }[method]!
    })
}

function rowQueries({ requests }: Outcome): string[] {
  return requests.flatMap(({ soql }) => (soql?.includes(' FROM Account ') ? [soql] : []))
}

function notesOf({ report }: Outcome): string[] {
  return report.objects.flatMap(({ notes }) => notes ?? [])
}

async function expectNothingNew(synced: SyncedOrg): Promise<void> {
  synced.pass(3600)
  expect((await synced.run()).documents).toEqual([])
}

const written = (documents: Document[]) => recordIds(documents, 'Account')

describe('a large first load', () => {
  test('goes by a job from its second page on: the first has said how many rows there are', async () => {
    const { synced, ids } = await openAccounts(1100)
    const outcome = await synced.run()
    expect(written(outcome.documents)).toEqual(ids)
    expect(rowQueries(outcome)).toHaveLength(1)
    expect(bulkCalls(outcome)).toEqual(['create', 'state', 'results', 'results', 'delete'])
    expect(outcome.report.objects[0]).toMatchObject({ outcome: 'done', written: 1100, pages: 7 })
    expect(notesOf(outcome)).toEqual([])
    await expectNothingNew(synced)
  })

  test('goes by REST where it has fewer rows than the threshold, as does every window after it', async () => {
    const { synced, ids } = await openAccounts(599)
    const outcome = await synced.run()
    expect(written(outcome.documents)).toEqual(ids)
    expect(bulkCalls(outcome)).toEqual([])
    for (const id of ids) synced.sandbox.store.update(id, { Rating: 'Hot' })
    synced.sandbox.store.insert('Account', { Name: 'Account 600' })
    synced.pass(3600)
    const next = await synced.run({ transport: 'bulk' })
    expect(written(next.documents)).toHaveLength(600)
    expect(bulkCalls(next)).toEqual([])
  })

  test('leaves what changes meanwhile to the next window, and rows that are deleted out', async () => {
    const { synced, ids } = await openAccounts(900)
    const { store } = synced.sandbox
    const change = (lane: string) => {
      if (lane !== 'Account' || store.record(ids[850]!)?.isDeleted) return
      synced.pass(5)
      store.update(ids[800]!, { Name: 'Changed' })
      store.delete(ids[850]!)
    }
    const first = await synced.run({}, { onCommit: change })
    synced.pass(3600)
    const next = await synced.run()
    const all = [...first.documents, ...next.documents]
    expect(written(all).toSorted()).toEqual(ids.filter((id) => id !== ids[850]))
    expect(all.find(({ id }) => id === ids[800])).toMatchObject({ title: 'Changed' })
  })

  test('goes by a job at once where the settings say bulk, and for a full run too', async () => {
    const { synced, ids } = await openAccounts(20, { datasource: { transport: 'bulk' } })
    const first = await synced.run()
    expect(written(first.documents)).toEqual(ids)
    expect(rowQueries(first)).toEqual([])
    expect(bulkCalls(await synced.run({ full: true }))).toContain('create')
    expect(bulkCalls(await synced.run({ full: true, transport: 'rest' }))).toEqual([])
  })

  test("goes by the object's own transport before that of the datasource", async () => {
    const objects = { Account: { excludeFields: [], transport: 'rest' as const } }
    const { synced } = await openAccounts(700, { datasource: { transport: 'bulk', objects } })
    expect(bulkCalls(await synced.run())).toEqual([])
  })

  test('goes by REST where a job would spare no calls, and the report says why', async () => {
    const { synced, ids } = await openAccounts(700, { datasource: { children: true } })
    const outcome = await synced.run()
    expect(written(outcome.documents)).toEqual(ids)
    expect(bulkCalls(outcome)).toEqual([])
    expect(notesOf(outcome).join()).toContain('child lists')
  })
})

describe('a load whose job fails', () => {
  test.each([
    ['the day has no jobs left', { name: 'bulk-limit' }, /LIMIT_EXCEEDED/],
    ['the Bulk API does not take the object', { name: 'bulk-refused' }, /INVALIDENTITY/],
    ['it ends as failed', { name: 'bulk-failed' }, /Failed: InternalServerError/],
    ['it never ends', { name: 'bulk-stuck' }, /still InProgress after \d+ s/],
    ['its results have fewer rows than they say', { name: 'bulk-short', count: 2 }, /announced 451 rows and sent 450/],
  ] as const)(
    'goes on by REST after the last row written, with the reason in the report: %s',
    async (_, fault, reason) => {
      const { synced, ids } = await openAccounts(1100)
      synced.sandbox.faults.add(fault)
      const outcome = await synced.run()
      expect(outcome.report.outcome).toBe('done')
      expect(written(outcome.documents)).toEqual(ids)
      expect(notesOf(outcome).join()).toMatch(/^Read by REST, not by the Bulk API: /)
      expect(notesOf(outcome).join()).toMatch(reason)
      expect(bulkCalls(outcome).filter((call) => call === 'create')).toHaveLength(1)
      await expectNothingNew(synced)
    },
  )

  test.each([
    ['results that are short once', { name: 'bulk-short' }],
    ['a last page without a locator', { name: 'bulk-no-locator' }],
    ['a job that can not be deleted', { name: 'bulk-undeletable' }],
    ['a job that is in progress for a while', { name: 'bulk-stuck', polls: 3 }],
    ['a connection that is cut in the middle of results', { name: 'half-body', path: '/results' }],
    ['a session that ends while results are read', { name: 'expire-session', path: '/results', when: 2 }],
  ] as const)('is none, and needs no other way: %s', async (_, fault) => {
    const { synced, ids } = await openAccounts(1100)
    synced.sandbox.faults.add(fault)
    const outcome = await synced.run()
    expect(written(outcome.documents)).toEqual(ids)
    expect(notesOf(outcome)).toEqual([])
    expect(rowQueries(outcome)).toHaveLength(1)
    await expectNothingNew(synced)
  })

  test('waits longer from look to look, and no longer than it may', async () => {
    const { synced } = await openAccounts(700, { settings: { bulkWaitMs: 100_000 } })
    synced.sandbox.faults.add({ name: 'bulk-stuck' })
    const startedMs = synced.clock.now()
    const outcome = await synced.run()
    expect(bulkCalls(outcome)).toEqual(['create', ...Array<string>(8).fill('state'), 'abort', 'delete'])
    expect(synced.clock.now() - startedMs).toBeLessThanOrEqual(100_000)
  })
})

describe('a load that is broken off', () => {
  test('goes on in the next run at its place in the same job', async () => {
    const { synced, ids, first } = await openBroken(7)
    expect(bulkCalls(first)).toEqual(['create', 'state', 'results', 'results'])
    const next = await synced.run()
    expect(bulkCalls(next)).toEqual(['state', 'results', 'results', 'delete'])
    expect(rowQueries(next).filter((soql) => soql.endsWith(' ORDER BY Id'))).toEqual([])
    expect([...written(first.documents), ...written(next.documents)]).toEqual(ids)
    await expectNothingNew(synced)
  })

  test('in the middle of a page of results writes what is left of it, and no more', async () => {
    const { synced, ids } = await openAccounts(2000)
    let pages = 0
    const stop = new AbortController()
    const onWrite = () => void (++pages === 4 && stop.abort())
    const first = await synced.run({}, { onWrite, signal: stop.signal })
    expect(written(first.documents).length).toBeLessThan(2000)
    const next = await synced.run()
    expect([...written(first.documents), ...written(next.documents)]).toEqual(ids)
    expect(bulkCalls(next)).not.toContain('create')
  })

  test('waits for the same job in the next run', async () => {
    const { synced, ids } = await openAccounts(2000)
    synced.sandbox.faults.add({ name: 'bulk-stuck', polls: 4 })
    const first = await synced.run({}, { maxCalls: 6 })
    const next = await synced.run()
    expect(bulkCalls(next).slice(0, 2)).toEqual(['state', 'state'])
    expect([...written(first.documents), ...written(next.documents)]).toEqual(ids)
  })

  test('begins another job after the last row written where the first is gone', async () => {
    const { synced, ids, first } = await openBroken(7)
    synced.pass(8 * 24 * 3600)
    const next = await synced.run()
    expect([...written(first.documents), ...written(next.documents)]).toEqual(ids)
    expect(notesOf(next)).toEqual([])
    expect(bulkCalls(next)).toContain('create')
    await expectNothingNew(synced)
  })

  test('begins another job where it reads other fields by now', async () => {
    const { synced, ids, first } = await openBroken(7)
    synced.sandbox.store.addField('Account', text('Late__c', 'Late'))
    const next = await synced.run()
    expect([...written(first.documents), ...written(next.documents)]).toEqual(ids)
    expect(bulkCalls(next)).toContain('create')
    expect(next.documents.at(-1)).toMatchObject({ payload: { Late__c: null } })
  })

  test('goes on by REST where the settings say so by now', async () => {
    const { synced, ids, first } = await openBroken(7)
    const next = await synced.run({ transport: 'rest' })
    expect([...written(first.documents), ...written(next.documents)]).toEqual(ids)
    expect(bulkCalls(next)).toEqual([])
    expect(rowQueries(next)[0]).toContain(`Id > '${written(first.documents).at(-1)}'`)
  })
})

/** Breaks the first run off after so many calls: its job has been made, and some of its results are written. */
async function openBroken(maxCalls: number, options: SyncedOrgOptions = {}) {
  const { synced, ids } = await openAccounts(2000, options)
  const first = await synced.run({}, { maxCalls })
  expect(first.report.outcome).toBe('quota')
  return { synced, ids, first }
}
