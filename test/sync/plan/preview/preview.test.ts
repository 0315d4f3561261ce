import { describe, expect, test } from 'vitest'
import { planDatasource } from '../../../../src/sync/plan/preview/preview.js'
import { openSyncedOrg } from '../../../support/synced-org.js'
import { watchBatches } from '../../../support/watch-batches.js'
import { buildWideObject } from '../../../support/wide-object.js'
import { askedSince } from '../../../support/journey.js'

describe('a plan', () => {
  test('tells what the next run asks: objects, since when, statements, rows and calls', async () => {
    const synced = await openSyncedOrg()
    const { store } = synced.sandbox
    for (let n = 0; n < 30; n++) store.insert('Account', { Name: `A${n}` })
    synced.pass(60)
    const first = await planDatasource(synced.datasource, { runId: '' }, synced.context())
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
    const { report } = await synced.run()
    synced.pass(60)
    const second = await planDatasource(synced.datasource, { runId: '' }, synced.context())
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
    const synced = await openSyncedOrg({ datasource: { cacheMaxAgeMs } })
    if (cases === 0) await synced.run()
    for (let n = 0; n < cases; n++) synced.sandbox.store.insert('Case', { Subject: `C${n}` })
    synced.pass(60)
    const { calls } = await planDatasource(synced.datasource, { runId: '' }, synced.context())
    synced.sandbox.log.clear()
    await synced.state.write(
      (await synced.state.keys(cases === 0 ? 'none' : 'fields:')).map((key) => ({ key, value: undefined })),
    )
    const { report } = await synced.run()
    expect(Math.abs(report.calls - calls)).toBeLessThanOrEqual(Math.max(1, calls * 0.1))
  })

  test.each([0, 3_600_000])(
    'is right to the call where little is to be read (cache_max_age %i)',
    async (cacheMaxAgeMs) => {
      const synced = await openSyncedOrg({
        datasource: { cacheMaxAgeMs, standardObjects: ['Account'], children: false },
      })
      for (let run = 0; run < 2; run++) {
        const { calls } = await planDatasource(synced.datasource, { runId: '' }, synced.context())
        expect((await synced.run()).report.calls).toBe(calls)
        synced.pass(60)
      }
    },
  )

  test('reads no row and changes nothing but the field cache', async () => {
    const synced = await openSyncedOrg()
    synced.sandbox.store.insert('Account', { Name: 'Acme' })
    synced.pass(60)
    await planDatasource(synced.datasource, { runId: '' }, synced.context())
    expect((await synced.state.keys('')).filter((key) => !key.startsWith('fields:'))).toEqual([])
    const asked = askedSince(synced.sandbox).flatMap(({ soql }) => soql ?? [])
    expect(asked.every((soql) => soql.startsWith('SELECT COUNT()'))).toBe(true)
    expect((await synced.run()).report.objects.map(({ mode }) => mode)).toEqual(['full', 'full'])
  })

  test('counts a call for the parts of a page of an object with too many fields', async () => {
    const synced = await openSyncedOrg({
      datasource: { standardObjects: [], customObjects: ['Wide__c'], children: false },
    })
    synced.sandbox.store.addObject(buildWideObject())
    synced.sandbox.store.insert('Wide__c', { Name: 'One' })
    synced.pass(60)
    const { objects } = await planDatasource(synced.datasource, { runId: '' }, synced.context())
    expect(objects[0]!.others.length).toBeGreaterThan(1)
    expect(objects[0]).toMatchObject({ rows: 1, calls: 2 })
  })

  test('follows the options of the run, and names what is left out', async () => {
    const synced = await openSyncedOrg({ datasource: { standardObjects: ['Account', 'Case', 'Lead', 'Contact'] } })
    synced.sandbox.store.setObject('Contact', { queryable: false })
    await synced.run()
    synced.pass(1)
    synced.sandbox.store.setObject('Lead', { queryable: false })
    synced.sandbox.faults.add({ name: 'describe-500', object: 'Case' })
    const full = await planDatasource(synced.datasource, { runId: '', full: true }, synced.context())
    expect(full.objects).toMatchObject([{ object: 'Account', mode: 'full' }])
    expect(full.skipped).toMatchObject([{ object: 'Contact' }])
    expect(full.failed).toMatchObject([
      { object: 'Lead', error: { code: 'OBJECT_NOT_FOUND' } },
      { object: 'Case', error: { code: 'ORG_UNAVAILABLE' } },
    ])
    const since = '2026-01-01T00:00:00.000Z'
    const one = await planDatasource(synced.datasource, { runId: '', since, objects: ['account'] }, synced.context())
    expect(one.objects).toMatchObject([{ object: 'Account', since }])
    const reconciled = await planDatasource(
      synced.datasource,
      { runId: '', reconcile: true, objects: ['Account'] },
      synced.context(),
    )
    expect(reconciled.objects).toMatchObject([{ mode: 'reconcile' }])
  })

  test('has the objects counted in one batch', async () => {
    const synced = await openSyncedOrg({ datasource: { children: false } })
    const context = synced.context()
    const { org, batches } = watchBatches(context.org)
    await planDatasource(synced.datasource, { runId: '' }, { ...context, org })
    expect(batches.at(-1)).toEqual([
      expect.stringMatching(/^SELECT COUNT\(\) FROM Account/),
      expect.stringMatching(/^SELECT COUNT\(\) FROM Case/),
    ])
  })

  test('names an object that the org will not count, and plans the others', async () => {
    const synced = await openSyncedOrg()
    synced.sandbox.faults.add({ name: 'object-403', object: 'Case' })
    const { objects, failed } = await planDatasource(synced.datasource, { runId: '' }, synced.context())
    expect(objects.map(({ object }) => object)).toEqual(['Account'])
    expect(failed).toMatchObject([{ object: 'Case', error: { code: 'ACCESS_DENIED' } }])
  })
})
