import { describe, expect, test } from 'vitest'
import { planDatasource } from '../../../src/sync/plan/plan-objects.js'
import { fieldCachePrefix } from '../../../src/state/keys.js'
import { openSyncRooms, type Outcome } from '../../support/sync-rooms.js'
import { recordIds } from '../../support/written.js'

const justAccounts = { standardObjects: ['Account'], children: false }

/** What was asked of the describes, as `status name`. */
function describesOf({ requests }: Pick<Outcome, 'requests'>): string[] {
  return requests.flatMap(({ url, status }) => {
    const name = /\/sobjects\/?(\w*)/.exec(url)?.[1]
    return name === undefined ? [] : [`${status} ${name === '' ? '*' : name}`]
  })
}

describe('the field cache', () => {
  test('outlives the run: each describe is fetched once, and costs no body while nothing changed', async () => {
    const rooms = await openSyncRooms({ datasource: justAccounts })
    const first = describesOf(await rooms.run())
    expect(first).toEqual(['200 *', '200 Account', ...first.slice(2)])
    expect(new Set(first).size).toBe(first.length)
    rooms.pass(60)
    const second = describesOf(await rooms.run())
    expect(second).toHaveLength(first.length)
    expect(second.filter((line) => !line.startsWith('304'))).toEqual([])
  })

  test.each([
    {},
    null,
    [],
    { body: [], checkedAt: 0 },
    { body: [null], checkedAt: 0 },
    { body: {}, checkedAt: 0 },
    { lastModified: 'x', checkedAt: 0 },
  ])('is read anew where what was kept can`t be used: %j', async (value) => {
    const rooms = await openSyncRooms({ datasource: { ...justAccounts, cacheMaxAgeMs: 60_000 } })
    const { state } = rooms.rooms()
    await rooms.run()
    const keys = await state.keys(fieldCachePrefix)
    await state.write(keys.map((key) => ({ key, value })))
    expect(describesOf(await rooms.run()).filter((line) => !line.startsWith('200'))).toEqual([])
  })

  test('is trusted for as long as cache_max_age says, and no call is made for it', async () => {
    const rooms = await openSyncRooms({ datasource: { ...justAccounts, cacheMaxAgeMs: 60_000 } })
    await rooms.run()
    rooms.pass(60)
    expect(describesOf(await rooms.run())).toEqual([])
    rooms.clock.advance(61_000)
    expect(describesOf(await rooms.run())).toContain('304 *')
    expect(describesOf(await rooms.run())).toEqual([])
  })

  test("asks for the org's time with a condition where a first load needs it and nothing else would be asked", async () => {
    const rooms = await openSyncRooms({ datasource: { ...justAccounts, cacheMaxAgeMs: 60_000 } })
    const { id } = rooms.sandbox.store.insert('Account', { Name: 'Acme' })
    rooms.pass(60)
    await planDatasource(rooms.datasource, { runId: '' }, rooms.rooms())
    const first = await rooms.run()
    expect(describesOf(first)).toEqual(['304 *'])
    expect(recordIds(first.documents)).toEqual([id])
  })

  test('costs a conditional call for the time where the lookback is shorter than a query may run', async () => {
    const rooms = await openSyncRooms({ datasource: { ...justAccounts, cacheMaxAgeMs: 60_000, lookbackMs: 60_000 } })
    await rooms.run()
    rooms.pass(60)
    expect(describesOf(await rooms.run())).toEqual(['304 *'])
  })

  test('is read for the wished objects alone', async () => {
    const names = describesOf(await (await openSyncRooms()).run({ objects: ['Account'] }))
    expect(names).toContain('200 Account')
    expect(names.filter((line) => /Case|Email|Feed/.test(line))).toEqual([])
  })

  test('is not read for a wished object that the datasource does not have', async () => {
    const rooms = await openSyncRooms({ datasource: { standardObjects: ['Account'] } })
    await expect(rooms.run({ objects: ['Contact'] })).rejects.toMatchObject({ code: 'OBJECT_UNKNOWN' })
    expect(describesOf({ requests: rooms.sandbox.log.entries() })).toEqual(['200 *'])
  })

  test('has no describe that only a path of its files would need, until the org refuses a field of it', async () => {
    const rooms = await openSyncRooms({ datasource: { standardObjects: ['Account'] } })
    const { store } = rooms.sandbox
    const { id } = store.insert('Account', { Name: 'Acme' })
    rooms.pass(60)
    expect(describesOf(await rooms.run())).not.toContain('200 ContentVersion')
    store.removeField('ContentVersion', 'VersionNumber')
    store.update(id, { Name: 'Apex' })
    rooms.pass(60)
    const refused = await rooms.run()
    expect(recordIds(refused.documents)).toEqual([id])
    expect(describesOf(refused)).toContain('200 ContentVersion')
    rooms.pass(60)
    const later = await rooms.run()
    expect(describesOf(later)).toContain('304 ContentVersion')
    expect(later.requests.filter(({ status }) => status >= 400)).toEqual([])
  })
})

describe('an object', () => {
  test('that the configuration names and the org lacks is refused with a suggestion, before any row is read', async () => {
    const rooms = await openSyncRooms({
      datasource: { standardObjects: ['Account', 'Cace'], customObjects: ['Projekt__c'] },
    })
    await expect(rooms.run()).rejects.toMatchObject({
      code: 'OBJECT_UNKNOWN',
      details: {
        problems: [
          expect.stringContaining('"Cace" this user can see; did you mean "Case"?'),
          expect.stringContaining('did you mean "Project__c"?'),
        ],
      },
      hint: expect.stringContaining('Object Settings'),
    })
    expect(rooms.sandbox.log.entries().filter(({ soql }) => soql !== undefined)).toEqual([])
  })

  test('that the user may not query is left out and named', async () => {
    const rooms = await openSyncRooms()
    const { id } = rooms.sandbox.store.insert('Account', { Name: 'Acme' })
    rooms.sandbox.store.setObject('Case', { queryable: false })
    rooms.pass(60)
    const { report, documents } = await rooms.run()
    expect(recordIds(documents)).toEqual([id])
    expect(report.outcome).toBe('done')
    expect(report.objects).toContainEqual(
      expect.objectContaining({ object: 'Case', outcome: 'skipped', reason: expect.stringContaining('query') }),
    )
    await expect(rooms.run({ objects: ['Case'] })).rejects.toMatchObject({
      code: 'OBJECT_UNKNOWN',
      message: expect.stringContaining('the org does not let this user query it'),
    })
  })

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

  test('is found, with its settings, whatever the case of its letters, and * is every custom one that can be queried', async () => {
    const objects = { ACCOUNT: { excludeFields: [], where: "Name != 'Acme'" } }
    const rooms = await openSyncRooms({
      datasource: { standardObjects: ['ACCOUNT'], customObjects: ['*', 'invoice__C'], objects },
    })
    rooms.sandbox.store.setObject('Project__c', { queryable: false })
    rooms.sandbox.store.insert('Account', { Name: 'Acme' })
    rooms.pass(60)
    const { report } = await rooms.run()
    expect(report.written).toBe(0)
    const names = report.objects.map(({ object }) => object)
    expect(names.filter((name) => name === 'Invoice__c')).toHaveLength(1)
    expect(names).not.toContain('Project__c')
    expect(names[0]).toBe('Account')
  })

  test("whose statements can't be sent fails alone", async () => {
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
