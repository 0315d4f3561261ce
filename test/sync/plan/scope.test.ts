import { describe, expect, test } from 'vitest'
import type { ObjectSettings } from '../../../src/config/config-types.js'
import type { Document } from '../../../src/terms.js'
import { openSyncedOrg, type SyncedOrg } from '../../support/synced-org.js'
import { recordIds, tombstones } from '../../support/written.js'

/** Accounts of an hour ago, three hot and two cold, and a case; read once by the settings given. */
async function openAccounts(settings: Partial<ObjectSettings> = {}) {
  const synced = await openSyncedOrg({ datasource: { standardObjects: ['Account', 'Case'], children: false } })
  const { store, clock } = synced.sandbox
  const at = clock.now() - 3_600_000
  const insert = (Rating: string) => store.insert('Account', { Name: Rating, Rating }, { at }).id
  const hot = ['Hot', 'Hot', 'Hot'].map(insert)
  const cold = ['Cold', 'Cold'].map(insert)
  const aCase = store.insert('Case', { Subject: 'Help' }, { at }).id
  choose(synced, settings)
  await synced.run()
  return { synced, store, hot, cold, aCase }
}

function choose({ datasource }: SyncedOrg, settings: Partial<ObjectSettings>): void {
  datasource.objects = { Account: { excludeFields: [], ...settings } }
}

async function next(synced: SyncedOrg) {
  synced.pass(3600)
  const { documents, report } = await synced.run()
  return { written: recordIds(documents), gone: goneOf(documents), report }
}

function goneOf(documents: Document[]) {
  return tombstones(documents).map(({ id, reason }) => ({ id, reason }))
}

const outOf = (ids: string[]) => ids.map((id) => ({ id, reason: 'out_of_scope' }))

describe('a where', () => {
  test('that was narrowed has what left it told, and nothing else', async () => {
    const { synced, cold } = await openAccounts()
    choose(synced, { where: "Rating = 'Hot'" })
    expect(await next(synced)).toMatchObject({ written: [], gone: outOf(cold) })
    expect(await next(synced)).toMatchObject({ written: [], gone: [] })
  })

  test('that was widened has what came into it written, and nothing else', async () => {
    const { synced, cold } = await openAccounts({ where: "Rating = 'Hot'" })
    choose(synced, {})
    expect(await next(synced)).toMatchObject({ written: cold, gone: [] })
    expect(await next(synced)).toMatchObject({ written: [], gone: [] })
  })

  test('that was changed is made good by a later run where this one could not', async () => {
    const { synced, hot, cold } = await openAccounts({ where: "Rating = 'Hot'" })
    choose(synced, { where: "Rating = 'Cold'" })
    synced.sandbox.faults.add({ name: 'status', status: 500, body: 'json', path: 'FROM Account', count: 50 })
    expect((await next(synced)).report.outcome).toBe('partial')
    synced.sandbox.faults.remove()
    const { written, gone } = await next(synced)
    expect({ written, gone }).toEqual({ written: cold, gone: outOf(hot) })
    expect(await next(synced)).toMatchObject({ written: [], gone: [] })
  })

  test('has a record that leaves it told in the next run, and written again when it comes back', async () => {
    const { synced, store, hot } = await openAccounts({ where: "Rating = 'Hot'" })
    store.update(hot[0]!, { Rating: 'Cold' })
    store.update(hot[1]!, { Description: 'Still hot' })
    expect(await next(synced)).toMatchObject({ written: [hot[1]], gone: outOf([hot[0]!]) })
    expect(await next(synced)).toMatchObject({ written: [], gone: [] })
    store.update(hot[0]!, { Rating: 'Hot' })
    expect(await next(synced)).toMatchObject({ written: [hot[0]], gone: [] })
    store.delete(hot[0]!)
    store.update(hot[2]!, { Rating: 'Cold' })
    store.delete(hot[2]!)
    const { gone } = await next(synced)
    expect(gone.map(({ id }) => id).toSorted()).toEqual([hot[0], hot[2]].toSorted())
  })
})

test.each<[string, Partial<ObjectSettings>]>([
  ['fields', { fields: ['Name', 'Rating'] }],
  ['fields: all', { fields: ['all'] }],
  ['add_fields', { addFields: ['Owner.Alias'] }],
  ['exclude_fields', { excludeFields: ['Rating'] }],
  ['custom_fields', { customFields: false }],
  ['title', { title: ['Rating'] }],
  ['content', { content: [{ field: 'Rating' }] }],
  ['tags', { tags: [{ field: 'Rating', prefix: 'is ' }] }],
])('changed %s have every record read again, once', async (_, settings) => {
  const { synced, hot, cold } = await openAccounts()
  choose(synced, settings)
  const { written, gone, report } = await next(synced)
  expect({ written, gone }).toEqual({ written: [...hot, ...cold], gone: [] })
  expect(report.objects[0]!.warnings).toEqual(['Its settings changed: every record is read again.'])
  expect(await next(synced)).toMatchObject({ written: [], gone: [] })
  choose(synced, {})
  expect(await next(synced)).toMatchObject({ written: [...hot, ...cold], gone: [] })
})

test("custom_fields of the datasource has standard objects read again, and settings that say the same don't", async () => {
  const { synced, hot, cold, aCase } = await openAccounts()
  choose(synced, { addFields: [], customFields: true })
  expect(await next(synced)).toMatchObject({ written: [], gone: [] })
  synced.datasource.customFields = false
  expect(await next(synced)).toMatchObject({ written: [aCase], gone: [] })
  choose(synced, {})
  expect(await next(synced)).toMatchObject({ written: [...hot, ...cold], gone: [] })
})

test('an object that was taken out has its records told, once, and is read anew when it is back', async () => {
  const { synced, aCase } = await openAccounts()
  synced.datasource.standardObjects = ['Account']
  const { written, gone, report } = await next(synced)
  expect({ written, gone }).toEqual({ written: [], gone: outOf([aCase]) })
  expect(report.objects).toContainEqual(expect.objectContaining({ object: 'Case', deleted: 1 }))
  expect(await next(synced)).toMatchObject({ written: [], gone: [] })
  synced.datasource.standardObjects = ['Account', 'Case']
  expect(await next(synced)).toMatchObject({ written: [aCase], gone: [] })
})

test('a run for some objects alone leaves the others as they are', async () => {
  const { synced } = await openAccounts()
  synced.datasource.standardObjects = ['Account']
  synced.pass(3600)
  expect(tombstones((await synced.run({ objects: ['Account'] })).documents)).toEqual([])
})
