import { describe, expect, test } from 'vitest'
import { openJourney, unhurried, type Journey } from '../support/journey.js'
import { recordIds, records } from '../support/written.js'

const settings = 'standard_objects_to_sync: [Account]\nchildren: false\n'

/** A record that is written, then changed and deleted before a run that doesn't see its deletion, and brought back. */
async function syncAround(journey: Journey, unseeing: () => Promise<unknown>): Promise<string> {
  const { store } = journey.sandbox
  const { id } = store.insert('Account', { Name: 'Old' })
  expect(recordIds((await journey.sync()).documents)).toEqual([id])
  journey.pass(3600)
  store.update(id, { Name: 'New' })
  journey.pass(3600)
  store.delete(id)
  await unseeing()
  journey.pass(3600)
  store.undelete(id)
  return id
}

async function nextTitles(journey: Journey): Promise<string[]> {
  return records((await journey.sync()).documents).map(({ title }) => title)
}

describe('a record that changed, was deleted and is restored later', unhurried, () => {
  test('is written as it is then, once, though deletions are not wanted; a touch by the system writes nothing', async () => {
    const journey = await openJourney({ ownProcesses: false, settings: `${settings}deletes: false\n` })
    const id = await syncAround(journey, () => journey.sync())
    expect(await nextTitles(journey)).toEqual(['New'])
    journey.pass(3600)
    journey.sandbox.store.update(id, {}, { touch: 'system' })
    expect(await nextTitles(journey)).toEqual([])
  })

  test('is written as it is then, once, though deletions could not be read while it lay in the bin', async () => {
    const journey = await openJourney({ ownProcesses: false, settings })
    const { faults, store } = journey.sandbox
    const id = await syncAround(journey, async () => {
      faults.add({ name: 'status', status: 500, body: 'json', path: 'IsDeleted', count: 50 })
      expect((await journey.sync()).code).not.toBe(0)
      faults.remove()
    })
    expect(await nextTitles(journey)).toEqual(['New'])
    journey.pass(3600)
    store.update(id, {}, { touch: 'system' })
    expect(await nextTitles(journey)).toEqual([])
  })
})
