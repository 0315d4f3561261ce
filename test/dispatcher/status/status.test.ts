import { describe, expect, test } from 'vitest'
import { openStatus } from '../../../src/dispatcher/status/status.js'
import { openManualClock } from '../../support/manual-clock.js'
import { crm, objectReport, openReportedRuns } from '../../support/reported-runs.js'

const minuteMs = 60_000

function openWatched({ chosen = [crm] } = {}) {
  const clock = openManualClock()
  const status = openStatus({ clock, quotaReserve: () => ({ percent: 5 }) })
  const runs = openReportedRuns(status.listener, clock)
  runs.choose(...chosen)
  return { clock, status, ...runs, shown: () => status.snapshot().datasources[0]! }
}

describe('what a status shows of a datasource', () => {
  test('is how its objects were left by their last run, and how far they are behind by now', () => {
    const { run, clock, shown } = openWatched()
    const watermark = '2026-01-05T09:29:00.000Z'
    run([objectReport('Account', { written: 7, deleted: 2, calls: 3, lagSeconds: 60, watermark })], { seconds: 2 })
    expect(shown().objects).toMatchObject([{ object: 'Account', written: 7, deleted: 2, calls: 3, lagSeconds: 62 }])
    clock.advance(5 * minuteMs)
    expect(shown().objects).toMatchObject([{ watermark, lagSeconds: 362, outcome: 'done' }])
  })

  test('is that an object which failed keeps its watermark and falls behind, with the reason', () => {
    const { run, clock, shown } = openWatched()
    run([objectReport('Lead', { watermark: '2026-01-05T09:30:00.000Z' })], { seconds: 0 })
    clock.advance(minuteMs)
    const error = { code: 'QUERY_REFUSED', message: 'no', hint: 'Ask again.', object: 'Lead' }
    run([objectReport('Lead', { outcome: 'failed', lagSeconds: undefined, error })], { seconds: 0 })
    expect(shown()).toMatchObject({ outcome: 'partial', failure: { error } })
    expect(shown().objects).toMatchObject([{ watermark: '2026-01-05T09:30:00.000Z', lagSeconds: 60, error }])
    run([objectReport('Lead')])
    expect(shown().failure).toBeUndefined()
    expect(shown().objects[0]!.error).toBeUndefined()
  })

  test('is what runs now, page by page, and when the next run is to begin', () => {
    const { status, plan, shown } = openWatched()
    expect(status.snapshot().phase).toBe('starting')
    plan('crm', 3000)
    expect(status.snapshot().phase).toBe('running')
    expect(shown().next).toBe('2026-01-05T09:30:03.000Z')
    const event = { datasource: 'crm', runId: 'r', object: 'Account' }
    status.listener.runStarted?.({ ...event, objects: ['Account'] })
    status.listener.objectStarted?.({ ...event, mode: 'full' })
    status.listener.pageDone?.({ ...event, written: 200, deleted: 0, pages: 1, calls: 1 })
    expect(shown().running).toMatchObject({ run: 'r', objects: [{ object: 'Account', written: 200, hasEnded: false }] })
    expect(shown().next).toBeUndefined()
    status.listener.draining?.({ atWork: 'stops' })
    expect(status.snapshot().phase).toBe('draining')
  })

  test('is its rows by the five minutes, for a day and no longer', () => {
    const { run, clock, shown } = openWatched()
    const dayMinutes = 24 * 60
    for (let minute = 0; minute < dayMinutes + 60; minute += 1) {
      run([objectReport('Account', { written: 2, deleted: 1 })], { seconds: 0 })
      clock.advance(minuteMs)
    }
    expect(shown().rows.length).toBeLessThanOrEqual(288)
    expect(new Set(shown().rows.map(([, written, deleted]) => `${written} ${deleted}`))).toEqual(new Set(['10 5']))
    clock.advance(dayMinutes * minuteMs)
    expect(shown().rows).toEqual([])
  })

  test('is the tries by cause, and the usage of its org against what may be used', () => {
    const { status, run } = openWatched()
    for (const code of ['ORG_UNAVAILABLE', 'ORG_UNAVAILABLE', 'BAD_ANSWER']) {
      status.listener.retried?.({ datasource: 'crm', runId: 'r', object: 'Account', code, delayMs: 10 })
    }
    run([objectReport('Account')], { quota: { used: 120, max: 15_000 } })
    run([objectReport('Account')], { quota: { used: 130, max: 15_000 } })
    const { datasources, connectors } = status.snapshot()
    expect(datasources[0]!.retries).toEqual({ ORG_UNAVAILABLE: 2, BAD_ANSWER: 1 })
    expect(connectors).toMatchObject([{ id: 'salesforce', quota: { used: 130, max: 15_000 }, reserve: 750 }])
    expect(connectors[0]!.used).toEqual([[Date.UTC(2026, 0, 5, 9, 30), 130]])
  })

  test('has what the state knows of earlier runs until there is a later one', () => {
    const { status, run, shown } = openWatched()
    const last = objectReport('Account', { written: 9, lagSeconds: 1, watermark: '2026-01-05T09:00:00.000Z' })
    const ended = '2026-01-05T09:00:02.000Z'
    status.remember({
      datasource: 'crm',
      destination: '/documents',
      held: false,
      lastRun: { ended, succeeded: ended, outcome: 'done' },
      objects: [{ object: 'Account', watermark: last.watermark, loading: false, last, lastEnded: ended }],
    })
    expect(shown()).toMatchObject({ destination: '/documents', lastSucceeded: ended, objects: [{ lagSeconds: 1800 }] })
    run([objectReport('Account', { written: 1 })])
    expect(shown().objects).toMatchObject([{ written: 1, lagSeconds: 2 }])
  })

  test('goes with it when it is dropped from the settings, and stays when its interval changes', () => {
    const { status, run, choose } = openWatched({ chosen: [crm, { ...crm, id: 'support', connector: 'other' }] })
    run([objectReport('Account', { written: 3 })])
    choose({ ...crm, interval: '1h', intervalMs: 3_600_000 })
    const { datasources, connectors } = status.snapshot()
    expect(datasources).toMatchObject([{ id: 'crm', interval: '1h', objects: [{ written: 3 }] }])
    expect(connectors.map(({ id }) => id)).toEqual(['salesforce'])
    expect(status.counts().map(({ datasource }) => datasource)).toEqual(['crm', 'crm'])
  })
})

