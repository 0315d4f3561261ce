import { describe, expect, test } from 'vitest'
import type { NestedRows, Row } from '../../../src/terms.js'
import { askedSince } from '../../support/journey.js'
import { openSyncedOrg, type SyncedOrg } from '../../support/synced-org.js'
import { records } from '../../support/written.js'

function bodiesOf(payload: Row): unknown[] {
  return (payload['Feeds'] as Row[]).map(({ Body }) => Body)
}

function statementsFrom({ sandbox }: SyncedOrg, part: string): string[] {
  return askedSince(sandbox).flatMap(({ soql }) => (soql?.includes(part) ? soql : []))
}

const feedStatements = (synced: SyncedOrg) => statementsFrom(synced, 'FROM CaseFeed WHERE ParentId')

describe('the feeds of cases', () => {
  test('are read for up to 800 cases at a time, as an address can hold, and each lies in its own case', async () => {
    const synced = await openSyncedOrg({ datasource: { standardObjects: ['Case'] } })
    const { store } = synced.sandbox
    const ids = Array.from({ length: 1700 }, (_, n) => {
      const { id } = store.insert('Case', { Subject: `Case ${n}` })
      for (let item = 0; item < n % 3; item++) store.insert('FeedItem', { ParentId: id, Body: `${n}/${item}` })
      return id
    })
    synced.pass(60)
    const { documents, requests } = await synced.run()
    const written = records(documents, 'Case')
    expect(written.map(({ id }) => id)).toEqual(ids)
    for (const [n, { payload }] of written.entries()) {
      expect(bodiesOf(payload)).toEqual(Array.from({ length: n % 3 }, (_, item) => `${n}/${item}`))
    }
    const asked = feedStatements(synced).map((soql) => soql.match(/'500\w{15}'/g)!.length)
    expect(Math.max(...asked)).toBeLessThanOrEqual(800)
    expect(Math.max(...asked)).toBeGreaterThan(500)
    expect(asked.reduce((sum, count) => sum + count)).toBe(1700)
    expect(Math.max(...requests.map(({ headBytes }) => headBytes))).toBeLessThanOrEqual(16_384)
  })

  test('have their comments whole, and come oldest first', async () => {
    const synced = await openSyncedOrg({ datasource: { standardObjects: ['Case'] }, sandbox: { childPageSize: 3 } })
    const { store, clock } = synced.sandbox
    const { id } = store.insert('Case', { Subject: 'Help' })
    const at = clock.now()
    const late = store.insert('FeedItem', { ParentId: id, Body: 'late' }, { at })
    const early = store.insert('FeedItem', { ParentId: id, Body: 'early' }, { at: at - 60_000 })
    for (let n = 0; n < 7; n++) store.insert('FeedComment', { FeedItemId: early.id, CommentBody: `Comment ${n}.` })
    synced.pass(60)
    const [document] = records((await synced.run()).documents)
    const feeds = document!.payload['Feeds'] as Row[]
    expect(feeds.map((item) => item['Id'])).toEqual([early.id, late.id])
    expect((feeds[0]!['FeedComments'] as NestedRows).records).toHaveLength(7)
    expect(document!.content).toMatch(/early[\s\S]*Comment 6\.[\s\S]*late/)
  })

  test('are not asked for where nothing was read, and not at all where the org does not show them', async () => {
    const synced = await openSyncedOrg({ datasource: { standardObjects: ['Case'] } })
    await synced.run()
    expect(feedStatements(synced)).toEqual([])
    synced.sandbox.store.setObject('CaseFeed', { hidden: true })
    synced.sandbox.store.insert('Case', { Subject: 'Help' })
    synced.pass(60)
    const { documents } = await synced.run()
    expect(feedStatements(synced)).toEqual([])
    expect(records(documents)[0]!.payload).not.toHaveProperty('Feeds')
  })

  test('come with all comments though the session dies after every page', async () => {
    const synced = await openSyncedOrg({ datasource: { standardObjects: ['Case'] }, sandbox: { childPageSize: 3 } })
    const { store, clock, faults } = synced.sandbox
    const at = clock.now()
    const wanted = Array.from({ length: 3 }, (_, n) => {
      const { id } = store.insert('Case', { Subject: `Case ${n}` })
      return Array.from({ length: 3 }, (__, item) => {
        const { id: FeedItemId } = store.insert('FeedItem', { ParentId: id, Body: `${n}/${item}` })
        const comments = Array.from({ length: 11 }, (___, comment) => {
          const values = { FeedItemId, CommentBody: `Comment ${comment}.` }
          return store.insert('FeedComment', values, { at: at - ((comment * 5) % 11) * 1000 }).id
        })
        return comments.map((_id, age) => comments[(age * 9) % 11]!).toReversed()
      })
    })
    synced.pass(60)
    faults.add({ name: 'session-dies' })
    const { documents, report } = await synced.run()
    expect(report.outcome).toBe('done')
    const written = records(documents, 'Case').map(({ payload }) =>
      (payload['Feeds'] as Row[]).map((item) =>
        (item['FeedComments'] as NestedRows).records.map((comment) => comment['Id']),
      ),
    )
    expect(written).toEqual(wanted)
  })

  test('of a case with more items than the org reads in time come whole', async () => {
    const synced = await openSyncedOrg({ datasource: { standardObjects: ['Case'] } })
    const { store, faults } = synced.sandbox
    const { id } = store.insert('Case', { Subject: 'Busy' })
    const items = Array.from({ length: 300 }, (_, n) => store.insert('FeedItem', { ParentId: id, Body: `${n}` }).id)
    store.insert('Case', { Subject: 'Quiet' })
    synced.pass(60)
    faults.add({ name: 'query-timeout', object: 'CaseFeed', path: 'ParentId IN', rows: 130 })
    const [busy, quiet] = records((await synced.run()).documents, 'Case')
    expect((busy!.payload['Feeds'] as Row[]).map((item) => item['Id'])).toEqual(items)
    expect(bodiesOf(quiet!.payload)).toEqual([])
  })

  test('that the org never reads in time fail the cases with the name of the feed and the case', async () => {
    const synced = await openSyncedOrg({ datasource: { standardObjects: ['Case'] } })
    const { store, faults } = synced.sandbox
    const { id } = store.insert('Case', { Subject: 'Busy' })
    store.insert('FeedItem', { ParentId: id, Body: 'Help' })
    synced.pass(60)
    faults.add({ name: 'query-timeout', object: 'CaseFeed', path: 'ParentId IN' })
    const { report } = await synced.run()
    expect(report.objects.find(({ object }) => object === 'Case')!.error).toMatchObject({
      code: 'QUERY_TIMEOUT',
      message: expect.stringContaining(`Case: CaseFeed with ParentId ${id}: `) as string,
    })
    expect(statementsFrom(synced, 'FROM Case ')).toHaveLength(1)
  })
})
