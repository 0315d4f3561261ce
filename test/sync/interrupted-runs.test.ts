import { describe, expect, test } from 'vitest'
import { openSyncedOrg, type RunExtras, type SyncedOrg } from '../support/synced-org.js'
import { recordIds, tombstones } from '../support/written.js'

/** The values that a new record of each has to have. */
const required: Record<string, object> = {
  Account: { Name: 'Acme' },
  Contact: { LastName: 'Lee' },
  Lead: { LastName: 'Ray', Company: 'Acme' },
  Opportunity: { Name: 'Deal', StageName: 'Prospecting', CloseDate: '2026-01-05' },
  Campaign: { Name: 'Fair' },
  Case: { Subject: 'Help' },
}
const objects = Object.keys(required)
const moments = ['Account', 'Case']

describe('a run that is interrupted', () => {
  test.each(moments.flatMap((lane) => [[lane, {}] as const, [lane, { full: true }] as const]))(
    'at %s, with %j, costs the next one no more than it would have cost by itself, and no document comes twice',
    async (lane, options) => {
      const { synced, changed } = await openChanged()
      const twin = await openChanged()
      const whole = await twin.synced.run(options)
      const first = await synced.run(options, interruptedAt(lane))
      expect(first.report.outcome).toBe('interrupted')
      synced.pass(60)
      const next = await synced.run()
      const both = [...first.documents, ...next.documents]
      expect(recordIds(both).toSorted()).toEqual('full' in options ? liveIds(synced) : changed.toSorted())
      expect(tombstones(both)).toHaveLength(1)
      expect(next.report.calls).toBeLessThanOrEqual(whole.report.calls)
      synced.pass(60)
      expect((await synced.run()).documents).toEqual([])
    },
  )
})

/** The six objects with some records, read twice; then one of each has changed, and an account is deleted. */
async function openChanged(): Promise<{ synced: SyncedOrg; changed: string[] }> {
  const synced = await openSyncedOrg({ datasource: { standardObjects: objects } })
  const { store } = synced.sandbox
  for (const object of objects) for (let n = 0; n < 3; n++) store.insert(object, { ...required[object] })
  for (let run = 0; run < 2; run++) {
    synced.pass(3600)
    await synced.run()
  }
  synced.pass(3600)
  const changed = objects.map((object) => liveIds(synced, [object])[0]!)
  for (const id of changed) store.update(id, { Description: 'New' })
  store.delete(liveIds(synced, ['Account'])[1]!)
  synced.pass(60)
  return { synced, changed }
}

function liveIds({ sandbox }: SyncedOrg, of = objects): string[] {
  const rows = of.flatMap((object) => [...sandbox.store.rows(object)])
  return rows
    .filter(({ isDeleted }) => !isDeleted)
    .map(({ id }) => id)
    .toSorted()
}

/** By a signal, when it writes or keeps something of a lane. */
function interruptedAt(lane: string): RunExtras {
  const controller = new AbortController()
  const hook = (each: string) => {
    if (each === lane) controller.abort()
  }
  return { signal: controller.signal, onWrite: hook, onCommit: hook }
}
