import { describe, expect, test } from 'vitest'
import type { NestedRows, RecordDocument, Row } from '../../src/terms.js'
import { openJourney, unhurried, type Journey } from '../support/journey.js'
import { records } from '../support/written.js'

const settings = 'standard_objects_to_sync: [Account, Case]\n'

describe(
  'a record is written again when what hangs on it changes, though its own stamp stands still',
  unhurried,
  () => {
    test('for a comment, a mail, a post, a reply and a file that came: exactly those cases, once', async () => {
      const journey = await openJourney({ settings, ownProcesses: false })
      const { store } = journey.sandbox
      const [commented, mailed, posted, replied, filed, untouched] = insertCases(journey, 6)
      const post = store.insert('FeedItem', { ParentId: replied, Body: 'Old post' }, { at: store.now() - 7_000_000 })
      await journey.sync()
      journey.pass(60)
      store.insert('CaseComment', { ParentId: commented, CommentBody: 'A new comment' })
      store.insert('EmailMessage', { ParentId: mailed, Subject: 'A new mail', TextBody: 'Hello' })
      store.insert('FeedItem', { ParentId: posted, Body: 'A new post' })
      store.insert('FeedComment', { FeedItemId: post.id, CommentBody: 'A new reply' })
      insertFile(journey, 'manual.txt', filed!)
      journey.pass(60)
      const written = await writtenBy(journey)
      expect([...written.keys()].toSorted()).toEqual([commented, mailed, posted, replied, filed].toSorted())
      expect(written.has(untouched!)).toBe(false)
      const says = {
        [commented!]: 'A new comment',
        [mailed!]: 'A new mail',
        [posted!]: 'A new post',
        [replied!]: 'A new reply',
      }
      for (const [id, text] of Object.entries(says)) expect(written.get(id)!.content).toContain(text)
      expect(JSON.stringify(written.get(filed!)!.payload['ContentDocumentLinks'])).toContain('"Title":"manual"')
      expect(await writtenBy(journey)).toEqual(new Map())
    })

    test('for one that was changed, and for one that was deleted: it no longer stands in the record', async () => {
      const journey = await openJourney({ settings, ownProcesses: false })
      const { store } = journey.sandbox
      const [commented, posted, replied, filed] = insertCases(journey, 4)
      const at = store.now() - 7_000_000
      const comment = store.insert('CaseComment', { ParentId: commented, CommentBody: 'First words' }, { at }).id
      const other = store.insert('CaseComment', { ParentId: commented, CommentBody: 'Other words' }, { at }).id
      const post = store.insert('FeedItem', { ParentId: posted, Body: 'A post' }, { at }).id
      const item = store.insert('FeedItem', { ParentId: replied, Body: 'With a reply' }, { at }).id
      const reply = store.insert('FeedComment', { FeedItemId: item, CommentBody: 'The reply' }, { at }).id
      const file = insertFile(journey, 'manual.txt', filed!, at)
      await journey.sync()
      journey.pass(60)
      store.update(comment, { CommentBody: 'Better words' })
      journey.pass(60)
      const changed = await writtenBy(journey)
      expect([...changed.keys()]).toEqual([commented])
      expect(changed.get(commented!)!.content).toContain('Better words')

      for (const id of [other, post, reply, file]) store.delete(id)
      journey.pass(60)
      const deleted = await writtenBy(journey)
      expect([...deleted.keys()].toSorted()).toEqual([commented, posted, replied, filed].toSorted())
      expect((deleted.get(commented!)!.payload['CaseComments'] as NestedRows).records.map(({ Id }) => Id)).toEqual([
        comment,
      ])
      expect(deleted.get(posted!)!.payload['Feeds']).toEqual([])
      expect((deleted.get(replied!)!.payload['Feeds'] as Row[])[0]!['FeedComments']).toBeNull()
      expect(deleted.get(filed!)!.payload['ContentDocumentLinks']).toBeNull()
      expect(await writtenBy(journey)).toEqual(new Map())
    })

    test('for a file they share: each of them once, when it is linked and when it gets a new version', async () => {
      const journey = await openJourney({ settings, ownProcesses: false })
      const { store } = journey.sandbox
      const [support] = insertCases(journey, 1)
      const account = store.insert('Account', { Name: 'Acme' }, { at: store.now() - 3_600_000 }).id
      const file = insertFile(journey, 'manual.txt', support!, store.now() - 7_000_000)
      await journey.sync()
      journey.pass(60)
      store.insert('ContentDocumentLink', { ContentDocumentId: file, LinkedEntityId: account, ShareType: 'V' })
      journey.pass(60)
      expect([...(await writtenBy(journey)).keys()]).toContain(account)
      journey.pass(60)
      store.insert(
        'ContentVersion',
        { ContentDocumentId: file, PathOnClient: 'manual.txt' },
        { blob: Buffer.from('Second edition') },
      )
      journey.pass(60)
      const written = await writtenBy(journey)
      expect([...written.keys()].toSorted()).toEqual([account, support].toSorted())
      for (const { payload } of written.values()) {
        expect(JSON.stringify(payload['ContentDocumentLinks'])).toContain(`"ContentSize":${'Second edition'.length}`)
      }
    })

    test('but a record that changed itself in the same run is written once', async () => {
      const journey = await openJourney({ settings, ownProcesses: false })
      const { store } = journey.sandbox
      const [id] = insertCases(journey, 1)
      await journey.sync()
      journey.pass(60)
      store.insert('CaseComment', { ParentId: id, CommentBody: 'Closing it' })
      store.update(id!, { Status: 'Closed' })
      journey.pass(60)
      const { documents } = await journey.sync()
      expect(documents.map((document) => document.id)).toEqual([id])
      expect(documents[0]).toMatchObject({ tags: ['Case', 'status:Closed', 'closed'] })
      expect((documents[0] as RecordDocument).content).toContain('Closing it')
    })
  },
)

function insertCases({ sandbox }: Journey, count: number): string[] {
  const at = sandbox.clock.now() - 7_200_000
  return Array.from(
    { length: count },
    (_, n) => sandbox.store.insert('Case', { Subject: `Case ${n}`, Status: 'New' }, { at }).id,
  )
}

/** A file on a record; gives the Id of its document. */
function insertFile({ sandbox: { store } }: Journey, name: string, place: string, at?: number): string {
  const options = { blob: Buffer.from('First'), at }
  const { id } = store.insert('ContentVersion', { PathOnClient: name, FirstPublishLocationId: place }, options)
  return String(store.record(id)!.values['ContentDocumentId'])
}

/** The records a run wrote, by Id. Throws where one came twice. */
async function writtenBy(journey: Journey): Promise<Map<string, RecordDocument>> {
  const { code, documents } = await journey.sync()
  expect(code).toBe(0)
  const written = new Map(records(documents).map((document) => [document.id, document]))
  expect(written.size).toBe(documents.length)
  return written
}
