import { describe, expect, test } from 'vitest'
import type { Sandbox } from '../../../src/sandbox/sandbox.js'
import type { ObjectSchema } from '../../../src/sandbox/terms.js'
import { listed, nextRecords, openListedAccounts } from '../../support/listed-accounts.js'
import { openSyncedOrg, type Outcome } from '../../support/synced-org.js'
import { recordIds, records } from '../../support/written.js'
import { askedSince } from '../../support/journey.js'

const dayMs = 86_400_000

/** The statements of a run on an sObject. */
function statementsOn({ requests }: Outcome, sobject: string): string[] {
  return requests.flatMap(({ soql = '' }) =>
    soql.includes(`) FROM ${sobject} `) || new RegExp(`^SELECT [^()]* FROM ${sobject} `).test(soql) ? [soql] : [],
  )
}

/** A child of accounts. */
const visits = (changes: Partial<ObjectSchema>): ObjectSchema => ({
  name: 'Visit',
  label: 'Visit',
  labelPlural: 'Visits',
  keyPrefix: 'a70',
  custom: false,
  queryable: true,
  searchable: true,
  createable: true,
  updateable: true,
  deletable: true,
  children: [],
  changedAt: 0,
  fields: [
    { name: 'AccountId', label: 'Account', type: 'reference', referenceTo: ['Account'], relationshipName: 'Account' },
    { name: 'Name', label: 'Name', type: 'string', length: 80, nameField: true },
  ],
  ...changes,
})

/** An sObject of the org with one more child relationship. */
function addList({ store }: Sandbox, parent: string, relationshipName: string, childSObject: string, field: string) {
  const schema = store.object(parent)!
  const others = schema.children.filter((child) => child.childSObject !== childSObject || child.field !== field)
  store.addObject({ ...schema, children: [...others, { relationshipName, childSObject, field }] })
}

describe('a list with a condition', () => {
  test('writes its record when a child comes to meet it, no longer does, and not for others', async () => {
    const synced = await openListedAccounts({
      projects: { where: "Status__c = 'Active'", fields: ['Name', 'Status__c'] },
    })
    const { store, clock } = synced.sandbox
    const account = store.insert('Account', { Name: 'Acme' }, { at: clock.now() - dayMs }).id
    const add = (Name: string, Status__c: string) =>
      store.insert('Project__c', { Name, Status__c, Account__c: account }).id
    const [active, planned] = [add('One', 'Active'), add('Two', 'Planned')]
    const [first] = await nextRecords(synced, 5)
    expect(listed(first!, 'Projects__r')).toEqual(['One'])
    store.update(planned, { Budget__c: 5 })
    expect(await nextRecords(synced)).toEqual([])
    store.update(planned, { Status__c: 'Active' })
    expect((await nextRecords(synced)).map((document) => listed(document, 'Projects__r'))).toEqual([['One', 'Two']])
    store.update(active, { Status__c: 'Done' })
    expect((await nextRecords(synced)).map((document) => listed(document, 'Projects__r'))).toEqual([['Two']])
    expect(await nextRecords(synced)).toEqual([])
  })
})

describe('a list with a limit', () => {
  test('holds the newest children, and writes its record when these are others', async () => {
    const synced = await openListedAccounts({ Projects__r: { limit: 2 } })
    const { store, clock } = synced.sandbox
    const account = store.insert('Account', { Name: 'Acme' }, { at: clock.now() - dayMs }).id
    const ids = [5, 4, 3].map(
      (age) =>
        store.insert('Project__c', { Name: `Age ${age}`, Account__c: account }, { at: clock.now() - age * 3_600_000 })
          .id,
    )
    const [first] = await nextRecords(synced, 5)
    expect(listed(first!, 'Projects__r')).toEqual(['Age 3', 'Age 4'])
    store.update(ids[0]!, { Name: 'Old' })
    expect(await nextRecords(synced)).toEqual([])
    store.delete(ids[2]!)
    expect((await nextRecords(synced)).map((document) => listed(document, 'Projects__r'))).toEqual([['Age 4', 'Old']])
  })

  test('comes in the order of the settings, with fields of parents', async () => {
    const order = [{ field: 'Status__c', direction: 'DESC', nulls: 'LAST' } as const]
    const synced = await openListedAccounts({ Projects__r: { fields: ['owner.name', 'NAME'], order } })
    const { store } = synced.sandbox
    const account = store.insert('Account', { Name: 'Acme' }).id
    for (const [Name, Status__c] of [
      ['A', 'Active'],
      ['B', null],
      ['C', 'Planned'],
    ]) {
      store.insert('Project__c', { Name, Status__c, Account__c: account })
    }
    synced.pass(5)
    const run = await synced.run()
    expect(records(run.documents).map((document) => listed(document, 'Projects__r'))).toEqual([['A', 'C', 'B']])
    expect(statementsOn(run, 'Account')[0]).toContain(
      '(SELECT Id, Owner.Name, Name, SystemModstamp FROM Projects__r ORDER BY Status__c DESC NULLS LAST, Id)',
    )
  })
})

