import { describe, expect, test } from 'vitest'
import type { Store } from '../../../src/sandbox/terms.js'
import { openSyncedOrg, type SyncedOrg } from '../../support/synced-org.js'
import { recordIds, records } from '../../support/written.js'

const pdf = { Title: 'Offer', PathOnClient: 'offer.pdf' }
const blob = Buffer.from('%PDF')

/** How each kind of child is added to a case, changed and deleted. */
const kinds: Record<string, Record<'add' | 'change' | 'remove', (store: Store, id: string) => string>> = {
  comment: {
    add: (store, id) => store.insert('CaseComment', { ParentId: id, CommentBody: 'Hello' }).id,
    change: (store, id) => store.update(id, { CommentBody: 'Changed' }).id,
    remove: (store, id) => store.delete(id).id,
  },
  mail: {
    add: (store, id) => store.insert('EmailMessage', { ParentId: id, Subject: 'Hello', TextBody: 'Hello' }).id,
    change: (store, id) => store.update(id, { TextBody: 'Changed' }).id,
    remove: (store, id) => store.delete(id).id,
  },
  'feed item': {
    add: (store, id) => store.insert('FeedItem', { ParentId: id, Body: 'Hello' }).id,
    change: (store, id) => store.update(id, { Body: 'Changed' }).id,
    remove: (store, id) => store.delete(id).id,
  },
  file: {
    add: (store, id) => {
      const version = store.insert('ContentVersion', { ...pdf, FirstPublishLocationId: id }, { blob })
      return String(version.values['ContentDocumentId'])
    },
    change: (store, id) => {
      store.insert('ContentVersion', { ...pdf, Title: 'Changed', ContentDocumentId: id }, { blob })
      return id
    },
    remove: (store, id) => store.delete(id).id,
  },
  'feed comment': {
    add: (store, id) => {
      const item = [...store.rows('FeedItem')].find((row) => row.values['ParentId'] === id)!
      return store.insert('FeedComment', { FeedItemId: item.id, CommentBody: 'Hello' }).id
    },
    change: (store, id) => store.update(id, { CommentBody: 'Changed' }).id,
    remove: (store, id) => store.delete(id).id,
  },
}

/** Two cases of long ago, read once. The first has a feed item. */
async function openCases(): Promise<{ synced: SyncedOrg; id: string }> {
  const synced = await openSyncedOrg()
  const { store, clock } = synced.sandbox
  const at = clock.now() - 86_400_000
  const { id } = store.insert('Case', { Subject: 'Help' }, { at })
  store.insert('Case', { Subject: 'Other' }, { at })
  store.insert('FeedItem', { ParentId: id, Body: 'First' }, { at })
  await synced.run()
  return { synced, id }
}

async function writtenNext(synced: SyncedOrg): Promise<string[]> {
  synced.pass(60)
  return recordIds((await synced.run()).documents)
}

