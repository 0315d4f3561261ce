import { expect, test } from 'vitest'
import { openSyncedOrg } from '../../support/synced-org.js'

function titles(documents: { type: string }[]): string[] {
  return documents.flatMap((document) =>
    document.type === 'folder' ? [(document as unknown as { title: string }).title] : [],
  )
}

test('directories come before any record, in the first run and when their set changes', async () => {
  const synced = await openSyncedOrg({ datasource: { customObjects: ['Project__c'] } })
  synced.sandbox.store.insert('Account', { Name: 'Acme' })
  synced.pass(60)
  const first = await synced.run()
  expect(titles(first.documents.slice(0, 5))).toEqual([
    'Standard Objects',
    'Custom Objects',
    'Account',
    'Case',
    'Project__c',
  ])
  expect(first.report.directories).toBe(5)
  expect(titles((await synced.run()).documents)).toEqual([])
  synced.datasource.standardObjects = ['Account']
  const third = await synced.run()
  expect(titles(third.documents)).toEqual(['Standard Objects', 'Custom Objects', 'Account', 'Project__c'])
  expect(third.report.directories).toBe(4)
})

test('directories are written again where what they tell changed', async () => {
  const synced = await openSyncedOrg({ datasource: { standardObjects: ['Account'] } })
  await synced.run()
  synced.sandbox.store.setObject('Account', { label: 'Customer' })
  synced.pass(60)
  const { documents } = await synced.run()
  expect(documents).toMatchObject([
    { title: 'Standard Objects' },
    { title: 'Account', metadata: { label: 'Customer', key_prefix: '001' } },
  ])
})

test('a run for one object has the directories of all', async () => {
  const synced = await openSyncedOrg()
  expect(titles((await synced.run({ objects: ['Account'] })).documents)).toEqual([
    'Standard Objects',
    'Account',
    'Case',
  ])
  expect(titles((await synced.run()).documents)).toEqual([])
})