test('a list of records of the same object is written again with them', async () => {
  const synced = await openListedAccounts({ ChildAccounts: {} })
  const { store, clock } = synced.sandbox
  const at = clock.now() - dayMs
  const parent = store.insert('Account', { Name: 'Parent' }, { at }).id
  const child = store.insert('Account', { Name: 'Child', ParentId: parent }, { at }).id
  expect(await nextRecords(synced, 5)).toHaveLength(2)
  store.update(child, { Name: 'Changed' })
  const next = await nextRecords(synced)
  expect(next.map((document) => [document.title, listed(document, 'ChildAccounts')])).toEqual([
    ['Changed', []],
    ['Parent', ['Changed']],
  ])
  expect(await nextRecords(synced)).toEqual([])
})

test('a long list is read to its end', async () => {
  const synced = await openListedAccounts({ Projects__r: {} }, { sandbox: { childPageSize: 3 } })
  const { store } = synced.sandbox
  const account = store.insert('Account', { Name: 'Acme' }).id
  const names = Array.from({ length: 10 }, (_, index) => `Project ${index}`)
  for (const Name of names) store.insert('Project__c', { Name, Account__c: account })
  const [document] = await nextRecords(synced, 5)
  expect(listed(document!, 'Projects__r')).toEqual(names)
})

test('lists that are too long for one statement go into several, each whole', async () => {
  const where = `Name != '${'x'.repeat(3900)}'`
  const lists = ['Projects__r', 'Invoices__r', 'Contacts', 'Cases']
  const synced = await openListedAccounts(
    Object.fromEntries(
      lists.map((list) => [list, { where: list === 'Cases' ? where.replace('Name', 'Subject') : where }]),
    ),
  )
  const { store } = synced.sandbox
  const account = store.insert('Account', { Name: 'Acme' }).id
  store.insert('Project__c', { Name: 'Project', Account__c: account })
  store.insert('Contact', { LastName: 'Lee', AccountId: account })
  store.insert('Case', { Subject: 'Help', AccountId: account })
  synced.pass(5)
  const run = await synced.run()
  expect(run.report.objects[0]!.error).toBeUndefined()
  const { payload } = records(run.documents)[0]!
  expect(payload).toMatchObject({
    Name: 'Acme',
    Projects__r: { totalSize: 1 },
    Contacts: { totalSize: 1 },
    Cases: { totalSize: 1 },
    Invoices__r: null,
  })
  expect(statementsOn(run, 'Account').filter((soql) => soql.includes('FROM Cases')).length).toBe(1)
  expect(await nextRecords(synced)).toEqual([])
})

