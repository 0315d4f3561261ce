import { describe, expect, test } from 'vitest'
import { openSyncedOrg, type SyncedOrg } from '../../support/synced-org.js'
import { recordIds } from '../../support/written.js'

const comments = { name: 'object-403', object: 'CaseComment' } as const

function comment({ sandbox, pass }: SyncedOrg, id: string): void {
  sandbox.store.insert('CaseComment', { ParentId: id, CommentBody: 'Hello' })
  pass(60)
}

/** A case of yesterday. */
async function openCase(options: Parameters<typeof openSyncedOrg>[0] = {}): Promise<{ synced: SyncedOrg; id: string }> {
  const synced = await openSyncedOrg(options)
  const { store, clock } = synced.sandbox
  return { synced, id: store.insert('Case', { Subject: 'Help' }, { at: clock.now() - 86_400_000 }).id }
}

describe("a child that can't be polled", () => {
  test('fails alone, says so, and its changes are not lost to a later run', async () => {
    const { synced, id } = await openCase()
    await synced.run()
    synced.sandbox.faults.add({
      name: 'status',
      status: 500,
      body: 'json',
      path: 'FROM CaseComment W',
      count: Infinity,
    })
    const account = synced.sandbox.store.insert('Account', { Name: 'Acme' })
    synced.pass(60)
    comment(synced, id)
    const failed = await synced.run()
    expect(recordIds(failed.documents)).toEqual([account.id])
    expect(failed.report.outcome).toBe('partial')
    expect(failed.report.warnings).toEqual([
      expect.stringMatching(/^Changes to CaseComment were not checked.*ORG_UNAVAILABLE: .*[a-z]\. [A-Z].*\.$/),
    ])
    synced.sandbox.faults.remove()
    synced.pass(7200)
    comment(synced, id)
    expect(recordIds((await synced.run()).documents)).toEqual([id])
    synced.pass(60)
    expect((await synced.run()).documents).toEqual([])
  })

  test('since the user may not read it is a warning in every run, and no failure', async () => {
    const { synced, id } = await openCase()
    synced.sandbox.store.insert('FeedComment', {
      FeedItemId: synced.sandbox.store.insert('FeedItem', { ParentId: id }).id,
    })
    synced.sandbox.faults.add({ name: 'object-403', object: 'FeedComment' })
    for (let again = 0; again < 2; again++) {
      synced.pass(60)
      const { report } = await synced.run()
      expect(report).toMatchObject({ outcome: 'done', warnings: [expect.stringContaining('ACCESS_DENIED')] })
    }
  })

  test('in the first run does not lose what changes after it', async () => {
    const { synced, id } = await openCase()
    synced.sandbox.faults.add({ ...comments })
    await synced.run()
    synced.sandbox.faults.remove()
    synced.pass(60)
    comment(synced, id)
    synced.pass(86_400)
    expect(recordIds((await synced.run()).documents)).toEqual([id])
    synced.pass(60)
    expect((await synced.run()).documents).toEqual([])
  })

  test('since its describe failed in the first run does not lose what changes after it', async () => {
    const { synced, id } = await openCase()
    synced.sandbox.faults.add({ name: 'describe-500', object: 'CaseComment' })
    const first = await synced.run()
    expect(first.report.outcome).toBe('partial')
    expect(first.report.objects.map(({ object, outcome }) => [object, outcome]).toSorted()).toEqual([
      ['Account', 'done'],
      ['Case', 'done'],
    ])
    synced.sandbox.faults.remove()
    synced.pass(60)
    comment(synced, id)
    synced.pass(86_400)
    expect(recordIds((await synced.run()).documents)).toEqual([id])
  })

  test("does not gather what it can't compare", async () => {
    const { synced, id } = await openCase({ settings: { overlapLimit: 5 } })
    synced.sandbox.faults.add({ ...comments })
    await synced.run()
    for (let n = 0; n < 10; n++) comment(synced, id)
    synced.sandbox.store.update(id, { Subject: 'Help!' })
    synced.pass(60)
    const { report } = await synced.run()
    expect(report.warnings).toContainEqual(
      expect.stringMatching(/^\d children are not remembered \(overlap_limit is 5\)/),
    )
    const state = (await synced.state.read('children:crm')) as {
      cursors: { CaseComment: { overlap: Record<string, string> } }
    }
    expect(Object.values(state.cursors.CaseComment.overlap).join('')).toHaveLength(5 * 15)
  })
})

describe('a poll of children', () => {
  test('that was cut off is followed by the one from its end to now', async () => {
    const { synced, id } = await openCase({ sandbox: { pageSize: 200 } })
    const other = synced.sandbox.store.insert(
      'Case',
      { Subject: 'Other' },
      { at: synced.sandbox.clock.now() - 86_400_000 },
    )
    await synced.run()
    synced.pass(60)
    for (let n = 0; n < 300; n++) synced.sandbox.store.insert('CaseComment', { ParentId: id, CommentBody: 'Hello' })
    synced.pass(60)
    synced.sandbox.faults.add({ name: 'status', status: 500, body: 'json', path: 'query/0r8', count: 4 })
    const cut = await synced.run()
    expect([cut.report.outcome, recordIds(cut.documents)]).toEqual(['partial', [id]])
    synced.pass(7200)
    comment(synced, other.id)
    expect(recordIds((await synced.run()).documents)).toEqual([other.id])
  })

  test("goes by another stamp where the org can't filter by SystemModstamp, and knows what is written by it", async () => {
    const { synced, id } = await openCase()
    synced.sandbox.faults.add({ name: 'unfilterable', object: 'CaseComment', field: 'SystemModstamp' })
    await synced.run()
    synced.pass(60)
    comment(synced, id)
    synced.sandbox.store.update(id, { Subject: 'Help!' })
    synced.pass(60)
    expect(recordIds((await synced.run()).documents)).toEqual([id])
    synced.pass(60)
    expect((await synced.run()).documents).toEqual([])
  })

  test("needs no call for the org's time but in the first run", async () => {
    const { synced } = await openCase({ datasource: { cacheMaxAgeMs: 86_400_000 } })
    await synced.run()
    synced.pass(60)
    const { requests } = await synced.run()
    expect(requests.filter(({ soql }) => soql === undefined)).toEqual([])
  })

  test('keeps a change of a record whose own describe fails in this run', async () => {
    const { synced, id } = await openCase()
    await synced.run()
    synced.sandbox.faults.add({ name: 'describe-500', object: 'Case' })
    synced.sandbox.store.insert(
      'ContentVersion',
      { Title: 'T', PathOnClient: 't.pdf', FirstPublishLocationId: id },
      { blob: Buffer.from('x') },
    )
    synced.pass(60)
    const failed = await synced.run()
    expect(failed.report.objects.find(({ object }) => object === 'Case')).toMatchObject({ outcome: 'failed' })
    expect(failed.report.directories).toBe(0)
    synced.sandbox.faults.remove()
    synced.pass(60)
    expect(recordIds((await synced.run()).documents)).toEqual([id])
  })
})
