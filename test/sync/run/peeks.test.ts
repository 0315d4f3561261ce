import { describe, expect, test } from 'vitest'
import { openSyncedOrg, type Outcome, type SyncedOrg } from '../../support/synced-org.js'
import { recordIds } from '../../support/written.js'

const isPeek = (soql: string) => soql.endsWith('ORDER BY SystemModstamp, Id LIMIT 200')

/** The statements of a run, first looks aside. */
function statementsOf({ requests }: Outcome): string[] {
  return requests.flatMap(({ soql }) => (soql === undefined || isPeek(soql) ? [] : [soql]))
}

async function openAccounts(count: number, datasource = {}): Promise<{ synced: SyncedOrg; ids: string[] }> {
  const synced = await openSyncedOrg({ datasource: { standardObjects: ['Account'], children: false, ...datasource } })
  const ids = Array.from({ length: count }, (_, n) => synced.sandbox.store.insert('Account', { Name: `A${n}` }).id)
  synced.pass(5)
  await synced.run()
  synced.pass(3600)
  await synced.run()
  synced.pass(300)
  return { synced, ids }
}

describe('a first look at what changed', () => {
  test('is all that an unchanged run asks of an object, its deletions and its children', async () => {
    const synced = await openSyncedOrg()
    const { id } = synced.sandbox.store.insert('Case', { Subject: 'Help' })
    synced.sandbox.store.insert('CaseComment', { ParentId: id, CommentBody: 'One' })
    for (let run = 0; run < 2; run++) {
      synced.pass(3600)
      await synced.run()
    }
    synced.pass(300)
    const unchanged = await synced.run()
    expect(unchanged.documents).toEqual([])
    expect(statementsOf(unchanged)).toEqual([])
    const looked = unchanged.requests.flatMap(({ soql }) => /FROM (\w+)/.exec(soql ?? '')?.[1] ?? [])
    expect(looked.toSorted()).toEqual(
      ['Account', 'Case', 'CaseComment', 'CaseFeed', 'ContentDocument', 'EmailMessage', 'FeedComment'].toSorted(),
    )
    expect(unchanged.report.calls).toBe(2)
  })

  test('tells deletions too, and has rows read where one is new', async () => {
    const { synced, ids } = await openAccounts(3)
    synced.sandbox.store.delete(ids[0]!)
    synced.pass(60)
    const deleted = await synced.run()
    expect(deleted.documents).toMatchObject([{ id: ids[0], deleted: true }])
    expect(statementsOf(deleted)).toEqual([])
    synced.sandbox.store.update(ids[1]!, { Name: 'New' })
    synced.pass(60)
    const changed = await synced.run()
    expect(recordIds(changed.documents)).toEqual([ids[1]])
    expect(statementsOf(changed)).toEqual([expect.stringContaining('FROM Account WHERE SystemModstamp >=')])
  })

  test('knows what an earlier run wrote of the lookback', async () => {
    const { synced, ids } = await openAccounts(3)
    synced.sandbox.store.update(ids[1]!, { Name: 'New' })
    synced.sandbox.store.delete(ids[2]!)
    synced.pass(60)
    await synced.run()
    synced.pass(60)
    const again = await synced.run()
    expect(again.documents).toEqual([])
    expect(statementsOf(again)).toEqual([])
    expect(again.report.objects[0]!.dropped).toBe(1)
  })

  test('knows a record that the system touched, whose own version was written long ago', async () => {
    const { synced, ids } = await openAccounts(2)
    synced.sandbox.store.update(ids[0]!, {}, { touch: 'system' })
    synced.pass(60)
    const touched = await synced.run()
    expect(touched.documents).toEqual([])
    expect(statementsOf(touched)).toEqual([])
  })

  test('has a record that came back from the recycle bin written again', async () => {
    const { synced, ids } = await openAccounts(2)
    synced.sandbox.store.delete(ids[0]!)
    synced.pass(60)
    await synced.run()
    synced.sandbox.store.undelete(ids[0]!)
    synced.pass(60)
    expect(recordIds((await synced.run()).documents)).toEqual([ids[0]])
  })

  test('gives way to the statements where more has changed than it takes, or the org refuses it', async () => {
    const { synced, ids } = await openAccounts(250)
    for (const id of ids.slice(0, 220)) synced.sandbox.store.update(id, { Phone: '1' })
    synced.sandbox.store.delete(ids[249]!)
    synced.pass(60)
    const many = await synced.run()
    expect(recordIds(many.documents)).toHaveLength(220)
    expect(many.report).toMatchObject({ written: 220, deleted: 1 })
    synced.pass(3600)
    await synced.run()
    synced.sandbox.store.update(ids[0]!, { Phone: '2' })
    synced.sandbox.faults.add({ name: 'status', status: 400, body: 'json', path: 'LIMIT 200', count: 99 })
    synced.pass(60)
    const refused = await synced.run()
    expect(refused.report.outcome).toBe('done')
    expect(recordIds(refused.documents)).toEqual([ids[0]])
  })

  test('tells what has left the condition of its user', async () => {
    const objects = { Account: { excludeFields: [], where: "Name LIKE 'A%'" } }
    const { synced, ids } = await openAccounts(2, { objects })
    synced.sandbox.store.update(ids[0]!, { Name: 'B' })
    synced.pass(60)
    expect((await synced.run()).documents).toMatchObject([{ id: ids[0], deleted: true, reason: 'out_of_scope' }])
  })

  test('is not taken where all is read anew', async () => {
    const { synced } = await openAccounts(1)
    const { requests } = await synced.run({ full: true })
    expect(requests.filter(({ soql }) => soql !== undefined && isPeek(soql))).toEqual([])
  })
})