describe('a datasource is overdue', () => {
  test('three intervals after its last success, or after it was chosen', () => {
    const { run, plan, clock, shown } = openWatched()
    clock.advance(15 * minuteMs)
    expect(shown().isOverdue).toBe(false)
    clock.advance(1)
    expect(shown().isOverdue).toBe(true)
    run([objectReport('Account')])
    expect(shown().isOverdue).toBe(false)
    plan('crm', 0, 1)
    clock.advance(16 * minuteMs)
    expect(shown().isOverdue).toBe(true)
  })

  test('not while its first load gets on, but where one that failed before only seems to', () => {
    const { status, plan, clock, shown } = openWatched()
    const event = { datasource: 'crm', runId: 'r', object: 'Account' }
    plan('crm')
    status.listener.runStarted?.({ ...event, objects: ['Account'] })
    for (let page = 1; page < 30; page += 1) {
      clock.advance(minuteMs)
      status.listener.pageDone?.({ ...event, written: page * 200, deleted: 0, pages: page, calls: page })
    }
    expect(shown().isOverdue).toBe(false)
    plan('crm', 0, 1)
    expect(shown().isOverdue).toBe(true)
  })
})

describe('what an object has come to', () => {
  test('is counted once, whether pages, its end or the end of the run tell it', () => {
    const { status, run } = openWatched()
    const account = objectReport('Account', { written: 5, deleted: 1, bytes: 900, calls: 2 })
    run([account], { calls: 6, bytes: 1000, directories: 4 })
    run([account], { calls: 2, bytes: 900 })
    const counts = Object.fromEntries(status.counts().map(({ object, ...each }) => [object, each]))
    expect(counts['Account']).toMatchObject({ written: 10, deleted: 2, bytes: 1800, calls: 4 })
    expect(counts['']).toMatchObject({ written: 4, deleted: 0, bytes: 100, calls: 4 })
  })

  test('has its failures by code; a run that fails whole has no object, and one that is ended is no failure', () => {
    const { status, run, fail } = openWatched()
    const error = { code: 'QUERY_REFUSED', message: 'no' }
    run([objectReport('Lead', { outcome: 'failed', error })])
    fail({ code: 'LOGIN_REFUSED', message: 'no' })
    run([objectReport('Lead', { outcome: 'stopped' })], { error: { code: 'INTERRUPTED', message: 'ended' } })
    const failures = status.counts().map(({ object, failures: codes }) => [object, codes])
    expect(failures).toEqual([
      ['Lead', { QUERY_REFUSED: 1 }],
      ['', { LOGIN_REFUSED: 1 }],
    ])
  })
})

test('subscribers hear of each change until they stop listening', () => {
  const { status, plan } = openWatched()
  let heard = 0
  const stop = status.subscribe(() => (heard += 1))
  plan('crm')
  expect(heard).toBe(1)
  stop()
  plan('crm')
  expect(heard).toBe(1)
})
