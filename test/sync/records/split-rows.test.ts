import { describe, expect, test } from 'vitest'
import { isIn } from '../../../src/soql/conditions.js'
import { soql, type Soql } from '../../../src/soql/soql.js'
import { joinSplitRows } from '../../../src/sync/records/split-rows.js'
import type { Query, Row } from '../../../src/terms.js'
import { openSyncedOrg, type SyncedOrg } from '../../support/synced-org.js'
import { watchBatches } from '../../support/watch-batches.js'
import { buildWideObject, wideNames } from '../../support/wide-object.js'
import { recordIds, records, tombstones } from '../../support/written.js'

const last = wideNames.at(-1)!

async function openWide(count: number, name = 'Wide__c'): Promise<{ synced: SyncedOrg; ids: string[] }> {
  const synced = await openSyncedOrg({
    sandbox: { pageSize: 200 },
    datasource: { standardObjects: [], customObjects: [name] },
  })
  synced.sandbox.store.addObject({ ...buildWideObject(), name })
  const ids = Array.from({ length: count }, (_, row) => {
    const values = Object.fromEntries(wideNames.map((field, index) => [field, `${row}.${index}`]))
    return synced.sandbox.store.insert(name, { Name: `Wide ${row}`, ...values }).id
  })
  synced.pass(60)
  return { synced, ids }
}

/** Calls `act` before the nth further part of a page is asked for. */
function beforePart(part: number, act: () => void): (query: Query) => void {
  let asked = 0
  return ({ soql: text }) => {
    if (/FROM Wide__c WHERE .?Id/.test(text) && ++asked === part) act()
  }
}

describe('an object with 800 fields', () => {
  test('is read whole, in requests an org takes', async () => {
    const { synced, ids } = await openWide(250)
    const { documents, report, requests } = await synced.run()
    expect(report.outcome).toBe('done')
    expect(recordIds(documents)).toEqual(ids)
    for (const [row, { payload }] of records(documents).entries()) {
      expect(wideNames.map((name) => payload[name])).toEqual(wideNames.map((_, index) => `${row}.${index}`))
    }
    expect(Math.max(...requests.map(({ headBytes }) => headBytes))).toBeLessThanOrEqual(16_384)
    expect(Math.max(...requests.map(({ headBytes }) => headBytes))).toBeGreaterThan(12_000)
  })

  test('has only the changed rows read and written in the next run', async () => {
    const { synced, ids } = await openWide(20)
    await synced.run()
    synced.pass(60)
    for (const id of [ids[3]!, ids[9]!]) synced.sandbox.store.update(id, { [last]: 'changed' })
    synced.pass(60)
    const { documents } = await synced.run()
    expect(records(documents).map(({ id, payload }) => [id, payload[last]])).toEqual([
      [ids[3], 'changed'],
      [ids[9], 'changed'],
    ])
  })

  test('is never half one version and half another: a row that changes between two parts is left to the next window', async () => {
    const { synced, ids } = await openWide(3)
    const first = wideNames[0]!
    const change = () => {
      synced.pass(5)
      synced.sandbox.store.update(ids[1]!, { [first]: 'new', [last]: 'new' })
    }
    const one = await synced.run({}, { before: beforePart(2, change) })
    expect(recordIds(one.documents)).toEqual([ids[0], ids[2]])
    synced.pass(60)
    const two = await synced.run()
    expect(records(two.documents).map(({ id, payload }) => [id, payload[first], payload[last]])).toEqual([
      [ids[1], 'new', 'new'],
    ])
  })

  test('reads a row again whose late transaction shows between two parts', async () => {
    const { synced, ids } = await openWide(3)
    const first = wideNames[0]!
    const late = { at: synced.sandbox.clock.now() - 20_000 }
    const show = () => void synced.sandbox.store.update(ids[1]!, { [first]: 'late', [last]: 'late' }, late)
    const one = await synced.run({}, { before: beforePart(1, show) })
    expect(records(one.documents).map(({ id, payload }) => [id, payload[first], payload[last]])).toEqual([
      [ids[0], '0.0', '0.799'],
      [ids[1], 'late', 'late'],
      [ids[2], '2.0', '2.799'],
    ])
    synced.pass(60)
    expect((await synced.run()).documents).toEqual([])
  })

  test('leaves out a row that went between two parts', async () => {
    const { synced, ids } = await openWide(3)
    const remove = () => void synced.sandbox.store.delete(ids[1]!)
    const one = await synced.run({}, { before: beforePart(1, remove) })
    expect(recordIds(one.documents)).toEqual([ids[0], ids[2]])
    synced.pass(60)
    expect(tombstones((await synced.run()).documents).map(({ id }) => id)).toEqual([ids[1]])
  })

  test('fails, and is read from there in the next run, where a row never stands still', async () => {
    const { synced, ids } = await openWide(3)
    let second = 0
    const before = ({ soql: text }: Query) => {
      if (!/FROM Wide__c WHERE .?Id/.test(text)) return
      synced.sandbox.store.update(
        ids[1]!,
        { [last]: 'x' },
        { at: synced.sandbox.clock.now() - 50_000 + ++second * 1000 },
      )
    }
    const one = await synced.run({}, { before })
    expect(one.report.objects[0]).toMatchObject({ outcome: 'failed', error: { code: 'BAD_ANSWER', object: 'Wide__c' } })
    synced.pass(60)
    expect(recordIds((await synced.run()).documents)).toEqual(ids)
  })

  test('that is custom metadata is read by its changes too, which takes no OR', async () => {
    const { synced, ids } = await openWide(30, 'Wide__mdt')
    await synced.run()
    synced.pass(60)
    for (const [n, id] of ids.slice(0, 20).entries()) {
      synced.sandbox.store.update(id, { [last]: 'changed' })
      if (n % 7 === 3) synced.pass(1)
    }
    synced.pass(60)
    const { documents, report, requests } = await synced.run()
    expect(report.outcome).toBe('done')
    expect(requests.filter(({ soql: text }) => text?.includes(' OR '))).toEqual([])
    expect(records(documents).map(({ id, payload }) => [id, payload[last]])).toEqual(
      ids.slice(0, 20).map((id) => [id, 'changed']),
    )
  })

  test('is written again whole when a record is noted, with as many Ids as its statements leave room for', async () => {
    const { synced, ids } = await openWide(60)
    await synced.run()
    const key = 'object:crm:Wide__c'
    const written = (await synced.state.keys('written')).map((name) => ({ key: name, value: undefined }))
    const noted = { key, value: { ...((await synced.state.read(key)) as object), reEmit: ids } }
    await synced.state.write([noted, ...written])
    synced.pass(60)
    const { documents, report } = await synced.run()
    expect(report.outcome).toBe('done')
    expect(recordIds(documents)).toEqual(ids)
    expect(records(documents).every(({ payload }) => payload[last] !== undefined)).toBe(true)
  })
})

