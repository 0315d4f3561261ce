import { describe, expect, test } from 'vitest'
import { findDeletionSource, mayLackBin } from '../../../src/sync/deletions/deletion-source.js'
import type { ObjectSchema } from '../../../src/sandbox/terms.js'
import { checkbox, field, text } from '../../../src/sandbox/schema/fields.js'
import { describeOf, watermarkFields } from '../../support/describe-of.js'
import { openSyncedOrg } from '../../support/synced-org.js'
import { recordIds, tombstones } from '../../support/written.js'

const bin = `IsDeleted:boolean ${watermarkFields}`

// Flags as describes of real orgs have them; of what a user may not delete the bin is shown all the same.
test.each([
  ['Account', bin, { deletable: true, undeletable: true, replicateable: true }, 'bin'],
  [
    'an account that the user may not delete',
    bin,
    { deletable: false, undeletable: false, replicateable: true },
    'bin',
  ],
  ['ContentDocument', bin, { deletable: true, undeletable: true, replicateable: false }, 'bin'],
  ['CampaignMember', bin, { deletable: true, undeletable: false, replicateable: true }, 'list'],
  ['a share', bin, { deletable: true, undeletable: false, replicateable: false }, 'bin'],
  ['User', watermarkFields, { deletable: false, undeletable: false, replicateable: true }, undefined],
  ['GroupMember', 'SystemModstamp:datetime', { deletable: true, undeletable: false, replicateable: true }, 'list'],
  ['a setup object', watermarkFields, { deletable: true, undeletable: false, replicateable: false }, undefined],
  ['CronTrigger', 'CreatedDate:datetime', { deletable: false, undeletable: false, replicateable: false }, undefined],
  ['IsDeleted alone', 'IsDeleted:boolean', { deletable: true, undeletable: true, replicateable: false }, undefined],
])('the deletions of %s', (_, fields, flags, source) => {
  expect(findDeletionSource({ ...describeOf('Foo__c', fields), ...flags })).toBe(source)
})

test.each([
  ['Account', { deletable: false, undeletable: false }, false],
  ['Foo__c', { deletable: false, undeletable: false, custom: true }, false],
  ['CampaignMember', { deletable: false, undeletable: false }, true],
  ['AccountShare', { deletable: true, undeletable: false }, true],
  ['Idea', { deletable: true, undeletable: true }, false],
])('whether deleted records of %s may miss the recycle bin', (name, flags, expected) => {
  expect(mayLackBin({ ...describeOf(name, bin), custom: false, ...flags })).toBe(expected)
})

test('that an object may miss the recycle bin is said in the report, but by a run that compares all Ids', async () => {
  const synced = await openSyncedOrg({ datasource: { standardObjects: ['Account', 'CaseComment'], children: false } })
  for (const name of ['Account', 'CaseComment']) synced.sandbox.store.setObject(name, { deletable: false })
  const notesOf = async (reconcile: boolean) =>
    (await synced.run({ reconcile })).report.objects.map(({ notes }) => notes)
  expect(await notesOf(false)).toEqual([undefined, [expect.stringContaining('sf-extract sync --reconcile')]])
  synced.pass(60)
  expect(await notesOf(true)).toEqual([undefined, undefined])
})

test.each([
  ['as its describe says', false],
  ['and no describe says so', true],
])('archived records are read without the deleted ones where IsDeleted takes no filter, %s', async (_what, isStale) => {
  const { synced, ids, store } = await openBallots({ createable: true, deletable: true }, undefined)
  store.addField('Ballot__c', checkbox('IsArchived', 'Archived'))
  // A describe that was read before is not sent again.
  if (isStale) await next(synced)
  synced.sandbox.faults.add({ name: 'unfilterable', object: 'Ballot__c', field: 'IsDeleted' })
  const old = store.insert('Ballot__c', { Name: 'C', IsArchived: true })
  expect(await next(synced)).toEqual({ written: [old.id], gone: [] })
  store.delete(ids[0]!)
  expect(await next(synced)).toEqual({ written: [], gone: [`${ids[0]} deleted`] })
  for (const options of [{ reconcile: true }, { full: true }]) {
    synced.pass(60)
    const { documents, report } = await synced.run(options)
    expect(report.outcome).toBe('done')
    expect(recordIds(documents)).toEqual(options.full ? [ids[1], old.id] : [])
    expect(tombstones(documents)).toEqual([])
  }
})

