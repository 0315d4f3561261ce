import { describe, expect, test } from 'vitest'
import { openJourney, unhurried } from '../support/journey.js'
import { records, tombstones } from '../support/written.js'

const settings = 'standard_objects_to_sync: [AsyncApexJob]\n'

/** An org with jobs, whose only stamp is the moment they were queued. */
async function openJobs(count: number, ownProcesses: boolean) {
  const journey = await openJourney({ settings, ownProcesses })
  const { store } = journey.sandbox
  const job = { JobType: 'BatchApex', Status: 'Queued', TotalJobItems: 9 }
  const ids = Array.from({ length: count }, () => store.insert('AsyncApexJob', job).id)
  journey.pass(3600)
  return { journey, store, ids }
}

describe('an object whose rows change and whose only stamp is CreatedDate', unhurried, () => {
  test('is read whole: its changes are written, what is gone gets a tombstone, and nothing else', async () => {
    const { journey, store, ids } = await openJobs(450, false)
    const first = await journey.sync('--output', 'documents')
    expect(records(first.documents, 'AsyncApexJob')).toHaveLength(450)
    const unchanged = await journey.sync('--output', 'documents')
    expect(unchanged.documents).toEqual([])
    expect(unchanged.asked.filter(({ soql }) => soql !== undefined)).toHaveLength(1)

    journey.pass(86_400)
    store.update(ids[3]!, { Status: 'Completed', JobItemsProcessed: 9 })
    store.purge(ids[400]!)
    const { id: queued } = store.insert('AsyncApexJob', { JobType: 'Future', Status: 'Queued' })
    const next = await journey.sync('--output', 'documents')
    expect(records(next.documents, 'AsyncApexJob').map(({ id, payload }) => [id, payload['Status']])).toEqual([
      [ids[3], 'Completed'],
      [queued, 'Queued'],
    ])
    expect(tombstones(next.documents)).toMatchObject([{ id: ids[400], reason: 'missing' }])
    expect((await journey.sync('--output', 'documents')).documents).toEqual([])
  })

  test('is said to be read whole, with what to do about it', async () => {
    const { journey, ids } = await openJobs(3, true)
    const { report, stderr } = await journey.sync('--output', 'documents')
    const note =
      'Read whole in every run: its only stamp, CreatedDate, stays when a row changes. If its rows never do, set objects: { AsyncApexJob: { watermark_field: CreatedDate } }.'
    expect(report.objects[0]).toMatchObject({ mode: 'full', notes: [note] })
    expect(stderr).toContain(`AsyncApexJob: ${note}`)
    const { stdout } = await journey.run('plan', '--output', 'documents')
    expect(stdout).toContain(note)

    await journey.configure(`${settings}objects: { AsyncApexJob: { watermark_field: CreatedDate } }\n`)
    journey.sandbox.store.update(ids[0]!, { Status: 'Completed' })
    journey.pass(86_400)
    const told = await journey.sync('--output', 'documents')
    expect(told.documents).toEqual([])
    expect(told.report.objects[0]).toMatchObject({ mode: 'incremental' })
    expect(told.report.objects[0]).not.toHaveProperty('notes')
  })
})