test('the further parts of a page are one batch, and so are the parts of a row that is read again', async () => {
  const synced = await openSyncedOrg()
  const at = Date.UTC(2026, 0, 5, 9)
  const { id } = synced.sandbox.store.insert('Account', { Name: 'Acme', Type: 'Customer', Rating: 'Hot' }, { at })
  const { org, batches } = watchBatches(synced.context().org)
  const selects = ['Name', 'Type', 'Rating'].map((name) => soql('Account').id().fields(['SystemModstamp', name]))
  const same = (row: Row) => ({ pieces: [[row]], queryOf: (select: Soql) => queryOf(select.where(isIn('Id', [id]))) })
  const read = (row: Row) => joinSplitRows(org, [row], selects, same(row))
  const whole = { Id: id, Name: 'Acme', Type: 'Customer', Rating: 'Hot' }
  const stamp = new Date(at).toISOString()
  expect(await read({ Id: id, SystemModstamp: stamp, Name: 'Acme' })).toMatchObject([whole])
  expect(batches.map((members) => members.length)).toEqual([2])
  expect(await read({ Id: id, SystemModstamp: '2026-01-01T00:00:00.000Z', Name: 'Old' })).toMatchObject([whole])
  expect(batches.map((members) => members.length)).toEqual([2, 2, 3])
})

test('a further part whose locator is lost after every page is queried from its last row on', async () => {
  const synced = await openSyncedOrg({ sandbox: { pageSize: 3 } })
  const at = Date.UTC(2026, 0, 5, 9)
  const ids = Array.from({ length: 11 }, (_, n) => synced.sandbox.store.insert('Account', { Type: `T${n}` }, { at }).id)
  synced.sandbox.faults.add({ name: 'dead-locator', count: Infinity })
  const rows = ids.map((Id) => ({ Id, SystemModstamp: new Date(at).toISOString() }))
  const selects = ['Name', 'Type'].map((name) => soql('Account').id().fields(['SystemModstamp', name]))
  const asked: number[] = []
  const same = {
    pieces: [rows],
    queryOf: (select: Soql, left: Row[]) => {
      asked.push(left.length)
      const named = isIn(
        'Id',
        left.map((row) => String(row['Id'])),
      )
      return queryOf(select.where(named).orderBy('Id'))
    },
  }
  const joined = await joinSplitRows(synced.context().org, rows, selects, same)
  expect(joined.map((row) => row['Type'])).toEqual(ids.map((_, n) => `T${n}`))
  expect(asked).toEqual([11, 8, 5, 2])
})

function queryOf(statement: Soql): Query {
  return { sobject: 'Account', scope: 'live', soql: statement.text() }
}
