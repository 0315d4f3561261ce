import { describe, expect, test } from 'vitest'
import { holdState, rollbackHeld } from '../../src/state/hold.js'
import type { Store } from '../../src/sandbox/terms.js'
import type { Row } from '../../src/terms.js'
import { playHistories, timetables, type Cast, type Run } from '../support/histories.js'

/** HISTORY_LENGTH=4 takes minutes, 5 the better part of an hour. */
const longest = Number(process.env['HISTORY_LENGTH'] ?? 3)
const right = { wrong: [], repeated: [], after: [] }

/** An account by itself. A merge takes it into one that is made for it. */
const account: Cast = {
  object: 'Account',
  next: (history) =>
    ['delete', 'merge'].includes(history.at(-1)!) ? ['restore'] : ['update', 'touch', 'late', 'delete', 'merge'],
  play(event, { store, synced, id, name }) {
    const now = synced.sandbox.clock.now()
    if (event === 'create') return store.insert('Account', { Name: name }).id
    if (event === 'update') store.update(id, { Description: `at ${now}` })
    if (event === 'touch') store.update(id, {}, { touch: 'system' })
    if (event === 'late') store.update(id, { Description: 'late' }, { hiddenUntil: now + 200_000 })
    if (event === 'delete') store.delete(id)
    if (event === 'merge') store.merge(store.insert('Account', { Name: `Survivor of ${name}` }).id, id)
    if (event === 'restore') store.undelete(id)
    return undefined
  },
}

/** A case with a comment, which goes into the recycle bin and comes back, alone or with its case. */
const caseWithComment: Cast = {
  object: 'Case',
  datasource: { children: true },
  next: (history) => {
    if (isIn(history, 'delete', 'restore')) return ['restore']
    const has = history.includes('comment')
    const isGone = isIn(history, 'drop', 'bring')
    return ['update', 'delete', ...(has ? (isGone ? ['bring'] : ['drop', 'edit']) : ['comment'])]
  },
  play(event, { store, id, name, notes }) {
    if (event === 'create') return store.insert('Case', { Subject: name }).id
    if (event === 'update') store.update(id, { Description: name })
    if (event === 'delete') store.delete(id)
    if (event === 'restore') store.undelete(id)
    if (event === 'comment') notes.set('child', store.insert('CaseComment', { ParentId: id, CommentBody: 'A' }).id)
    if (event === 'edit') store.update(notes.get('child')!, { CommentBody: 'B' })
    if (event === 'drop') store.delete(notes.get('child')!)
    if (event === 'bring') store.undelete(notes.get('child')!)
    return undefined
  },
  facts: (id, store) => live(store, 'CaseComment', 'ParentId', id, 'CommentBody'),
  told: ({ payload }) => listed(payload['CaseComments'], 'CommentBody'),
}

/** A case with a feed item and a comment on it: a grandchild. */
const caseWithFeed: Cast = {
  object: 'Case',
  datasource: { children: true },
  next: (history) => {
    if (isIn(history, 'delete', 'restore')) return ['restore']
    if (!history.includes('post')) return ['delete', 'post']
    if (isIn(history, 'drop post', 'bring post')) return ['bring post', 'delete']
    if (!history.includes('reply')) return ['reply', 'drop post']
    return ['delete', 'drop post', isIn(history, 'drop reply', 'bring reply') ? 'bring reply' : 'drop reply']
  },
  play(event, { store, id, name, notes }) {
    const [post, reply] = [notes.get('post')!, notes.get('reply')!]
    if (event === 'create') return store.insert('Case', { Subject: name }).id
    if (event === 'delete') store.delete(id)
    if (event === 'restore') store.undelete(id)
    if (event === 'post') notes.set('post', store.insert('FeedItem', { ParentId: id, Body: 'Post' }).id)
    if (event === 'reply')
      notes.set('reply', store.insert('FeedComment', { FeedItemId: post, CommentBody: 'Reply' }).id)
    if (event === 'drop post') store.delete(post)
    if (event === 'bring post') store.undelete(post)
    if (event === 'drop reply') store.delete(reply)
    if (event === 'bring reply') store.undelete(reply)
    return undefined
  },
  facts: (id, store) =>
    live(store, 'FeedItem', 'ParentId', id, 'Id').map(([item]) => [
      item,
      live(store, 'FeedComment', 'FeedItemId', String(item), 'CommentBody'),
    ]),
  told: ({ payload }) =>
    ((payload['Feeds'] ?? []) as Row[]).map((item) => [item['Id'], listed(item['FeedComments'], 'CommentBody')]),
}

/** An account with a project in a configured list, which moves to another account and back. */
const accountWithProject: Cast = {
  object: 'Account',
  datasource: { objects: { Account: { excludeFields: [], children: { Projects: {} } } } },
  next: (history) => {
    if (isIn(history, 'delete', 'restore')) return ['restore']
    if (!history.includes('project')) return ['delete', 'project']
    if (isIn(history, 'drop', 'bring')) return ['bring', 'delete']
    return ['drop', 'edit', 'delete', isIn(history, 'leave', 'return') ? 'return' : 'leave']
  },
  play(event, { store, id, name, notes }) {
    const child = notes.get('child')!
    if (event === 'create') {
      notes.set('other', store.insert('Account', { Name: `Beside ${name}` }).id)
      return store.insert('Account', { Name: name }).id
    }
    if (event === 'delete') store.delete(id)
    if (event === 'restore') store.undelete(id)
    if (event === 'project') notes.set('child', store.insert('Project__c', { Account__c: id, Name: 'A' }).id)
    if (event === 'edit') store.update(child, { Name: 'B' })
    if (event === 'drop') store.delete(child)
    if (event === 'bring') store.undelete(child)
    if (event === 'leave') store.update(child, { Account__c: notes.get('other') })
    if (event === 'return') store.update(child, { Account__c: id })
    return undefined
  },
  facts: (id, store) => live(store, 'Project__c', 'Account__c', id, 'Name'),
  told: ({ payload }) => listed(payload['Projects__r'], 'Name'),
}

