import { describe, expect, test } from 'vitest'
import type { Store } from '../../../src/sandbox/terms.js'
import { listed, nextRecords, openListedAccounts } from '../../support/listed-accounts.js'
import type { SyncedOrg } from '../../support/synced-org.js'
import { records } from '../../support/written.js'

/** A custom child and a standard one: how it hangs on an account, and what it is called by. */
const kinds = {
  Projects__r: { sobject: 'Project__c', field: 'Account__c', name: (value: string) => ({ Name: value }) },
  Contacts: { sobject: 'Contact', field: 'AccountId', name: (value: string) => ({ LastName: value }) },
}

interface Scene {
  store: Store
  /** The account the child hangs on. */
  at: string
  /** Another account. */
  other: string
  child: string
}

/** What may happen to a child, and which accounts are written for it with what. */
const events = (
  field: string,
  name: (value: string) => object,
): Record<string, { play(scene: Scene): void; written(scene: Scene): Record<string, string[]> }> => ({
  'is changed': {
    play: ({ store, child }) => void store.update(child, name('Changed') as Record<string, unknown>),
    written: ({ at }) => ({ [at]: ['Changed'] }),
  },
  'is deleted': {
    play: ({ store, child }) => void store.delete(child),
    written: ({ at }) => ({ [at]: [] }),
  },
  'moves to another record': {
    play: ({ store, child, other }) => void store.update(child, { [field]: other }),
    written: ({ at, other }) => ({ [at]: [], [other]: ['Child'] }),
  },
  'hangs on no record any more': {
    play: ({ store, child }) => void store.update(child, { [field]: null }),
    written: ({ at }) => ({ [at]: [] }),
  },
  'moves to another record and is deleted there': {
    play: ({ store, child, other }) => {
      store.update(child, { [field]: other })
      store.delete(child)
    },
    written: ({ at }) => ({ [at]: [] }),
  },
  'is deleted and restored': {
    play: ({ store, child }) => {
      store.delete(child)
      store.undelete(child)
    },
    written: ({ at }) => ({ [at]: ['Child'] }),
  },
})

describe.each(Object.entries(kinds))('a child in %s that', (list, { sobject, field, name }) => {
  async function openScene(): Promise<Scene & { synced: SyncedOrg }> {
    const synced = await openListedAccounts({ [list]: {} })
    const { store, clock } = synced.sandbox
    const at = clock.now() - 86_400_000
    const [first, other] = ['First', 'Other'].map((each) => store.insert('Account', { Name: each }, { at }).id)
    const child = store.insert(sobject, { ...name('Child'), [field]: first }, { at }).id
    synced.pass(5)
    const documents = records((await synced.run()).documents)
    expect(documents.map((document) => [document.title, listed(document, list)])).toEqual([
      ['First', ['Child']],
      ['Other', []],
    ])
    expect(await nextRecords(synced)).toEqual([])
    return { synced, store, at: first!, other: other!, child }
  }

  test.each(Object.entries(events(field, name)))(
    '%s writes the records it touches, each once',
    async (_event, { play, written }) => {
      const { synced, ...scene } = await openScene()
      synced.pass(60)
      play(scene)
      const documents = await nextRecords(synced)
      expect(Object.fromEntries(documents.map((document) => [document.id, listed(document, list)]))).toEqual(
        written(scene),
      )
      expect(documents.length).toBe(Object.keys(written(scene)).length)
      expect(await nextRecords(synced)).toEqual([])
      expect(await nextRecords(synced, 3600)).toEqual([])
    },
  )

  test('is new is in the record that is written for it', async () => {
    const { synced, store, at } = await openScene()
    store.insert(sobject, { ...name('New'), [field]: at })
    const documents = await nextRecords(synced)
    expect(documents.map((document) => listed(document, list).toSorted())).toEqual([['Child', 'New']])
    expect(await nextRecords(synced)).toEqual([])
  })
})
