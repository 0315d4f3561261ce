import { describe, expect, test } from 'vitest'
import { sobject, text } from '../../../src/sandbox/schema/fields.js'
import { identity } from '../../../src/sandbox/schema/system-fields.js'
import { openSyncedOrg } from '../../support/synced-org.js'
import { recordIds, records, tombstones } from '../../support/written.js'

/** Notes without any stamp, a hundred pages of them if need be. */
async function openNotes(count: number, settings: { overlapLimit?: number } = {}) {
  const synced = await openSyncedOrg({
    sandbox: { pageSize: 200 },
    datasource: { standardObjects: [], customObjects: ['Note__c'] },
    settings,
  })
  const { store } = synced.sandbox
  store.addObject(
    sobject({
      name: 'Note__c',
      label: 'Note',
      labelPlural: 'Notes',
      keyPrefix: 'a88',
      fields: [...identity('Record ID'), text('Name', 'Name', 80, { nameField: true }), text('Text__c', 'Text')],
    }),
  )
  const ids = Array.from({ length: count }, (_, n) => store.insert('Note__c', { Name: `N${n}`, Text__c: 'same' }).id)
  synced.pass(60)
  return { synced, store, ids }
}

describe('an object without stamps', () => {
  test('is read whole in every run, and writes nothing that did not change', async () => {
    const { synced, store, ids } = await openNotes(500)
    const first = await synced.run()
    expect(recordIds(first.documents)).toEqual(ids)
    expect(first.report.objects[0]).toMatchObject({ mode: 'full', written: 500 })
    synced.pass(7200)
    expect((await synced.run()).documents).toEqual([])
    store.update(ids[7]!, { Text__c: 'other' })
    synced.pass(7200)
    const third = await synced.run()
    expect(records(third.documents).map(({ id, payload }) => [id, payload['Text__c']])).toEqual([[ids[7], 'other']])
    expect(third.report.objects[0]).toMatchObject({ mode: 'full', written: 1, dropped: 499, deleted: 0 })
  })

  test('goes on after the last Id where a run was cut off', async () => {
    const { synced, ids } = await openNotes(700)
    synced.sandbox.faults.add({ name: 'status', status: 500, body: 'json', path: 'query/0r8', when: 2, count: 4 })
    const first = await synced.run()
    expect(recordIds(first.documents)).toEqual(ids.slice(0, 400))
    synced.pass(60)
    expect(recordIds((await synced.run()).documents)).toEqual(ids.slice(400))
    synced.pass(60)
    expect((await synced.run()).documents).toEqual([])
  })

  test('loses a record that is gone without a comparison of Ids, and writes it again if it comes back as it was', async () => {
    const { synced, store, ids } = await openNotes(3)
    await synced.run()
    synced.pass(60)
    store.delete(ids[1]!)
    const { documents, report } = await synced.run()
    expect(documents).toMatchObject([{ id: ids[1], deleted: true }])
    expect(report.objects[0]).not.toHaveProperty('warnings')
    expect((await synced.run({ reconcile: true })).documents).toEqual([])
    store.undelete(ids[1]!)
    synced.pass(60)
    expect(recordIds((await synced.run()).documents)).toEqual([ids[1]])
  })

  test('loses all that is gone, over many pages, the last of them too', async () => {
    const { synced, store, ids } = await openNotes(700)
    await synced.run()
    const gone = ids.filter((_, n) => n % 150 === 0 || n > 600)
    for (const id of gone) store.delete(id)
    synced.pass(60)
    const { documents, requests } = await synced.run()
    expect(recordIds(documents)).toEqual([])
    expect(tombstones(documents).map(({ id }) => id)).toEqual(gone)
    synced.pass(60)
    const unchanged = await synced.run()
    expect(unchanged.documents).toEqual([])
    // One reading of its pages, and no Id compared.
    expect(unchanged.requests.filter(({ soql }) => soql?.includes('FROM Note__c'))).toHaveLength(1)
    expect(requests.filter(({ soql }) => soql?.includes('Id IN ('))).not.toEqual([])
  })

  test('loses everything where nothing is left of it', async () => {
    const { synced, store, ids } = await openNotes(250)
    await synced.run()
    for (const id of ids) store.purge(id)
    synced.pass(60)
    const { documents } = await synced.run()
    expect(tombstones(documents).map(({ id, reason }) => [id, reason])).toEqual(ids.map((id) => [id, 'missing']))
  })

  test('loses nothing to a reading that was cut off and gone on with, or whose locator died', async () => {
    const { synced, store, ids } = await openNotes(700)
    await synced.run()
    for (const n of [1, 650]) store.delete(ids[n]!)
    synced.pass(60)
    synced.sandbox.faults.add({ name: 'status', status: 500, body: 'json', path: 'query/0r8', when: 2, count: 4 })
    const cut = await synced.run()
    synced.pass(60)
    synced.sandbox.faults.add({ name: 'dead-locator', count: 1 })
    const rest = await synced.run()
    const told = [cut, rest].flatMap(({ documents }) => tombstones(documents).map(({ id }) => id))
    expect(told.toSorted()).toEqual([ids[1], ids[650]])
    synced.pass(60)
    expect((await synced.run()).documents).toEqual([])
  })

  test('has no tombstones where these are not wanted', async () => {
    const { synced, store, ids } = await openNotes(3)
    synced.datasource.deletes = false
    await synced.run()
    store.delete(ids[1]!)
    synced.pass(60)
    expect((await synced.run()).documents).toEqual([])
  })

  test('loses what left its condition, and says why', async () => {
    const { synced, store, ids } = await openNotes(3)
    synced.datasource.objects = { Note__c: { where: "Text__c = 'same'", excludeFields: [] } }
    await synced.run()
    store.update(ids[1]!, { Text__c: 'other' })
    synced.pass(60)
    expect((await synced.run()).documents).toMatchObject([{ id: ids[1], reason: 'out_of_scope' }])
  })

  test('repeats rows where it has more than may be remembered, and says so', async () => {
    const { synced } = await openNotes(500, { overlapLimit: 450 })
    const first = await synced.run()
    expect(first.report.objects[0]!.warnings).toContainEqual(
      expect.stringMatching(/^50 rows of the lookback are not remembered \(overlap_limit is 450\)/),
    )
    synced.pass(60)
    expect(recordIds((await synced.run()).documents)).toHaveLength(50)
  })

  test('holds no more in memory than may be remembered, with a checkpoint between', async () => {
    const { synced } = await openNotes(1000, { overlapLimit: 100 })
    const sizes: number[] = []
    const { report } = await synced.run(
      {},
      {
        onWrite: () => synced.clock.advance(6_000),
        onCommit: (lane, changes) => {
          const state = changes.find(({ key }) => key === 'object:crm:Note__c')?.value as
            { rows: { overlap: object } } | undefined
          if (lane === 'Note__c' && state !== undefined) sizes.push(Object.keys(state.rows.overlap).length)
        },
      },
    )
    expect(report.objects[0]!.warnings).toContainEqual(expect.stringMatching(/^900 rows/))
    expect(sizes.length).toBeGreaterThan(4)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100)
  })
})