describe.each(Object.entries(kinds))('a %s', (kind, { add, change, remove }) => {
  test('added, changed or deleted writes its record again, each time once', async () => {
    const { synced, id } = await openCases()
    const { store } = synced.sandbox
    synced.pass(60)
    const child = add(store, id)
    synced.pass(60)
    const { documents } = await synced.run()
    expect(recordIds(documents)).toEqual([id])
    expect(JSON.stringify(documents)).toContain(kind === 'file' ? 'Offer' : 'Hello')
    expect(await writtenNext(synced)).toEqual([])
    change(store, child)
    synced.pass(60)
    const changed = (await synced.run()).documents
    expect(recordIds(changed)).toEqual([id])
    expect(JSON.stringify(changed)).toContain('Changed')
    expect(await writtenNext(synced)).toEqual([])
    remove(store, child)
    synced.pass(60)
    const removed = (await synced.run()).documents
    expect(recordIds(removed)).toEqual([id])
    expect(JSON.stringify(removed)).not.toContain('Changed')
    expect(await writtenNext(synced)).toEqual([])
  })

  test('added minutes before the first load is in it, and writes nothing in the next run', async () => {
    const synced = await openSyncedOrg()
    const { store } = synced.sandbox
    const { id } = store.insert('Case', { Subject: 'Help' })
    store.insert('FeedItem', { ParentId: id, Body: 'First' })
    synced.pass(120)
    add(store, id)
    synced.pass(60)
    expect(recordIds((await synced.run()).documents, 'Case')).toEqual([id])
    expect(await writtenNext(synced)).toEqual([])
  })

  test('added after its poll, just before its record is read, is in it and writes nothing in the next run', async () => {
    const { synced, id } = await openCases()
    const { store } = synced.sandbox
    store.update(id, { Subject: 'Help!' })
    synced.pass(60)
    const before = ({ soql }: { soql: string }) => {
      if (/FROM Case (WHERE S|ORDER)/.test(soql)) add(store, id)
    }
    const { documents } = await synced.run({}, { before })
    expect(recordIds(documents)).toEqual([id])
    expect(JSON.stringify(documents)).toContain(kind === 'file' ? 'Offer' : 'Hello')
    expect(await writtenNext(synced)).toEqual([])
  })

  test('added to a record that changes itself in the same run writes it once', async () => {
    const { synced, id } = await openCases()
    const { store } = synced.sandbox
    synced.pass(60)
    add(store, id)
    store.update(id, { Subject: 'Help!' })
    synced.pass(60)
    const { documents, report } = await synced.run()
    expect(records(documents).map(({ title }) => title)).toEqual(['Help!'])
    expect(report.written).toBe(1)
    expect(await writtenNext(synced)).toEqual([])
  })
})

describe('a child change', () => {
  test('that commits late writes its record when it shows', async () => {
    const { synced, id } = await openCases()
    const { store, clock } = synced.sandbox
    synced.pass(60)
    const moment = { at: clock.now(), hiddenUntil: clock.now() + 300_000 }
    store.insert('CaseComment', { ParentId: id, CommentBody: 'Late' }, moment)
    expect(await writtenNext(synced)).toEqual([])
    synced.pass(300)
    expect(await writtenNext(synced)).toEqual([id])
    expect(await writtenNext(synced)).toEqual([])
  })

  test("on a record outside the user's condition writes nothing", async () => {
    const synced = await openSyncedOrg({
      datasource: { objects: { Case: { excludeFields: [], where: "Subject = 'Help'" } } },
    })
    const { store } = synced.sandbox
    const other = store.insert('Case', { Subject: 'Other' })
    await synced.run()
    synced.pass(60)
    store.insert('CaseComment', { ParentId: other.id, CommentBody: 'Hello' })
    expect(await writtenNext(synced)).toEqual([])
    expect(await synced.state.read('object:crm:Case')).toMatchObject({ reEmit: [] })
  })

  test('in a feed of another object, which documents do not have in them, writes nothing', async () => {
    const synced = await openSyncedOrg()
    const { store } = synced.sandbox
    const account = store.insert('Account', { Name: 'Acme' })
    const item = store.insert('FeedItem', { ParentId: account.id, Body: 'Hello' })
    await synced.run()
    synced.pass(3600)
    await synced.run()
    store.insert('FeedComment', { FeedItemId: item.id, CommentBody: 'Hi' })
    expect(await writtenNext(synced)).toEqual([])
  })

  test('is not looked for where the datasource wants no children', async () => {
    const synced = await openSyncedOrg({ datasource: { children: false, cacheMaxAgeMs: 3_600_000 } })
    const { store } = synced.sandbox
    const { id } = store.insert('Case', { Subject: 'Help' })
    synced.pass(60)
    await synced.run()
    store.insert('CaseComment', { ParentId: id, CommentBody: 'Hello' })
    synced.pass(60)
    const { documents, requests } = await synced.run()
    expect(documents).toEqual([])
    expect(requests.map(({ soql }) => /FROM (\w+) WHERE/.exec(soql ?? '')?.[1]).toSorted()).toEqual(['Account', 'Case'])
  })
})
