import { expect, test } from 'vitest'
import { openSyncRooms } from '../../support/sync-rooms.js'
import { recordIds } from '../../support/written.js'

test("an object whose statements can't be sent fails alone", async () => {
  const where = Array.from({ length: 1000 }, (_, n) => `Name != 'Nobody ${n}'`).join(' AND ')
  const rooms = await openSyncRooms({ datasource: { objects: { Case: { excludeFields: [], where } } } })
  const { id } = rooms.sandbox.store.insert('Account', { Name: 'Acme' })
  rooms.pass(60)
  const { report, documents } = await rooms.run()
  expect(recordIds(documents)).toEqual([id])
  expect(report.objects).toContainEqual(
    expect.objectContaining({
      object: 'Case',
      outcome: 'failed',
      error: expect.objectContaining({ code: 'QUERY_REFUSED', object: 'Case' }),
    }),
  )
})
