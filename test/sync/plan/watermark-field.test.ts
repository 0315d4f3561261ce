import { describe, expect, test } from 'vitest'
import { middleOf } from '../../../src/sync/windows/pages.js'
import { chooseVersionField, chooseWatermarkField } from '../../../src/sync/plan/watermark-field.js'
import type { FieldDescribe, SObjectDescribe } from '../../../src/terms.js'
import { describeOf } from '../../support/describe-of.js'
import { openSyncedOrg } from '../../support/synced-org.js'
import { recordIds } from '../../support/written.js'

const all = ['CreatedDate', 'LastModifiedDate', 'SystemModstamp']

function withFields(names: string[], changes: Partial<FieldDescribe> = {}): SObjectDescribe {
  const describes = describeOf('Thing__c', names.map((name) => `${name}:datetime`).join(' '))
  return {
    ...describes,
    fields: describes.fields.map((field) => (field.type === 'datetime' ? { ...field, ...changes } : field)),
  }
}

describe('the field windows go by', () => {
  test.each([
    ['the wished one', all, 'SystemModstamp', 'SystemModstamp'],
    ['the wished one in any case of letters', all, 'createddate', 'CreatedDate'],
    ['LastModifiedDate where the wished one is not there', all, 'Other__c', 'LastModifiedDate'],
    [
      'SystemModstamp without LastModifiedDate',
      ['CreatedDate', 'SystemModstamp'],
      'LastModifiedDate',
      'SystemModstamp',
    ],
    ['CreatedDate where it is the only one', ['CreatedDate'], 'LastModifiedDate', 'CreatedDate'],
    ['none where there is no stamp', [], 'LastModifiedDate', undefined],
  ])('is %s', (_, names, wish, chosen) => {
    expect(chooseWatermarkField(withFields(names), wish)).toBe(chosen)
  })

  test.each([{ filterable: false }, { sortable: false }, { type: 'date' }])(
    "is none that the org can't window by: %o",
    (changes) => {
      expect(chooseWatermarkField(withFields(all, changes), 'LastModifiedDate')).toBeUndefined()
    },
  )
})

describe('the field that tells of changes', () => {
  test.each([
    ['AccountHistory', 'LastModifiedDate', 'CreatedDate'],
    ['Product2History', 'SystemModstamp', 'CreatedDate'],
    ['CaseHistory2', 'SystemModstamp', 'CreatedDate'],
    ['Project__History', 'SystemModstamp', 'CreatedDate'],
    ['SetupAuditTrail', 'SystemModstamp', 'CreatedDate'],
    ['AsyncApexJob', 'SystemModstamp', undefined],
    ['CronTrigger', 'LastModifiedDate', undefined],
    ['Order_History__c', 'LastModifiedDate', undefined],
    ['AsyncApexJob', 'createddate', 'CreatedDate'],
  ])('of %s, whose only stamp is CreatedDate, is with %s wanted %s', (name, wanted, chosen) => {
    expect(chooseVersionField({ ...withFields(['CreatedDate']), name }, wanted)).toBe(chosen)
  })

  test('is any stamp that moves with changes', () => {
    const describes = { ...withFields(['CreatedDate', 'SystemModstamp']), name: 'AsyncApexJob' }
    expect(chooseVersionField(describes, 'LastModifiedDate')).toBe('SystemModstamp')
  })
})

const at = (clock: string) => `2026-01-05T${clock}Z`

describe('the middle of a window', () => {
  test.each([
    ['09:00:00.000', '09:00:10.000', '09:00:05.000'],
    ['09:00:00.000', '09:00:03.000', '09:00:02.000'],
    ['09:00:00.000', '09:00:01.001', '09:00:01.000'],
    ['09:00:00.900', '09:00:02.000', '09:00:01.000'],
  ])('of %s and %s is the whole second %s', (from, until, middle) => {
    expect(middleOf(at(from), at(until))).toBe(at(middle))
  })
})

const projects = { standardObjects: [], customObjects: ['Project__c'], children: false }

test("a stamp field the org can't go by is told, and the one used instead", async () => {
  const objects = { Project__c: { excludeFields: [], watermarkField: 'SystemModstamp' } }
  const synced = await openSyncedOrg({ datasource: { ...projects, objects } })
  synced.sandbox.faults.add({ name: 'unfilterable', object: 'Project__c', field: 'SystemModstamp' })
  const { report } = await synced.run()
  expect(report.objects[0]!.warnings).toEqual([
    "The org can't filter and sort Project__c by SystemModstamp: LastModifiedDate is used instead.",
  ])
})

test('one that is spelt in another case of letters is gone by without a word', async () => {
  const objects = { Project__c: { excludeFields: [], watermarkField: 'systemmodstamp' } }
  const synced = await openSyncedOrg({ datasource: { ...projects, objects } })
  const { report, requests } = await synced.run()
  expect(report.objects[0]).not.toHaveProperty('warnings')
  expect(requests.flatMap(({ soql }) => soql ?? [])).toContainEqual(expect.stringContaining('WHERE SystemModstamp <'))
})

test('a window that was cut loses nothing when it is gone on with by another stamp field', async () => {
  const datasource = { standardObjects: ['Account'], children: false, deletes: false, watermarkField: 'SystemModstamp' }
  const synced = await openSyncedOrg({ sandbox: { pageSize: 200 }, datasource })
  const { store } = synced.sandbox
  await synced.run()
  synced.pass(60)
  const touched = store.insert('Account', { Name: 'Touched' }).id
  synced.pass(7200)
  const ids = [touched, ...Array.from({ length: 300 }, (_, n) => store.insert('Account', { Name: `A${n}` }).id)]
  synced.pass(60)
  store.delete(touched)
  store.undelete(touched)
  synced.pass(3600)
  synced.sandbox.faults.add({ name: 'status', status: 500, body: 'json', path: 'query/0r8', count: 4 })
  const cut = await synced.run()
  synced.datasource.watermarkField = 'LastModifiedDate'
  const rest = await synced.run()
  expect(new Set([...recordIds(cut.documents), ...recordIds(rest.documents)])).toEqual(new Set(ids))
})
