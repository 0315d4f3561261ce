import { describe, expect, test } from 'vitest'
import { planDatasource } from '../../../../src/sync/plan/preview/preview.js'
import { openSyncRooms } from '../../../support/sync-rooms.js'
import { watchBatches } from '../../../support/watch-batches.js'
import { buildWideObject } from '../../../support/wide-object.js'

describe('a plan', () => {
  test('tells what the next run asks: objects, since when, statements, rows and calls', async () => {
    const rooms = await openSyncRooms()
    const { store } = rooms.sandbox
    for (let n = 0; n < 30; n++) store.insert('Account', { Name: `A${n}` })
    rooms.pass(60)
    const first = await planDatasource(rooms.datasource, { runId: '' }, rooms.rooms())
    expect(first).toMatchObject({
      datasource: 'crm',
      objects: [
        { object: 'Account', mode: 'full', rows: 30, calls: 1, missingFields: [] },
        { object: 'Case', mode: 'full', rows: 0, calls: 1 },
      ],
      skipped: [],
      failed: [],
    })
    expect(first.children.map((soql) => /FROM (\w+)/.exec(soql)![1])).toEqual([
      'ContentDocument',
      'CaseComment',
      'EmailMessage',
      'CaseFeed',
      'FeedComment',
    ])
    const { report } = await rooms.run()
    rooms.pass(60)
    const second = await planDatasource(rooms.datasource, { runId: '' }, rooms.rooms())
    const since = new Date(Date.parse(report.objects[0]!.watermark!) - 600_000).toISOString()
    expect(second.objects[0]).toMatchObject({ mode: 'incremental', since, rows: 30 })
    expect(second.objects[0]!.soql).toContain(`SystemModstamp >= ${since}`)
    expect(second.objects[0]!.others).toEqual([expect.stringContaining('IsDeleted = true')])
  })

  test.each([
    ['a first run', 2_300, 0],
    ['an unchanged one', 0, 0],
    ['one with a fresh field cache', 0, 3_600_000],
  ])('foresees the calls of %s', async (_, cases, cacheMaxAgeMs) => {
    const rooms = await openSyncRooms({ datasource: { cacheMaxAgeMs } })
    if (cases === 0) await rooms.run()
    for (let n = 0; n < cases; n++) rooms.sandbox.store.insert('Case', { Subject: `C${n}` })
    rooms.pass(60)
    const { calls } = await planDatasource(rooms.datasource, { runId: '' }, rooms.rooms())
    rooms.sandbox.log.clear()
    await rooms.state.write(
      (await rooms.state.keys(cases === 0 ? 'none' : 'fields:')).map((key) => ({ key, value: undefined })),
    )
    const { report } = await rooms.run()
    expect(Math.abs(report.calls - calls)).toBeLessThanOrEqual(calls * 0.1)
  })

  test.each([0, 3_600_000])(
    'is right to the call where little is to be read (cache_max_age %i)',
    async (cacheMaxAgeMs) => {
      const rooms = await openSyncRooms({
        datasource: { cacheMaxAgeMs, standardObjects: ['Account'], children: false },
      })
      for (let run = 0; run < 2; run++) {
        const { calls } = await planDatasource(rooms.datasource, { runId: '' }, rooms.rooms())
        expect((await rooms.run()).report.calls).toBe(calls)
        rooms.pass(60)
      }
    },
  )

  test('reads no row and changes nothing but the field cache', async () => {
    const rooms = await openSyncRooms()
    rooms.sandbox.store.insert('Account', { Name: 'Acme' })
    rooms.pass(60)
    await planDatasource(rooms.datasource, { runId: '' }, rooms.rooms())
    expect((await rooms.state.keys('')).filter((key) => !key.startsWith('fields:'))).toEqual([])
    const asked = rooms.sandbox.log.entries().flatMap(({ soql }) => soql ?? [])
    expect(asked.every((soql) => soql.startsWith('SELECT COUNT()'))).toBe(true)
    expect((await rooms.run()).report.objects.map(({ mode }) => mode)).toEqual(['full', 'full'])
  })

  test('counts a call for each part of a page of an object with too many fields', async () => {
    const rooms = await openSyncRooms({
      datasource: { standardObjects: [], customObjects: ['Wide__c'], children: false },
    })
    rooms.sandbox.store.addObject(buildWideObject())
    rooms.sandbox.store.insert('Wide__c', { Name: 'One' })
    rooms.pass(60)
    const { objects } = await planDatasource(rooms.datasource, { runId: '' }, rooms.rooms())
    expect(objects[0]!.others.length).toBeGreaterThan(1)
    expect(objects[0]).toMatchObject({ rows: 1, calls: 1 + objects[0]!.others.length })
  })

  test('follows the options of the run, and names what is left out', async () => {
    const rooms = await openSyncRooms({ datasource: { standardObjects: ['Account', 'Case', 'Lead', 'Contact'] } })
    rooms.sandbox.store.setObject('Contact', { queryable: false })
    await rooms.run()
    rooms.pass(1)
    rooms.sandbox.store.setObject('Lead', { queryable: false })
    rooms.sandbox.faults.add({ name: 'describe-500', object: 'Case' })
    const full = await planDatasource(rooms.datasource, { runId: '', full: true }, rooms.rooms())
    expect(full.objects).toMatchObject([{ object: 'Account', mode: 'full' }])
    expect(full.skipped).toMatchObject([{ object: 'Contact' }])
    expect(full.failed).toMatchObject([
      { object: 'Lead', error: { code: 'OBJECT_NOT_FOUND' } },
      { object: 'Case', error: { code: 'ORG_UNAVAILABLE' } },
    ])
    const since = '2026-01-01T00:00:00.000Z'
    const one = await planDatasource(rooms.datasource, { runId: '', since, objects: ['account'] }, rooms.rooms())
    expect(one.objects).toMatchObject([{ object: 'Account', since }])
    const reconciled = await planDatasource(
      rooms.datasource,
      { runId: '', reconcile: true, objects: ['Account'] },
      rooms.rooms(),
    )
    expect(reconciled.objects).toMatchObject([{ mode: 'reconcile' }])
  })

  test('has the objects counted in one batch', async () => {
    const rooms = await openSyncRooms({ datasource: { children: false } })
    const context = rooms.rooms()
    const { org, batches } = watchBatches(context.org)
    await planDatasource(rooms.datasource, { runId: '' }, { ...context, org })
    expect(batches.at(-1)).toEqual([
      expect.stringMatching(/^SELECT COUNT\(\) FROM Account/),
      expect.stringMatching(/^SELECT COUNT\(\) FROM Case/),
    ])
  })

  test('names an object that the org will not count, and plans the others', async () => {
    const rooms = await openSyncRooms()
    rooms.sandbox.faults.add({ name: 'object-403', object: 'Case' })
    const { objects, failed } = await planDatasource(rooms.datasource, { runId: '' }, rooms.rooms())
    expect(objects.map(({ object }) => object)).toEqual(['Account'])
    expect(failed).toMatchObject([{ object: 'Case', error: { code: 'ACCESS_DENIED' } }])
  })
})
