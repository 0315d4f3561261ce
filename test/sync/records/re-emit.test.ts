import { expect, test } from 'vitest'
import { syncDatasource } from '../../../src/sync/sync.js'
import { openMemorySink } from '../../support/memory-sink.js'
import { openSyncRooms } from '../../support/sync-rooms.js'
import { watchBatches } from '../../support/watch-batches.js'
import { recordIds } from '../../support/written.js'

test('records noted to be written again are queried in one batch, 500 a statement, and are written once', async () => {
  const rooms = await openSyncRooms({ datasource: { standardObjects: ['Account'], children: false } })
  const ids = Array.from({ length: 1100 }, (_, n) => rooms.sandbox.store.insert('Account', { Name: `A${n}` }).id)
  rooms.pass(60)
  await rooms.run()
  const key = 'object:crm:Account'
  const written = (await rooms.state.keys('written')).map((name) => ({ key: name, value: undefined }))
  const noted = { key, value: { ...((await rooms.state.read(key)) as object), reEmit: ids } }
  await rooms.state.write([noted, ...written])
  rooms.pass(3600)
  const context = rooms.rooms()
  const { org, batches } = watchBatches(context.org)
  const sink = openMemorySink(rooms.state)
  await syncDatasource(rooms.datasource, { runId: 'again' }, { ...context, org, sink })
  expect(recordIds(sink.committed)).toEqual(ids)
  const named = batches.at(-1)!.map((statement) => statement.match(/'001\w+'/g)!.length)
  expect(named).toEqual([500, 500, 100])
  rooms.pass(60)
  expect((await rooms.run()).documents).toEqual([])
})
