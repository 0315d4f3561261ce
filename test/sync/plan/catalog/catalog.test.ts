import { describe, expect, test } from 'vitest'
import { readCatalog } from '../../../../src/sync/plan/catalog/catalog.js'
import { describesOf } from '../../../support/describes-of.js'
import { openSyncRooms } from '../../../support/sync-rooms.js'
import { watchBatches } from '../../../support/watch-batches.js'
import { buildWideObject } from '../../../support/wide-object.js'
import { recordIds } from '../../../support/written.js'

describe('an object', () => {
  test('whose describe the org does not give fails alone, and keeps its directory', async () => {
    const rooms = await openSyncRooms()
    const { id } = rooms.sandbox.store.insert('Account', { Name: 'Acme' })
    rooms.sandbox.faults.add({ name: 'describe-500', object: 'Case' })
    rooms.pass(60)
    const first = await rooms.run()
    expect(recordIds(first.documents)).toEqual([id])
    expect(first.report).toMatchObject({ outcome: 'partial', directories: 3 })
    expect(first.report.objects).toContainEqual(
      expect.objectContaining({
        object: 'Case',
        outcome: 'failed',
        error: expect.objectContaining({ code: 'ORG_UNAVAILABLE', object: 'Case' }),
      }),
    )
    const only = await rooms.run({ objects: ['Case'] })
    expect(only.report.objects).toMatchObject([{ object: 'Case', outcome: 'failed' }])
    rooms.sandbox.faults.remove()
    expect((await rooms.run()).report).toMatchObject({ outcome: 'done', directories: 0 })
  })
})

test('no describe is asked for once an error has ended the run', async () => {
  const rooms = await openSyncRooms({ extract: { concurrency: 2 } })
  rooms.sandbox.faults.add({ name: 'session-not-for-rest', path: 'Account/describe' })
  await expect(rooms.run()).rejects.toMatchObject({ code: 'SESSION_NOT_FOR_API' })
  const asked = describesOf({ requests: rooms.sandbox.log.entries() })
  expect(asked.toSorted()).toEqual(['200 *', '200 Case', '401 Account'])
})

test('the describe of a mere child that fails is a warning: its fields are asked for on trust', async () => {
  const rooms = await openSyncRooms({ datasource: { standardObjects: ['Account'] } })
  rooms.sandbox.faults.add({ name: 'describe-500', object: 'Opportunity' })
  const { report } = await rooms.run()
  expect(report.outcome).toBe('done')
  expect(report.warnings).toEqual([expect.stringMatching(/would not describe Opportunity.*ORG_UNAVAILABLE/)])
})

test('the describes of the kept list of sObjects go into one batch with that list, and an object new in it into a second', async () => {
  const rooms = await openSyncRooms({ datasource: { standardObjects: [], customObjects: ['*'], children: false } })
  const read = async () => {
    const context = rooms.rooms()
    const { org, batches } = watchBatches(context.org)
    const { objects } = await readCatalog(rooms.datasource, { ...context, org })
    return {
      batches: batches.filter((names) => names.length > 0).map((names) => names.toSorted()),
      names: objects.map(({ name }) => name),
    }
  }
  const first = await read()
  expect(first.names.length).toBeGreaterThan(1)
  expect(first.batches).toEqual([['*'], first.names])
  expect(await read()).toEqual({ names: first.names, batches: [['*', ...first.names]] })
  rooms.sandbox.store.addObject(buildWideObject())
  rooms.sandbox.store.setObject(first.names[0]!, { hidden: true })
  const after = await read()
  expect(after.names).toEqual([...first.names.slice(1), 'Wide__c'])
  expect(after.batches).toEqual([['*', ...first.names.toSorted()], ['Wide__c']])
  expect(describesOf({ requests: rooms.sandbox.log.entries() })).not.toContain(`404 ${first.names[0]}`)
})