/** Whether the last event of a pair that happened was the first of the two. */
function isIn(history: string[], away: string, back: string): boolean {
  return history.lastIndexOf(away) > history.lastIndexOf(back)
}

function live(store: Store, sobject: string, field: string, parent: string, shown: string): unknown[][] {
  const rows = store.childRows(sobject, field, parent).filter((row) => !row.isDeleted)
  return rows.map((row) => (shown === 'Id' ? [row.id] : [row.id, row.values[shown]]))
}

function listed(list: unknown, shown: string): unknown[][] {
  const records = (list as { records?: Row[] } | null)?.records ?? []
  return records.map((row) => [row['Id'], row[shown]])
}

describe.each([
  { name: 'an account', cast: account, events: longest },
  { name: 'an account by SystemModstamp', cast: by(account, 'SystemModstamp'), events: longest - 1 },
  { name: 'an account without deletions', cast: { ...account, datasource: { deletes: false } }, events: longest - 1 },
  { name: 'a case and its comment', cast: caseWithComment, events: longest },
  { name: 'an account and a project that moves', cast: accountWithProject, events: longest - 1 },
  { name: 'a case and its feed', cast: caseWithFeed, events: longest - 1 },
])('every history of $name', ({ cast, events }) => {
  describe.each(gaps(cast))('with %i s between events', (gapSeconds) => {
    test.each(timetables(events))('ends right where runs are at %s', async (timetable) => {
      expect(await playHistories(cast, timetable, gapSeconds)).toEqual(right)
    })
  })
})

describe.each([
  { trouble: 'rows can not be read', path: 'query?' },
  { trouble: 'deletions can not be read', path: 'IsDeleted' },
  { trouble: 'children can not be read', path: 'FROM CaseComment W' },
])('every history ends right though $trouble', ({ path }) => {
  const cast = path.includes('Comment') ? caseWithComment : account
  const failing: Run = async (synced) => {
    synced.sandbox.faults.add({ name: 'status', status: 500, body: 'json', path, count: 50 })
    const { documents } = await synced.run()
    synced.sandbox.faults.remove()
    return documents
  }
  test.each(troubled('f'))('in runs at %s', async (timetable) => {
    expect(await playHistories(cast, timetable, 400, failing)).toEqual(right)
  })
})

// The whole takes a minute and more: HISTORY_LENGTH=4.
describe.each([
  { name: 'deletions are not wanted', cast: { ...account, datasource: { deletes: false } } },
  { name: 'one row is remembered', cast: { ...account, settings: { overlapLimit: 1 } } },
])('what changed, went and came back is written as it is though $name', ({ cast }) => {
  test.each(longest > 3 ? timetables(4) : ['.x.x.', '..xx.'])('in runs at %s', async (timetable) => {
    expect((await playHistories(cast, timetable, 3600)).wrong).toEqual([])
  })
})

test.each(troubled('c'))('every history ends right though runs at %s may make a few calls only', async (timetable) => {
  expect(await playHistories(account, timetable, 400, capped)).toEqual(right)
})

describe.each([
  { name: 'an account', cast: account },
  { name: 'a case and its comment', cast: caseWithComment },
])('every history of $name', ({ cast }) => {
  test.each(troubled('h'))('ends right though runs at %s are rolled back', async (timetable) => {
    const { wrong, after } = await playHistories(cast, timetable, 400, heldBack)
    expect({ wrong, after }).toEqual({ wrong: [], after: [] })
  })

  test.each(troubled('u'))('ends right though runs at %s are not shown the object', async (timetable) => {
    expect(await playHistories(cast, timetable, 400, unreadable)).toEqual(right)
  })
})

/** The timetables of three events in which something goes wrong; every other one, unless longer ones are asked for. */
function troubled(sign: string): string[] {
  const all = timetables(3, sign).filter((timetable) => timetable.includes(sign))
  return longest > 3 ? all : all.filter((_, at) => at % 2 === 0)
}

/** Within the lookback and past it; of the slower casts the latter alone, unless longer histories are asked for. */
function gaps(cast: Cast): number[] {
  return cast === account || longest > 3 ? [90, 3600] : [3600]
}

const capped: Run = async (synced) => (await synced.run({}, { maxCalls: 2 })).documents

/** Its reader has taken what it wrote, and then it is rolled back. */
const heldBack: Run = async (synced) => {
  const { documents } = await synced.run({}, { state: holdState(synced.state, synced.datasource.id) })
  await rollbackHeld(synced.state, synced.datasource.id)
  return documents
}

/** Neither the object nor its rows are shown; its children are. */
const unreadable: Run = async (synced) => {
  const [object] = synced.datasource.standardObjects
  synced.sandbox.faults.add({ name: 'object-403', object: object! })
  const { documents } = await synced.run()
  synced.sandbox.faults.remove()
  return documents
}

function by(cast: Cast, watermarkField: string): Cast {
  return { ...cast, datasource: { ...cast.datasource, watermarkField } }
}
