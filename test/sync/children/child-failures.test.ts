import { describe, expect, test } from 'vitest'
import { openSyncRooms, type SyncRooms } from '../../support/sync-rooms.js'
import { recordIds } from '../../support/written.js'

const comments = { name: 'object-403', object: 'CaseComment' } as const

function comment({ sandbox, pass }: SyncRooms, id: string): void {
  sandbox.store.insert('CaseComment', { ParentId: id, CommentBody: 'Hello' })
  pass(60)
}

/** A case of yesterday. */
async function openCase(options: Parameters<typeof openSyncRooms>[0] = {}): Promise<{ rooms: SyncRooms; id: string }> {
  const rooms = await openSyncRooms(options)
  const { store, clock } = rooms.sandbox
  return { rooms, id: store.insert('Case', { Subject: 'Help' }, { at: clock.now() - 86_400_000 }).id }
}

describe("a child that can't be polled", () => {
  test('fails alone, says so, and its changes are not lost to a later run', async () => {
    const { rooms, id } = await openCase()
    await rooms.run()
    rooms.sandbox.faults.add({ name: 'status', status: 500, body: 'json', path: 'FROM CaseComment W', count: Infinity })
    const account = rooms.sandbox.store.insert('Account', { Name: 'Acme' })
    rooms.pass(60)
    comment(rooms, id)
    const failed = await rooms.run()
    expect(recordIds(failed.documents)).toEqual([account.id])
    expect(failed.report.outcome).toBe('partial')
    expect(failed.report.warnings).toEqual([
      expect.stringMatching(/^Changes to CaseComment were not checked.*ORG_UNAVAILABLE/),
    ])
    rooms.sandbox.faults.remove()
    rooms.pass(7200)
    comment(rooms, id)
    expect(recordIds((await rooms.run()).documents)).toEqual([id])
    rooms.pass(60)
    expect((await rooms.run()).documents).toEqual([])
  })

  test('since the user may not read it is a warning in every run, and no failure', async () => {
    const { rooms, id } = await openCase()
    rooms.sandbox.store.insert('FeedComment', {
      FeedItemId: rooms.sandbox.store.insert('FeedItem', { ParentId: id }).id,
    })
    rooms.sandbox.faults.add({ name: 'object-403', object: 'FeedComment' })
    for (let again = 0; again < 2; again++) {
      rooms.pass(60)
      const { report } = await rooms.run()
      expect(report).toMatchObject({ outcome: 'done', warnings: [expect.stringContaining('ACCESS_DENIED')] })
    }
  })

  test('in the first run does not lose what changes after it', async () => {
    const { rooms, id } = await openCase()
    rooms.sandbox.faults.add({ ...comments })
    await rooms.run()
    rooms.sandbox.faults.remove()
    rooms.pass(60)
    comment(rooms, id)
    rooms.pass(86_400)
    expect(recordIds((await rooms.run()).documents)).toEqual([id])
    rooms.pass(60)
    expect((await rooms.run()).documents).toEqual([])
  })

  test('since its describe failed in the first run does not lose what changes after it', async () => {
    const { rooms, id } = await openCase()
    rooms.sandbox.faults.add({ name: 'describe-500', object: 'CaseComment' })
    const first = await rooms.run()
    expect(first.report.outcome).toBe('partial')
    expect(first.report.objects.map(({ object, outcome }) => [object, outcome]).toSorted()).toEqual([
      ['Account', 'done'],
      ['Case', 'done'],
    ])
    rooms.sandbox.faults.remove()
    rooms.pass(60)
    comment(rooms, id)
    rooms.pass(86_400)
    expect(recordIds((await rooms.run()).documents)).toEqual([id])
  })

  test("does not gather what it can't compare", async () => {
    const { rooms, id } = await openCase({ settings: { overlapLimit: 5 } })
    rooms.sandbox.faults.add({ ...comments })
    await rooms.run()
    for (let n = 0; n < 10; n++) comment(rooms, id)
    rooms.sandbox.store.update(id, { Subject: 'Help!' })
    rooms.pass(60)
    const { report } = await rooms.run()
    expect(report.warnings).toContainEqual(
      expect.stringMatching(/^\d children are not remembered \(overlap_limit is 5\)/),
    )
    const state = (await rooms.state.read('children:crm')) as {
      cursors: { CaseComment: { overlap: Record<string, string> } }
    }
    expect(Object.values(state.cursors.CaseComment.overlap).join('')).toHaveLength(5 * 15)
  })
})

describe('a poll of children', () => {
  test('that was cut off is followed by the one from its end to now', async () => {
    const { rooms, id } = await openCase({ sandbox: { pageSize: 200 } })
    const other = rooms.sandbox.store.insert(
      'Case',
      { Subject: 'Other' },
      { at: rooms.sandbox.clock.now() - 86_400_000 },
    )
    await rooms.run()
    rooms.pass(60)
    for (let n = 0; n < 300; n++) rooms.sandbox.store.insert('CaseComment', { ParentId: id, CommentBody: 'Hello' })
    rooms.pass(60)
    rooms.sandbox.faults.add({ name: 'status', status: 500, body: 'json', path: 'query/0r8', count: 4 })
    const cut = await rooms.run()
    expect([cut.report.outcome, recordIds(cut.documents)]).toEqual(['partial', [id]])
    rooms.pass(7200)
    comment(rooms, other.id)
    expect(recordIds((await rooms.run()).documents)).toEqual([other.id])
  })

  test("goes by another stamp where the org can't filter by SystemModstamp, and knows what is written by it", async () => {
    const { rooms, id } = await openCase()
    rooms.sandbox.faults.add({ name: 'unfilterable', object: 'CaseComment', field: 'SystemModstamp' })
    await rooms.run()
    rooms.pass(60)
    comment(rooms, id)
    rooms.sandbox.store.update(id, { Subject: 'Help!' })
    rooms.pass(60)
    expect(recordIds((await rooms.run()).documents)).toEqual([id])
    rooms.pass(60)
    expect((await rooms.run()).documents).toEqual([])
  })

  test("needs no call for the org's time but in the first run", async () => {
    const { rooms } = await openCase({ datasource: { cacheMaxAgeMs: 86_400_000 } })
    await rooms.run()
    rooms.pass(60)
    const { requests } = await rooms.run()
    expect(requests.filter(({ soql }) => soql === undefined)).toEqual([])
  })

  test('keeps a change of a record whose own describe fails in this run', async () => {
    const { rooms, id } = await openCase()
    await rooms.run()
    rooms.sandbox.faults.add({ name: 'describe-500', object: 'Case' })
    rooms.sandbox.store.insert(
      'ContentVersion',
      { Title: 'T', PathOnClient: 't.pdf', FirstPublishLocationId: id },
      { blob: Buffer.from('x') },
    )
    rooms.pass(60)
    const failed = await rooms.run()
    expect(failed.report.objects.find(({ object }) => object === 'Case')).toMatchObject({ outcome: 'failed' })
    expect(failed.report.directories).toBe(0)
    rooms.sandbox.faults.remove()
    rooms.pass(60)
    expect(recordIds((await rooms.run()).documents)).toEqual([id])
  })
})