describe('children that two objects list', () => {
  const objects = {
    Account: { excludeFields: [], children: { Cases: { fields: ['Subject'] } } },
    Contact: { excludeFields: [], children: { Cases: { fields: ['Subject'] } } },
  }

  test('are polled once, and write the records of both', async () => {
    const synced = await openSyncedOrg({
      datasource: { standardObjects: ['Account', 'Contact'], children: false, objects },
    })
    const { store } = synced.sandbox
    const account = store.insert('Account', { Name: 'Acme' }).id
    const contact = store.insert('Contact', { LastName: 'Lee' }).id
    synced.pass(5)
    await synced.run()
    synced.pass(60)
    store.insert('Case', { Subject: 'Help', AccountId: account, ContactId: contact })
    synced.pass(60)
    const run = await synced.run()
    expect(recordIds(run.documents).toSorted()).toEqual([account, contact].toSorted())
    expect(statementsOn(run, 'Case')).toEqual([
      expect.stringMatching(/^SELECT Id, AccountId, ContactId, SystemModstamp FROM Case WHERE /),
    ])
  })

  test('are not forgotten for the one that a run leaves out', async () => {
    const synced = await openSyncedOrg({
      datasource: { standardObjects: ['Account', 'Contact'], children: false, objects },
    })
    const { store } = synced.sandbox
    const account = store.insert('Account', { Name: 'Acme' }).id
    const contact = store.insert('Contact', { LastName: 'Lee' }).id
    const help = store.insert('Case', { Subject: 'Help', AccountId: account, ContactId: contact }).id
    synced.pass(5)
    await synced.run()
    synced.pass(3600)
    store.update(help, { Subject: 'Changed' })
    synced.pass(60)
    expect(recordIds((await synced.run({ objects: ['Account'] })).documents)).toEqual([account])
    expect((await nextRecords(synced, 3600)).map(({ id }) => id)).toEqual([contact])
  })
})

test('a child that moves while its records are read is in the right one in the end', async () => {
  const synced = await openListedAccounts({ Projects__r: {} })
  const { store, clock } = synced.sandbox
  const at = clock.now() - dayMs
  const [first, second] = ['First', 'Second'].map((Name) => store.insert('Account', { Name }, { at }).id)
  const project = store.insert('Project__c', { Name: 'Moving', Account__c: first }, { at }).id
  synced.pass(5)
  await synced.run()
  synced.pass(3600)
  store.update(first!, { Phone: '1' })
  synced.pass(60)
  // After the poll of projects, and after the first account was read with it.
  const moved = await synced.run(
    {},
    {
      onWrite: (lane) => {
        if (lane === 'Account') store.update(project, { Account__c: second, Name: 'Moved' })
      },
    },
  )
  expect(records(moved.documents).map((document) => listed(document, 'Projects__r'))).toEqual([['Moving']])
  const next = await nextRecords(synced)
  expect(Object.fromEntries(next.map((document) => [document.id, listed(document, 'Projects__r')]))).toEqual({
    [first!]: [],
    [second!]: ['Moved'],
  })
  expect(await nextRecords(synced)).toEqual([])
})

describe('a list that the user is not shown', () => {
  test('is left out with a warning, and every record is read again when it is shown', async () => {
    const synced = await openListedAccounts({ Projects: {} })
    const { store } = synced.sandbox
    const account = store.insert('Account', { Name: 'Acme' }).id
    store.insert('Project__c', { Name: 'Hidden', Account__c: account })
    store.setObject('Project__c', { hidden: true })
    synced.pass(5)
    const { report, documents } = await synced.run()
    expect(records(documents)[0]!.payload).not.toHaveProperty('Projects__r')
    expect(report.objects[0]).toMatchObject({
      outcome: 'done',
      warnings: [
        'children: Account has no child relationship "Projects" that this user can see. Records are written without it; the next run tries again.',
      ],
    })
    expect(await nextRecords(synced)).toEqual([])
    store.setObject('Project__c', { hidden: false })
    expect((await nextRecords(synced)).map((document) => listed(document, 'Projects__r'))).toEqual([['Hidden']])
    expect(await nextRecords(synced)).toEqual([])
  })
})

test('a list whose children the user may not read is left out with a warning', async () => {
  const synced = await openListedAccounts({ Projects: {} })
  const { store, faults } = synced.sandbox
  store.insert('Account', { Name: 'Acme' })
  store.setObject('Project__c', { queryable: false })
  faults.add({ name: 'status', status: 403, path: 'sobjects/Project__c/describe', count: Infinity })
  synced.pass(5)
  const { report, documents } = await synced.run()
  expect(records(documents)[0]!.payload).not.toHaveProperty('Projects__r')
  expect(report.objects[0]).toMatchObject({
    outcome: 'done',
    warnings: [
      'children: the org does not let this user read Project__c, the children in "Projects__r" of Account. Records are written without it; the next run tries again.',
    ],
  })
})

