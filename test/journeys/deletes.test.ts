import { describe, expect, test } from 'vitest'
import { openJourney, unhurried, type Journey } from '../support/journey.js'
import { indexOf, recordIds, tombstones } from '../support/written.js'

const settings = 'standard_objects_to_sync: [Account, Contact, Case]\n'
const dayMs = 24 * 60 * 60_000

describe('what goes', unhurried, () => {
  test('a deleted record has one tombstone, so has what hung on it; a merged one names its survivor', async () => {
    const journey = await openJourney({ settings, ownProcesses: false })
    const { store } = journey.sandbox
    const [gone, winner, loser] = insertAccounts(journey, 4)
    const contact = store.insert('Contact', { LastName: 'Lee', AccountId: gone }).id
    const moving = store.insert('Contact', { LastName: 'Moving', AccountId: loser }).id
    await journey.sync()
    journey.pass(60)
    store.delete(gone!)
    store.merge(winner!, loser!)
    const deletedAt = new Date(store.record(gone!)!.systemModstampAt).toISOString()
    journey.pass(60)
    const { documents, report } = await journey.sync()
    expect(
      tombstones(documents)
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual([gone, contact, loser].toSorted())
    expect(documents.find(({ id }) => id === gone)).toEqual({
      id: gone,
      source: { type: 'connector', name: 'Salesforce', id: 'salesforce' },
      type: 'Account',
      category: '/Standard Objects/Account/',
      categories: ['Standard Objects', 'Account'],
      deleted: true,
      deleted_at: deletedAt,
      reason: 'deleted',
      metadata: { sobject_type: 'Account', is_standard: true },
      system: { parent_path: '/Standard Objects/Account/' },
    })
    expect(documents.find(({ id }) => id === loser)).toMatchObject({ reason: 'merged', merged_into: winner })
    expect(recordIds(documents).toSorted()).toEqual([winner, moving].toSorted())
    expect(report.deleted).toBe(3)
    expect((await journey.sync()).documents).toEqual([])
  })

  test('an undeleted record comes back, and so does what hung on it, soon or days later', async () => {
    const journey = await openJourney({ settings, ownProcesses: false })
    const { store } = journey.sandbox
    const [soon, later] = insertAccounts(journey, 2)
    const contact = store.insert('Contact', { LastName: 'Lee', AccountId: soon }).id
    const written = (await journey.sync()).documents
    journey.pass(60)
    for (const id of [soon!, later!]) store.delete(id)
    journey.pass(60)
    written.push(...(await journey.sync()).documents)
    expect([...indexOf(written).keys()]).not.toContain(contact)
    journey.pass(60)
    store.undelete(soon!)
    journey.pass(60)
    const back = await journey.sync()
    expect(recordIds(back.documents).toSorted()).toEqual([soon, contact].toSorted())
    journey.pass((10 * dayMs) / 1000)
    store.undelete(later!)
    journey.pass(60)
    const last = await journey.sync()
    expect(recordIds(last.documents)).toEqual([later])
    const index = indexOf([...written, ...back.documents, ...last.documents])
    for (const id of [soon!, later!, contact]) expect(index.has(id)).toBe(true)
  })

  test('what left the recycle bin unseen is found by --reconcile alone, and told once', async () => {
    const journey = await openJourney({ settings, ownProcesses: false })
    const { store } = journey.sandbox
    const ids = insertAccounts(journey, 300)
    await journey.sync()
    journey.pass(60)
    const purged = [ids[3]!, ids[150]!, ids[299]!]
    for (const id of purged) store.purge(id)
    journey.pass(60)
    expect((await journey.sync()).documents).toEqual([])
    const reconciled = await journey.sync('--reconcile')
    expect(reconciled.code).toBe(0)
    expect(
      tombstones(reconciled.documents)
        .map(({ id, reason }) => [id, reason])
        .toSorted(),
    ).toEqual(purged.map((id) => [id, 'missing']))
    expect(recordIds(reconciled.documents)).toEqual([])
  })

  test('a gap of more than 15 days is told with what to do, a shorter one is not', async () => {
    const journey = await openJourney({ settings, ownProcesses: false })
    insertAccounts(journey, 1)
    await journey.sync()
    journey.pass((14 * dayMs) / 1000)
    expect((await journey.sync()).report.objects.flatMap(({ warnings }) => warnings ?? [])).toEqual([])
    journey.pass((16 * dayMs) / 1000)
    const { code, report, stderr } = await journey.sync()
    expect(code).toBe(0)
    expect(report.objects.flatMap(({ warnings }) => warnings ?? []).join()).toContain('sf-extract sync --reconcile')
    expect(stderr).toContain('--reconcile')
  })
})

function insertAccounts({ sandbox }: Journey, count: number): string[] {
  const at = sandbox.clock.now() - 3_600_000
  return Array.from({ length: count }, (_, n) => sandbox.store.insert('Account', { Name: `Account ${n}` }, { at }).id)
}
