import path from 'node:path'
import { readdir, rm } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { openJourney, unhurried, type Journey } from '../support/journey.js'
import { loadOutput } from '../support/output-files.js'
import { indexOf, recordIds, tombstones } from '../support/written.js'

describe('what has gone out before a rollback', unhurried, () => {
  test('a tombstone: the record that was restored since is written again', async () => {
    const { journey, id } = await openAccount()
    const told = (await journey.sync()).documents
    journey.pass(3600)
    journey.sandbox.store.delete(id)
    const held = await journey.sync('--hold')
    expect(tombstones(held.documents)).toHaveLength(1)
    await journey.run('rollback')
    journey.pass(3600)
    journey.sandbox.store.undelete(id)
    const next = await journey.sync()
    expect([...indexOf([...told, ...held.documents, ...next.documents]).keys()]).toContain(id)
    expect((await journey.sync()).documents).toEqual([])
  })

  test('a first load: the record that was deleted since gets its tombstone', async () => {
    const { journey, id } = await openAccount()
    const held = await journey.sync('--hold')
    expect(recordIds(held.documents)).toContain(id)
    await journey.run('rollback')
    journey.pass(3600)
    journey.sandbox.store.delete(id)
    const next = await journey.sync()
    expect(tombstones(next.documents).map((each) => each.id)).toEqual([id])
    expect(recordIds(next.documents)).toHaveLength(2)
  })

  test('a first load: the record that has left the recycle bin since is found by --reconcile', async () => {
    const { journey, id } = await openAccount()
    await journey.sync('--hold')
    journey.sandbox.store.delete(id)
    journey.sandbox.store.purge(id)
    expect(tombstones((await journey.sync('--reconcile')).documents).map((each) => each.id)).toEqual([id])
  })

  test.each([
    ['rollback', ['rollback', '--output', 'documents']],
    ['no word', ['status']],
  ])('files: after %s they hold each document once', async (_name, settle) => {
    const { journey } = await openAccount()
    const output = path.join(journey.folder, 'documents')
    await journey.sync('--output', 'documents', '--hold')
    const told = (await loadOutput(output)).map(({ id }) => id)
    expect((await journey.run(...settle)).code).toBe(0)
    await journey.sync('--output', 'documents')
    expect((await loadOutput(output)).map(({ id }) => id).toSorted()).toEqual(told.toSorted())
  })
})

describe('what has gone out before a reset', unhurried, () => {
  test.each([[[]], [['--object', 'Account']]])('gets its tombstone where it was deleted since (%j)', async (scope) => {
    const { journey, id } = await openAccount()
    await journey.sync()
    journey.pass(3600)
    journey.sandbox.store.delete(id)
    const reset = await journey.run('reset', '--yes', ...scope)
    expect(reset.stderr).toContain('tombstones')
    const next = await journey.sync()
    expect(tombstones(next.documents).map((each) => each.id)).toEqual([id])
    expect(recordIds(next.documents)).toHaveLength(2)
  })

  test('is found by --reconcile where it has left the recycle bin', async () => {
    const { journey, id } = await openAccount()
    await journey.sync()
    journey.sandbox.store.delete(id)
    journey.sandbox.store.purge(id)
    await journey.run('reset', '--yes')
    expect(tombstones((await journey.sync('--reconcile')).documents).map((each) => each.id)).toEqual([id])
  })

  test('is found too where the state of its object was lost', async () => {
    const { journey, id } = await openAccount()
    await journey.sync()
    const state = path.join(journey.folder, '.sf-extract')
    const lost = (await readdir(state)).filter((name) => name.startsWith('object.'))
    for (const name of lost) await rm(path.join(state, name))
    journey.sandbox.store.delete(id)
    const next = await journey.sync()
    expect(tombstones(next.documents).map((each) => each.id)).toEqual([id])
    expect((await journey.sync()).documents).toEqual([])
  })
})

/** A journey with three accounts, one of which a test takes away. */
async function openAccount(): Promise<{ journey: Journey; id: string }> {
  const settings = 'standard_objects_to_sync: [Account]\nchildren: false\n'
  const journey = await openJourney({ settings, ownProcesses: false })
  const [id] = ['Acme', 'Bolt', 'Core'].map((Name) => journey.sandbox.store.insert('Account', { Name }).id)
  return { journey, id: id! }
}
