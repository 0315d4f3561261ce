import { describe, expect, test } from 'vitest'
import { holdState, rollbackHeld } from '../../../src/state/hold.js'
import { forgetRead } from '../../../src/state/forget.js'
import type { Document } from '../../../src/terms.js'
import { openSyncedOrg, type RunExtras, type SyncedOrg } from '../../support/synced-org.js'

describe('directories', () => {
  test('come before any record, each of them once', async () => {
    const synced = await openSyncedOrg({ datasource: { customObjects: ['Project__c'] } })
    synced.sandbox.store.insert('Account', { Name: 'Acme' })
    synced.pass(60)
    const first = await synced.run()
    const all = ['Standard Objects', 'Custom Objects', 'Account', 'Case', 'Project__c']
    expect(titles(first.documents.slice(0, 5))).toEqual(all)
    expect(first.report.directories).toBe(5)
    expect(titles((await synced.run()).documents)).toEqual([])
    synced.datasource.standardObjects = ['Account', 'Case', 'Lead']
    const third = await synced.run()
    expect(titles(third.documents)).toEqual(['Lead'])
    expect(third.report.directories).toBe(1)
  })

  test('are written again where what they tell changed, and the others are not', async () => {
    const synced = await openSyncedOrg()
    await synced.run()
    synced.sandbox.store.setObject('Account', { label: 'Customer' })
    synced.pass(60)
    const { documents } = await synced.run()
    expect(documents).toMatchObject([{ title: 'Account', metadata: { label: 'Customer', key_prefix: '001' } }])
  })

  test('are those of all objects in a run for one', async () => {
    const synced = await openSyncedOrg()
    expect(titles((await synced.run({ objects: ['Account'] })).documents)).toEqual([
      'Standard Objects',
      'Account',
      'Case',
    ])
    expect(titles((await synced.run()).documents)).toEqual([])
  })

  test('stay as they are while the org does not show their object', async () => {
    const synced = await openSyncedOrg({ datasource: { customObjects: ['*'] } })
    await synced.run()
    for (const queryable of [false, true]) {
      synced.sandbox.store.setObject('Project__c', { queryable })
      synced.pass(60)
      expect((await synced.run()).documents).toEqual([])
    }
  })

  test('of a run that died after a pipe took some are written again, and get their tombstones', async () => {
    const synced = await openSyncedOrg()
    await expect(synced.run({}, { onWrite: dieAtDirectories })).rejects.toThrow('killed')
    synced.datasource.standardObjects = ['Account']
    expect(directories(await synced.run())).toEqual(['Standard Objects', 'Account', 'Case: out_of_scope'])
  })
})

describe('the directory of an object that was taken out of the datasource', () => {
  test('gets a tombstone after those of its records, once, and is written again when the object is back', async () => {
    const { synced, id } = await openTakenOut()
    const { documents, report } = await synced.run()
    expect(documents).toMatchObject([
      { id, type: 'Project__c', deleted: true },
      {
        type: 'folder',
        category: '/Custom Objects/',
        deleted: true,
        reason: 'out_of_scope',
        metadata: { sobject_type: 'Project__c', is_standard: false },
      },
      { type: 'folder', category: '/', deleted: true, reason: 'out_of_scope', metadata: { is_standard: false } },
    ])
    expect(report).toMatchObject({ written: 0, deleted: 1, directories: 2 })
    expect((await synced.run()).documents).toEqual([])
    synced.datasource.customObjects = ['Project__c']
    expect(directories(await synced.run())).toEqual(['Custom Objects', 'Project__c'])
    expect((await synced.run()).documents).toEqual([])
  })

  test('has the Id it was written with in its tombstone, and so has its group', async () => {
    const { synced, first } = await openTakenOut()
    const { documents } = await synced.run()
    const written = first.filter(({ type, category }) => type === 'folder' && category.includes('Custom'))
    const group = first.find((document) => 'title' in document && document.title === 'Custom Objects')
    expect(foldersIn(documents).map(({ id }) => id)).toEqual([...written, group!].map(({ id }) => id))
  })

  test('gets it where nothing of the object was ever read', async () => {
    const synced = await openSyncedOrg()
    await synced.run({ objects: ['Account'] })
    synced.datasource.standardObjects = ['Account']
    expect(directories(await synced.run())).toEqual(['Case: out_of_scope'])
  })

  test('waits for a run of all objects', async () => {
    const { synced } = await openTakenOut()
    expect((await synced.run({ objects: ['Account'] })).documents).toEqual([])
    expect(directories(await synced.run())).toHaveLength(2)
  })

  test('stays where no deletions are wanted, and is not written again', async () => {
    const { synced } = await openTakenOut()
    synced.datasource.deletes = false
    expect((await synced.run()).documents).toEqual([])
    synced.datasource.customObjects = ['Project__c']
    expect((await synced.run()).documents).toEqual([])
  })

  test.each<[string, (synced: SyncedOrg) => Promise<unknown>]>([
    ['that died', (synced) => synced.run({}, { onWrite: dieAtDirectories }).catch(() => undefined)],
    ['that was rolled back', (synced) => heldAndRolledBack(synced)],
  ])('is written again where a run %s may have sent the tombstone and the object is back', async (_, attempt) => {
    const { synced } = await openTakenOut()
    await attempt(synced)
    synced.datasource.customObjects = ['Project__c']
    expect(directories(await synced.run())).toEqual(['Custom Objects', 'Project__c'])
  })

  test('gets it where a reset came between, or a run that was rolled back had written it', async () => {
    const reset = await openTakenOut()
    await forgetRead(reset.synced.state, 'crm')
    const gone = ['Project__c: out_of_scope', 'undefined: out_of_scope']
    expect(directories(await reset.synced.run())).toEqual(['Standard Objects', 'Account', 'Case', ...gone])

    const synced = await openSyncedOrg()
    await synced.run()
    synced.datasource.customObjects = ['Project__c']
    await heldAndRolledBack(synced)
    synced.datasource.customObjects = []
    expect(directories(await synced.run())).toEqual(gone)
  })
})

/** A project beside accounts and cases, read once; then projects are taken out. */
async function openTakenOut() {
  const synced = await openSyncedOrg({ datasource: { customObjects: ['Project__c'], children: false } })
  const { id } = synced.sandbox.store.insert('Project__c', { Name: 'Roof' })
  synced.pass(60)
  const { documents: first } = await synced.run()
  synced.pass(60)
  synced.datasource.customObjects = []
  return { synced, id, first }
}

async function heldAndRolledBack(synced: SyncedOrg): Promise<void> {
  const { documents } = await synced.run({}, { state: holdState(synced.state, 'crm') })
  expect(foldersIn(documents)).toHaveLength(2)
  await rollbackHeld(synced.state, 'crm')
}

/** As power fails when the documents have just gone out. */
const dieAtDirectories: RunExtras['onWrite'] = (lane) => {
  if (lane === 'directories') throw new Error('killed')
}

function foldersIn(documents: Document[]): Document[] {
  return documents.filter(({ type }) => type === 'folder')
}

function titles(documents: Document[]): string[] {
  return foldersIn(documents).map((document) => ('title' in document ? document.title : `-${document.id}`))
}

/** The directories of a run by their titles, and those that went by their objects. */
function directories({ documents }: { documents: Document[] }): string[] {
  return foldersIn(documents).map((document) =>
    'deleted' in document
      ? `${document.metadata.sobject_type}: ${document.reason}`
      : (document as { title: string }).title,
  )
}