describe('children whose changes the org does not tell', () => {
  test('by a query of their own are warned of, and found by --reconcile', async () => {
    const synced = await openListedAccounts({ Visits: {} })
    const { store } = synced.sandbox
    store.addObject(visits({ queryable: false }))
    addList(synced.sandbox, 'Account', 'Visits', 'Visit', 'AccountId')
    const [account] = ['Acme', 'Other'].map((Name) => store.insert('Account', { Name }).id)
    const visit = store.insert('Visit', { Name: 'First', AccountId: account }).id
    synced.pass(5)
    const first = await synced.run()
    expect(records(first.documents).map((document) => listed(document, 'Visits'))).toEqual([['First'], []])
    expect(first.report.warnings).toEqual([
      "Visit can't be queried by itself, so records that list Visit may be out of date: `sf-extract sync --reconcile` reads them again.",
    ])
    synced.pass(60)
    store.update(visit, { Name: 'Changed' })
    expect(await nextRecords(synced)).toEqual([])
    const { documents } = await synced.run({ reconcile: true })
    expect(records(documents).map((document) => listed(document, 'Visits'))).toEqual([['Changed']])
    expect((await synced.run({ reconcile: true })).documents).toEqual([])
  })

  test('since the field that names their record is hidden are warned of, and found by --reconcile', async () => {
    const synced = await openListedAccounts({ Projects__r: {} })
    const { store } = synced.sandbox
    const account = store.insert('Account', { Name: 'Acme' }).id
    const field = store.object('Project__c')!.fields.find(({ name }) => name === 'Account__c')!
    store.addField('Project__c', { ...field, visible: false })
    synced.pass(5)
    const { report } = await synced.run()
    expect(report.warnings).toEqual([
      'The org does not show Account__c of Project__c to this user, so records that list Project__c may be out of date: `sf-extract sync --reconcile` reads them again.',
    ])
    store.insert('Project__c', { Name: 'New', Account__c: account })
    synced.pass(60)
    const { documents } = await synced.run({ reconcile: true })
    expect(records(documents).map((document) => listed(document, 'Projects__r'))).toEqual([['New']])
  })

  test('when they are deleted, for they go into no recycle bin, are found in the list of deletions', async () => {
    const synced = await openListedAccounts({ Visits: {} })
    const { store } = synced.sandbox
    store.addObject(visits({ undeletable: false }))
    addList(synced.sandbox, 'Account', 'Visits', 'Visit', 'AccountId')
    const account = store.insert('Account', { Name: 'Acme' }).id
    const visit = store.insert('Visit', { Name: 'First', AccountId: account }).id
    expect(await nextRecords(synced, 5)).toHaveLength(1)
    synced.pass(3600)
    store.delete(visit)
    expect((await nextRecords(synced)).map((document) => listed(document, 'Visits'))).toEqual([[]])
    expect(await nextRecords(synced)).toEqual([])
  })
})

test('deleted children of records that are read with the archived ones stay out', async () => {
  const synced = await openListedAccounts({ Projects__r: {} })
  const { store } = synced.sandbox
  store.addField('Account', { name: 'IsArchived', label: 'Archived', type: 'boolean' })
  const account = store.insert('Account', { Name: 'Acme' }).id
  const [gone] = ['Gone', 'Left'].map((Name) => store.insert('Project__c', { Name, Account__c: account }).id)
  store.delete(gone!)
  expect((await nextRecords(synced, 5)).map((document) => listed(document, 'Projects__r'))).toEqual([['Left']])
})

test('a list of what may be archived has its records read with the archived, and without what is deleted', async () => {
  const synced = await openListedAccounts({ Projects__r: {} })
  const { store } = synced.sandbox
  store.addField('Project__c', { name: 'IsArchived', label: 'Archived', type: 'boolean' })
  const [account, deleted] = ['Acme', 'Beta'].map((Name) => store.insert('Account', { Name }).id)
  store.insert('Project__c', { Name: 'Old', Account__c: account, IsArchived: true })
  store.delete(deleted!)
  const [document, ...others] = await nextRecords(synced, 5)
  expect(others).toEqual([])
  expect(listed(document!, 'Projects__r')).toEqual(['Old'])
  const reading = askedSince(synced.sandbox).find(({ soql }) => soql?.includes('FROM Projects__r') === true)
  expect(reading?.url).toContain('/queryAll?')
})

