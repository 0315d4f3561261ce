import { describe, expect, test } from 'vitest'
import { data, openClient, type Client } from './client.js'

function addCase(client: Client, comments: number) {
  const row = client.sandbox.store.insert('Case', { Subject: `With ${comments}` })
  for (let n = 0; n < comments; n++)
    client.sandbox.store.insert('CaseComment', { ParentId: row.id, CommentBody: `Comment ${n}` })
  return row
}

describe('child lists', () => {
  test('are null when empty and a result of their own otherwise', async () => {
    const client = await openClient()
    addCase(client, 0)
    addCase(client, 2)
    const [none, two] = await client.rows('SELECT Id, (SELECT CommentBody FROM casecomments) FROM Case ORDER BY Id')
    expect(none.CaseComments).toBe(null)
    expect(Object.keys(two.CaseComments)).toEqual(['totalSize', 'done', 'records'])
    expect(two.CaseComments).toMatchObject({ totalSize: 2, done: true })
    expect(two.CaseComments.records[0]).toMatchObject({ attributes: { type: 'CaseComment' }, CommentBody: 'Comment 0' })
  })

  test('have WHERE, ORDER BY and LIMIT of their own', async () => {
    const client = await openClient()
    addCase(client, 5)
    const soql =
      "SELECT Id, (SELECT CommentBody FROM CaseComments WHERE CommentBody != 'Comment 4' ORDER BY Id DESC LIMIT 2)" +
      ' FROM Case'
    const [row] = await client.rows(soql)
    expect(row.CaseComments.records.map((one: { CommentBody: string }) => one.CommentBody)).toEqual([
      'Comment 3',
      'Comment 2',
    ])
    expect(row.CaseComments.totalSize).toBe(2)
  })

  test('leave deleted children out, except in queryAll', async () => {
    const client = await openClient()
    const { id } = addCase(client, 2)
    client.sandbox.store.delete(client.sandbox.store.childRows('CaseComment', 'ParentId', id)[0]!.id)
    const soql = 'SELECT Id, (SELECT Id FROM CaseComments) FROM Case'
    expect((await client.rows(soql))[0].CaseComments.totalSize).toBe(1)
    expect((await client.queryAll(soql)).body.records[0].CaseComments.totalSize).toBe(2)
  })

  test('go on behind a locator of their own, with a full totalSize', async () => {
    const client = await openClient({ childPageSize: 3 })
    addCase(client, 8)
    const [row] = await client.rows('SELECT Id, (SELECT CommentBody FROM CaseComments ORDER BY Id) FROM Case')
    const list = row.CaseComments
    expect(Object.keys(list)).toEqual(['totalSize', 'done', 'nextRecordsUrl', 'records'])
    expect(list).toMatchObject({
      totalSize: 8,
      done: false,
      nextRecordsUrl: expect.stringMatching(/\/query\/0r8\w{15}-3$/),
    })
    const rest = await client.get(list.nextRecordsUrl)
    expect(rest.body).toMatchObject({ totalSize: 8, done: true })
    const texts = [...list.records, ...rest.body.records].map((one: { CommentBody: string }) => one.CommentBody)
    expect(texts).toEqual(Array.from({ length: 8 }, (_, n) => `Comment ${n}`))
  })

  test('nest: a case, its feed, the comments of each item, each level with pages', async () => {
    const client = await openClient({ childPageSize: 2 })
    const { store } = client.sandbox
    const kase = addCase(client, 0)
    for (let n = 0; n < 3; n++) {
      const item = store.insert('FeedItem', { ParentId: kase.id, Body: `Item ${n}` })
      for (let m = 0; m < 3; m++) store.insert('FeedComment', { FeedItemId: item.id, CommentBody: `${n}.${m}` })
    }
    const inner = '(SELECT CommentBody FROM FeedComments ORDER BY Id)'
    const [row] = await client.rows(`SELECT Id, (SELECT Body, ${inner} FROM Feeds ORDER BY Id) FROM Case`)
    const feeds = await client.get(row.Feeds.nextRecordsUrl)
    const items = [...row.Feeds.records, ...feeds.body.records]
    expect(items.map((item) => item.Body)).toEqual(['Item 0', 'Item 1', 'Item 2'])
    expect(items[2].attributes.type).toBe('CaseFeed')
    expect(items[2].FeedComments).toMatchObject({ totalSize: 3, done: false })
    expect((await client.get(items[2].FeedComments.nextRecordsUrl)).body.records[0].CommentBody).toBe('2.2')
    const alone = await client.rows(`SELECT Id, ParentId, ${inner} FROM CaseFeed WHERE ParentId IN ('${kase.id}')`)
    expect(alone).toHaveLength(3)
    expect(alone[0]).toMatchObject({
      ParentId: kase.id,
      attributes: { url: data(`/sobjects/CaseFeed/${alone[0].Id}`) },
    })
  })

  test('count toward the page', async () => {
    const client = await openClient({ pageSize: 200 })
    for (let n = 0; n < 5; n++) addCase(client, 99)
    const { body } = await client.query('SELECT Id, (SELECT Id FROM CaseComments) FROM Case ORDER BY Id')
    expect([body.records.length, body.done, body.totalSize]).toEqual([2, false, 5])
    expect(body.nextRecordsUrl).toMatch(/-2$/)
  })

  test('may be followed below a file link without the filter a direct query needs', async () => {
    const client = await openClient()
    const kase = addCase(client, 0)
    client.sandbox.store.insert(
      'ContentVersion',
      { PathOnClient: 'a.txt', FirstPublishLocationId: kase.id },
      { blob: Buffer.from('a') },
    )
    const [row] = await client.rows(
      'SELECT Id, (SELECT ContentDocument.Title, ContentDocument.FileType FROM ContentDocumentLinks) FROM Case',
    )
    expect(row.ContentDocumentLinks.records[0].ContentDocument.Title).toBe('a')
  })
})

