import { describe, expect, test } from 'vitest'
import { openSyncedOrg } from '../support/synced-org.js'
import { recordIds } from '../support/written.js'

const objects = ['Account', 'Contact', 'Lead']

/** An account, a contact and a lead of an hour ago, read once. */
async function openThree() {
  const synced = await openSyncedOrg({
    datasource: { standardObjects: objects, children: false },
    extract: { concurrency: 1 },
  })
  const { store, clock } = synced.sandbox
  const at = clock.now() - 3_600_000
  store.insert('Account', { Name: 'Acme' }, { at })
  store.insert('Contact', { LastName: 'Lee' }, { at })
  store.insert('Lead', { LastName: 'Ray', Company: 'Acme' }, { at })
  const ids = objects.flatMap((object) => [...store.rows(object)].map(({ id }) => id))
  await synced.run()
  synced.pass(3600)
  return { synced, ids }
}

describe('a full run', () => {
  test.each([
    ['has too few calls', { maxCalls: 7 }],
    ['dies at its first record', { onWrite: killAtRecord }],
  ])('that %s goes on as full in the next one, for the objects it did not come to as well', async (_, extras) => {
    const { synced, ids } = await openThree()
    const first = await synced.run({ full: true }, extras).catch(() => undefined)
    synced.pass(60)
    const { documents } = await synced.run()
    expect(recordIds([...(first?.documents ?? []), ...documents]).toSorted()).toEqual(ids.toSorted())
    synced.pass(60)
    expect((await synced.run()).documents).toEqual([])
  })

  test('writes the directories too', async () => {
    const { synced } = await openThree()
    const { report, documents } = await synced.run({ full: true })
    expect(report.directories).toBe(documents.filter(({ type }) => type === 'folder').length)
    expect(report.directories).toBe(4)
  })
})

function killAtRecord(lane: string): void {
  if (objects.includes(lane)) throw new Error('killed')
}