describe('a list that the tool has by itself', () => {
  test('keeps of it what the settings leave open', async () => {
    const objects = { Case: { excludeFields: [], children: { casecomments: { limit: 1 } } } }
    const synced = await openSyncedOrg({ datasource: { standardObjects: ['Case'], objects } })
    const { store } = synced.sandbox
    const { id } = store.insert('Case', { Subject: 'Help' })
    for (const CommentBody of ['One', 'Two']) store.insert('CaseComment', { ParentId: id, CommentBody })
    const [document] = await nextRecords(synced, 5)
    expect(listed(document!, 'CaseComments', 'CommentBody')).toEqual(['One'])
    expect(document!.content).toContain('One')
    store.insert('CaseComment', { ParentId: id, CommentBody: 'Three' })
    expect(await nextRecords(synced)).toEqual([])
    expect(document!.payload['Feeds']).toEqual([])
  })

  test('is the feed of a case, or of an account', async () => {
    const children = { Feeds: { fields: ['Body'] } }
    const objects = { Case: { excludeFields: [], children }, Account: { excludeFields: [], children } }
    const synced = await openSyncedOrg({ datasource: { standardObjects: ['Account', 'Case'], objects } })
    const { store } = synced.sandbox
    const ids = [store.insert('Account', { Name: 'Acme' }).id, store.insert('Case', { Subject: 'Help' }).id]
    const [post] = ids.map((ParentId) => store.insert('FeedItem', { ParentId, Body: 'Post' }).id)
    const documents = await nextRecords(synced, 5)
    expect(documents.map((document) => listed(document, 'Feeds', 'Body'))).toEqual([['Post'], ['Post']])
    store.update(post!, { Body: 'Changed' })
    expect((await nextRecords(synced)).map((document) => listed(document, 'Feeds', 'Body'))).toEqual([['Changed']])
    expect(await nextRecords(synced)).toEqual([])
  })

  test('is every opportunity of an account, not the latest alone', async () => {
    const synced = await openListedAccounts({ Opportunities: {} })
    const { store } = synced.sandbox
    const account = store.insert('Account', { Name: 'Acme' }).id
    for (const Name of ['One', 'Two'])
      store.insert('Opportunity', { Name, StageName: 'Prospecting', CloseDate: '2026-01-01', AccountId: account })
    expect((await nextRecords(synced, 5)).map((document) => listed(document, 'Opportunities').toSorted())).toEqual([
      ['One', 'Two'],
    ])
  })
})

test('an object that is taken out of the datasource leaves nothing of its lists in the state', async () => {
  const synced = await openListedAccounts({ Projects__r: {} }, { datasource: { standardObjects: ['Account', 'Lead'] } })
  const { store } = synced.sandbox
  store.insert('Project__c', { Name: 'Bridge', Account__c: store.insert('Account', { Name: 'Acme' }).id })
  expect(await nextRecords(synced, 5)).toHaveLength(1)
  expect(await synced.state.keys('listed:')).toHaveLength(1)
  synced.datasource.standardObjects = ['Lead']
  await nextRecords(synced)
  expect(await synced.state.keys('listed:')).toEqual([])
})

test('changed settings of a list have every record read again, and a changed name alone nothing', async () => {
  const synced = await openListedAccounts({ Projects__r: {} })
  const { store } = synced.sandbox
  store.insert('Account', { Name: 'Acme' })
  expect(await nextRecords(synced, 5)).toHaveLength(1)
  synced.datasource.objects = { Account: { excludeFields: [], children: { Projects__r: { limit: 5 } } } }
  synced.pass(60)
  const { documents, report } = await synced.run()
  expect(documents).toHaveLength(1)
  expect(report.objects[0]).toMatchObject({
    mode: 'full',
    warnings: ['Its settings changed: every record is read again.'],
  })
  expect(await nextRecords(synced)).toEqual([])
})
