import { expect, test } from 'vitest'
import { openSyncedOrg } from '../../support/synced-org.js'
import { recordIds } from '../../support/written.js'

test("an object whose statements can't be sent fails alone", async () => {
  const where = Array.from({ length: 1000 }, (_, n) => `Name != 'Nobody ${n}'`).join(' AND ')
  const synced = await openSyncedOrg({ datasource: { objects: { Case: { excludeFields: [], where } } } })
  const { id } = synced.sandbox.store.insert('Account', { Name: 'Acme' })
  synced.pass(60)
  const { report, documents } = await synced.run()
  expect(recordIds(documents)).toEqual([id])
  expect(report.objects).toContainEqual(
    expect.objectContaining({
      object: 'Case',
      outcome: 'failed',
      error: expect.objectContaining({ code: 'QUERY_REFUSED', object: 'Case' }),
    }),
  )
})
