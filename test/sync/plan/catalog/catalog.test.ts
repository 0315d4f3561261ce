import { describe, expect, test } from 'vitest'
import { readCatalog } from '../../../../src/sync/plan/catalog/catalog.js'
import { describesOf } from '../../../support/describes-of.js'
import { openSyncedOrg } from '../../../support/synced-org.js'
import { watchBatches } from '../../../support/watch-batches.js'
import { buildWideObject } from '../../../support/wide-object.js'
import { recordIds } from '../../../support/written.js'
import { askedSince } from '../../../support/journey.js'

describe('an object', () => {
  test('whose describe the org does not give fails alone, and keeps its directory', async () => {
    const synced = await openSyncedOrg()
    const { id } = synced.sandbox.store.insert('Account', { Name: 'Acme' })
    synced.sandbox.faults.add({ name: 'describe-500', object: 'Case' })
    synced.pass(60)
    const first = await synced.run()
    expect(recordIds(first.documents)).toEqual([id])
    expect(first.report).toMatchObject({ outcome: 'partial', directories: 3 })
    expect(first.report.objects).toContainEqual(
      expect.objectContaining({
        object: 'Case',
        outcome: 'failed',
        error: expect.objectContaining({ code: 'ORG_UNAVAILABLE', object: 'Case' }),
      }),
    )
    const only = await synced.run({ objects: ['Case'] })
    expect(only.report.objects).toMatchObject([{ object: 'Case', outcome: 'failed' }])
    synced.sandbox.faults.remove()
    expect((await synced.run()).report).toMatchObject({ outcome: 'done', directories: 0 })
  })
})

test('no describe is asked for once an error has ended the run', async () => {
  const synced = await openSyncedOrg({ extract: { concurrency: 2 } })
  synced.sandbox.faults.add({ name: 'session-not-for-rest', path: 'Account/describe|composite' })
  await expect(synced.run()).rejects.toMatchObject({ code: 'SESSION_NOT_FOR_API' })
  const asked = describesOf({ requests: askedSince(synced.sandbox) })
  expect(asked.toSorted()).toEqual(['200 *'])
  expect(synced.sandbox.log.entries().filter(({ status }) => status === 401)).toHaveLength(1)
})

test('the describe of a mere child that fails is a warning: its fields are asked for on trust', async () => {
  const synced = await openSyncedOrg({ datasource: { standardObjects: ['Account'] } })
  synced.sandbox.faults.add({ name: 'describe-500', object: 'Opportunity' })
  const { report } = await synced.run()
  expect(report.outcome).toBe('done')
  expect(report.warnings).toEqual([expect.stringMatching(/would not describe Opportunity.*ORG_UNAVAILABLE/)])
})

test('the describes of the kept list of sObjects go into one batch with that list, and an object new in it into a second', async () => {
  const synced = await openSyncedOrg({ datasource: { standardObjects: [], customObjects: ['*'], children: false } })
  const read = async () => {
    const context = synced.context()
    const { org, batches } = watchBatches(context.org)
    const { objects } = await readCatalog(synced.datasource, { ...context, org })
    return {
      batches: batches.filter((names) => names.length > 0).map((names) => names.toSorted()),
      names: objects.map(({ name }) => name),
    }
  }
  const first = await read()
  expect(first.names.length).toBeGreaterThan(1)
  expect(first.batches).toEqual([['*'], first.names])
  expect(await read()).toEqual({ names: first.names, batches: [['*', ...first.names]] })
  synced.sandbox.store.addObject(buildWideObject())
  synced.sandbox.store.setObject(first.names[0]!, { hidden: true })
  const after = await read()
  expect(after.names).toEqual([...first.names.slice(1), 'Wide__c'])
  expect(after.batches).toEqual([['*', ...first.names.toSorted()], ['Wide__c']])
  const byThemselves = describesOf({ requests: synced.sandbox.log.entries() })
  expect(byThemselves).not.toContain(`404 ${first.names[0]}`)
})