test('archived records are told to be missing where the org does not show IsDeleted', async () => {
  const { synced, store } = await openBallots({ createable: true, deletable: true }, undefined)
  store.addField('Ballot__c', checkbox('IsArchived', 'Archived'))
  store.removeField('Ballot__c', 'IsDeleted')
  synced.pass(60)
  const { report } = await synced.run()
  expect(report.objects[0]).toMatchObject({ outcome: 'done', notes: [expect.stringContaining('Archived records')] })
})

test('deletions are read from the list where windows can not go by SystemModstamp', async () => {
  const { synced, ids, store } = await openBallots({ createable: true, deletable: true }, undefined)
  const stamp = store.object('Ballot__c')!.fields.find(({ name }) => name === 'SystemModstamp')!
  store.addField('Ballot__c', { ...stamp, sortable: false })
  store.addField('Ballot__c', checkbox('Late__c', 'Late'))
  expect((await next(synced)).gone).toEqual([])
  store.delete(ids[0]!)
  expect((await next(synced)).gone).toEqual([`${ids[0]} deleted`])
})

const stamps = ['CreatedDate', 'LastModifiedDate', 'SystemModstamp'].map((name) => field('datetime', name, name))

/** What the org tells of an object's deletions, and the object whose describe says so. */
const kinds: { source: string; schema: Partial<ObjectSchema> }[] = [
  { source: 'the recycle bin', schema: { createable: true, deletable: true } },
  { source: 'a list', schema: { createable: false, deletable: true } },
  {
    source: 'nothing',
    schema: { createable: true, deletable: false, fields: [field('id', 'Id', 'Id'), ...fieldsOf(), ...stamps] },
  },
]

describe.each(kinds)('an object whose deletions $source tells', ({ source, schema }) => {
  test('has a tombstone for what leaves its where, is written again when it is back, and is quiet then', async () => {
    const { synced, ids, store } = await openBallots(schema, whereOpen)
    store.update(ids[0]!, { Open__c: false })
    expect(await next(synced)).toEqual({ written: [], gone: [`${ids[0]} out_of_scope`] })
    expect(await next(synced)).toEqual({ written: [], gone: [] })
    store.update(ids[0]!, { Open__c: true })
    expect(await next(synced)).toEqual({ written: [ids[0]], gone: [] })
    expect(await next(synced)).toEqual({ written: [], gone: [] })
  })

  test('has a tombstone for what is deleted, as soon as the org tells', async () => {
    const { synced, ids, store } = await openBallots({ ...schema, deletable: true }, whereOpen)
    store.delete(ids[0]!)
    const { gone } = await next(synced)
    expect(gone).toEqual(source === 'nothing' ? [] : [`${ids[0]} deleted`])
    synced.pass(60)
    const { documents } = await synced.run({ reconcile: true })
    expect(tombstones(documents).map(({ id }) => id)).toEqual(source === 'nothing' ? [ids[0]] : [])
  })
})

function fieldsOf() {
  return [text('Name', 'Name', 80, { nameField: true }), checkbox('Open__c', 'Open', { custom: true })]
}

const whereOpen = 'Open__c = true'

/** Two ballots of an hour ago that meet the condition, read once. */
async function openBallots(schema: Partial<ObjectSchema>, where: string | undefined) {
  const object = { excludeFields: [], where } as never
  const synced = await openSyncedOrg({
    datasource: { standardObjects: [], customObjects: ['Ballot__c'], objects: { Ballot__c: object }, children: false },
  })
  const { store, clock } = synced.sandbox
  const named = { name: 'Ballot__c', label: 'Ballot', labelPlural: 'Ballots', keyPrefix: 'a0B', custom: true }
  const access = { queryable: true, searchable: true, updateable: true }
  store.addObject({ ...named, ...access, fields: fieldsOf(), children: [], changedAt: 0, ...schema } as ObjectSchema)
  const at = clock.now() - 3_600_000
  const ids = ['A', 'B'].map((Name) => store.insert('Ballot__c', { Name, Open__c: true }, { at }).id)
  await synced.run()
  synced.pass(3600)
  return { synced, ids, store }
}

async function next(synced: Awaited<ReturnType<typeof openBallots>>['synced']) {
  synced.pass(120)
  const { documents } = await synced.run()
  return { written: recordIds(documents), gone: tombstones(documents).map(({ id, reason }) => `${id} ${reason}`) }
}
