import { expect, test } from 'vitest'
import { openSyncedOrg } from '../../support/synced-org.js'
import { recordIds } from '../../support/written.js'

test('a window that its own query tells the time ends where the query began, however long it took', async () => {
  const datasource = { standardObjects: ['Case'], children: false, deletes: false, cacheMaxAgeMs: 86_400_000 }
  const synced = await openSyncedOrg({ datasource })
  const { sandbox, clock } = synced
  await synced.run()
  synced.pass(3600)
  const begun = sandbox.clock.now()
  const late = { at: begun - 500_000, hiddenUntil: begun + 34_000 }
  const { id } = sandbox.store.insert('Case', { Subject: 'Committed late' }, late)
  const { rows } = sandbox.store
  sandbox.store.rows = (name) => {
    const seen = [...rows.call(sandbox.store, name)]
    if (name !== 'Case') return seen
    sandbox.store.rows = rows
    clock.advance(110_000)
    synced.pass(110)
    return seen
  }
  expect(recordIds((await synced.run()).documents)).toEqual([])
  expect(recordIds((await synced.run()).documents)).toEqual([id])
})
