import { expect, test } from 'vitest'
import { openSyncRooms } from '../../support/sync-rooms.js'

function titles(documents: { type: string }[]): string[] {
  return documents.flatMap((document) =>
    document.type === 'folder' ? [(document as unknown as { title: string }).title] : [],
  )
}

test('directories come before any record, in the first run and when their set changes', async () => {
  const rooms = await openSyncRooms({ datasource: { customObjects: ['Project__c'] } })
  rooms.sandbox.store.insert('Account', { Name: 'Acme' })
  rooms.pass(60)
  const first = await rooms.run()
  expect(titles(first.documents.slice(0, 5))).toEqual([
    'Standard Objects',
    'Custom Objects',
    'Account',
    'Case',
    'Project__c',
  ])
  expect(first.report.directories).toBe(5)
  expect(titles((await rooms.run()).documents)).toEqual([])
  rooms.datasource.standardObjects = ['Account']
  const third = await rooms.run()
  expect(titles(third.documents)).toEqual(['Standard Objects', 'Custom Objects', 'Account', 'Project__c'])
  expect(third.report.directories).toBe(4)
})

test('directories are written again where what they tell changed', async () => {
  const rooms = await openSyncRooms({ datasource: { standardObjects: ['Account'] } })
  await rooms.run()
  rooms.sandbox.store.setObject('Account', { label: 'Customer' })
  rooms.pass(60)
  const { documents } = await rooms.run()
  expect(documents).toMatchObject([
    { title: 'Standard Objects' },
    { title: 'Account', metadata: { label: 'Customer', key_prefix: '001' } },
  ])
})

test('a run for one object has the directories of all', async () => {
  const rooms = await openSyncRooms()
  expect(titles((await rooms.run({ objects: ['Account'] })).documents)).toEqual(['Standard Objects', 'Account', 'Case'])
  expect(titles((await rooms.run()).documents)).toEqual([])
})
