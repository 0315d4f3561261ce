import { expect, test } from 'vitest'
import { syncDatasource } from '../../../src/sync/sync.js'
import { openMemorySink } from '../../support/memory-sink.js'
import { openSyncedOrg } from '../../support/synced-org.js'
import { watchBatches } from '../../support/watch-batches.js'
import { recordIds } from '../../support/written.js'

test('records noted to be written again are queried in one batch, 500 a statement, and are written once', async () => {
  const synced = await openSyncedOrg({ datasource: { standardObjects: ['Account'], children: false } })
  const ids = Array.from({ length: 1100 }, (_, n) => synced.sandbox.store.insert('Account', { Name: `A${n}` }).id)
  synced.pass(60)
  await synced.run()
  const key = 'object:crm:Account'
  const written = (await synced.state.keys('written')).map((name) => ({ key: name, value: undefined }))
  const noted = { key, value: { ...((await synced.state.read(key)) as object), reEmit: ids } }
  await synced.state.write([noted, ...written])
  synced.pass(3600)
  const context = synced.context()
  const { org, batches } = watchBatches(context.org)
  const sink = openMemorySink(synced.state)
  await syncDatasource(synced.datasource, { runId: 'again' }, { ...context, org, sink })
  expect(recordIds(sink.committed)).toEqual(ids)
  const named = batches.at(-1)!.map((statement) => statement.match(/'001\w+'/g)!.length)
  expect(named).toEqual([500, 500, 100])
  synced.pass(60)
  expect((await synced.run()).documents).toEqual([])
})
