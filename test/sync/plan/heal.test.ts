import { describe, expect, test } from 'vitest'
import { text } from '../../../src/sandbox/schema/fields.js'
import { openProject } from '../../support/synced-projects.js'
import { openSyncedOrg, type SyncedOrg } from '../../support/synced-org.js'
import { recordIds, records } from '../../support/written.js'

test('a field that goes while a stale cache is trusted has the object read again in the next run, where that is wished', async () => {
  const { synced, store, id } = await openProject({ schema: 'resync' })
  synced.datasource.cacheMaxAgeMs = 3_600_000
  await synced.run()
  store.removeField('Project__c', 'Phase__c')
  store.update(id, { Name: 'Two' })
  synced.pass(60)
  expect((await synced.run()).report.objects[0]).toMatchObject({
    outcome: 'done',
    written: 1,
    lostFields: ['Phase__c'],
  })
  synced.pass(60)
  expect(recordIds((await synced.run()).documents)).toEqual([id])
  synced.pass(60)
  expect((await synced.run()).documents).toEqual([])
})

describe('a query heals within the run', () => {
  test.each([
    ['a stale cache', ({ datasource }: SyncedOrg) => (datasource.cacheMaxAgeMs = 3_600_000)],
    [
      'a stale describe',
      ({ sandbox }: SyncedOrg) => sandbox.faults.add({ name: 'stale-describe', object: 'Project__c' }),
    ],
  ])('where %s still lists a field that is gone', async (_, make) => {
    const { synced, store, id } = await openProject()
    make(synced)
    await synced.run()
    store.removeField('Project__c', 'Phase__c')
    store.update(id, { Name: 'Two' })
    for (const [written, lost] of [
      [1, ['Phase__c']],
      [0, undefined],
    ] as const) {
      synced.pass(60)
      const { report } = await synced.run()
      expect(report.objects[0]).toMatchObject({ outcome: 'done', written })
      expect(report.objects[0]!.lostFields).toEqual(lost)
      expect(report.objects[0]!.newFields).toBeUndefined()
    }
  })

  test('where a stale describe still lists two fields that are gone, and asks no more than it must', async () => {
    const { synced, store, id } = await openProject()
    store.addField('Project__c', text('Verdict__c', 'Verdict'))
    synced.sandbox.faults.add({ name: 'stale-describe', object: 'Project__c' })
    for (const field of ['Phase__c', 'Verdict__c']) store.removeField('Project__c', field)
    store.update(id, { Name: 'Two' })
    synced.pass(60)
    const { documents, report, requests } = await synced.run({}, { maxCalls: 20 })
    expect(recordIds(documents)).toEqual([id])
    expect(report.objects[0]).toMatchObject({ outcome: 'done', lostFields: ['Phase__c'] })
    expect(requests.filter(({ status }) => status >= 400)).toHaveLength(2)
  })

  test("for good where a parent's field is hidden of which nothing was known", async () => {
    const synced = await openSyncedOrg({ datasource: { standardObjects: ['Case'], children: false } })
    const { store } = synced.sandbox
    const contact = store.insert('Contact', { LastName: 'Lee' })
    const { id } = store.insert('Case', { Subject: 'Help', ContactId: contact.id })
    store.removeField('Contact', 'Email')
    synced.pass(60)
    const first = await synced.run()
    expect(recordIds(first.documents)).toEqual([id])
    expect(first.report.objects[0]).toMatchObject({ outcome: 'done', missingFields: ['Contact.Email'] })
    expect(records(first.documents)[0]!.payload['Contact']).toMatchObject({ Name: 'Lee' })
    synced.pass(60)
    const second = await synced.run()
    expect(second.requests.filter(({ status }) => status >= 400)).toEqual([])
    expect(second.report.objects[0]).toMatchObject({ missingFields: ['Contact.Email'] })
    expect(second.report.objects[0]).not.toHaveProperty('newFields')
  })

  test("with one describe where several objects ask for a parent's field that is hidden", async () => {
    const datasource = { standardObjects: ['Account', 'Contact', 'Opportunity'], children: false }
    const synced = await openSyncedOrg({ datasource, extract: { concurrency: 1 } })
    synced.sandbox.store.removeField('User', 'Email')
    const { report, requests } = await synced.run()
    expect(report.objects.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done'])
    expect(requests.filter(({ url }) => url.endsWith('/User/describe'))).toHaveLength(1)
  })

  test("where a child's field is gone, in its record's list and in its poll", async () => {
    const synced = await openSyncedOrg({ datasource: { standardObjects: ['Case'], cacheMaxAgeMs: 3_600_000 } })
    const { store } = synced.sandbox
    const { id } = store.insert('Case', { Subject: 'Help' })
    synced.pass(60)
    await synced.run()
    store.removeField('EmailMessage', 'CcAddress')
    store.removeField('ContentDocument', 'FileExtension')
    store.removeField('CaseFeed', 'LinkUrl')
    synced.pass(60)
    store.insert('EmailMessage', { ParentId: id, Subject: 'Hello' })
    synced.pass(60)
    const { documents, report } = await synced.run()
    expect(recordIds(documents)).toEqual([id])
    expect(report).toMatchObject({ outcome: 'done', warnings: [] })
    expect(report.objects[0]!.missingFields).toEqual(expect.arrayContaining(['EmailMessages.CcAddress']))
  })

  test('where the field by which deletions tell a merge is gone', async () => {
    const synced = await openSyncedOrg({ datasource: { standardObjects: ['Account'], cacheMaxAgeMs: 3_600_000 } })
    const { store } = synced.sandbox
    const { id } = store.insert('Account', { Name: 'Acme' })
    synced.pass(60)
    await synced.run()
    store.removeField('Account', 'MasterRecordId')
    store.delete(id)
    synced.pass(60)
    const { report } = await synced.run()
    expect(report.objects[0]).toMatchObject({ outcome: 'done', deleted: 1 })
  })

  test("not where the user's own condition names the field", async () => {
    const objects = { Project__c: { excludeFields: [], where: "Phase__c = 'First'" } }
    const { synced, store } = await openProject({ objects })
    store.removeField('Project__c', 'Phase__c')
    synced.pass(60)
    const { report } = await synced.run()
    expect(report.objects[0]).toMatchObject({
      outcome: 'failed',
      error: { code: 'FIELD_UNKNOWN', salesforceCode: 'INVALID_FIELD', soql: expect.stringContaining('Phase__c') },
    })
  })
})

test('a watermark field that the org refuses to filter by, against its own describe, is replaced by another', async () => {
  const synced = await openSyncedOrg({ datasource: { standardObjects: ['Account'], children: false } })
  const { store, faults } = synced.sandbox
  const { id } = store.insert('Account', { Name: 'Acme' })
  faults.add({ name: 'stale-describe', object: 'Account' })
  faults.add({ name: 'unfilterable', object: 'Account', field: 'LastModifiedDate' })
  synced.pass(60)
  const first = await synced.run()
  expect(first.report.outcome).toBe('done')
  expect(recordIds(first.documents)).toEqual([id])
  synced.pass(60)
  expect((await synced.run()).documents).toEqual([])
  store.update(id, { Name: 'Acme Inc.' })
  synced.pass(60)
  const { report, documents, requests } = await synced.run()
  expect(recordIds(documents)).toEqual([id])
  expect(report.outcome).toBe('done')
  expect(requests.some(({ soql }) => soql?.includes('WHERE SystemModstamp >='))).toBe(true)
})