test('a relationship is selected once: a second list of it is refused', async () => {
  const client = await openClient()
  const { status, body } = await client.query(
    'SELECT Id, (SELECT Id FROM Contacts), (SELECT Name FROM contacts) FROM Account',
  )
  expect([status, body[0].message]).toEqual([400, 'selecting Contacts twice is not supported by this org'])
})

test('what is to do and what was done are lists of tasks and events, which have no query of their own', async () => {
  const client = await openClient({ childPageSize: 2 })
  const { store, clock } = client.sandbox
  const account = store.insert('Account', { Name: 'Acme' })
  const about = { WhatId: account.id, AccountId: account.id }
  const [day, now] = [86_400_000, clock.now()]
  for (const [Subject, Status] of [
    ['Call', 'Not Started'],
    ['Quote', 'Completed'],
    ['Offer', 'In Progress'],
  ] as const)
    store.insert('Task', { ...about, Subject, Status, TaskSubtype: 'Task' })
  for (const [Subject, EndDateTime] of [
    ['Visit', now + day],
    ['Review', now - day],
  ] as const)
    store.insert('Event', { ...about, Subject, EndDateTime })
  const [row] = await client.rows(
    `SELECT ${activityList('OpenActivities')}, ${activityList('ActivityHistories')} FROM Account`,
  )
  const rest = await client.get(row.OpenActivities.nextRecordsUrl)
  const open = [...row.OpenActivities.records, ...rest.body.records]
  expect(open.map(({ Subject, IsTask }) => [Subject, IsTask])).toEqual([
    ['Call', true],
    ['Offer', true],
    ['Visit', false],
  ])
  expect(open[0].attributes).toMatchObject({ type: 'OpenActivity' })
  expect(row.ActivityHistories.records).toMatchObject([
    { Subject: 'Quote', IsTask: true, ActivitySubtype: 'Task' },
    { Subject: 'Review', IsTask: false },
  ])
  const { body } = await client.query('SELECT Id FROM OpenActivity')
  expect(body[0].errorCode).toBe('INVALID_TYPE_FOR_OPERATION')
})

function activityList(name: string): string {
  return `(SELECT Subject, IsTask, ActivitySubtype FROM ${name})`
}
