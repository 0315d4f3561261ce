import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planNext, type Outcome } from '../../src/dispatcher/back-off.js'
import { planRuns, setBack, type Entry } from '../../src/dispatcher/schedule.js'

const nothing = { running: new Set<string>(), waits: new Map<string, number>(), inTurn: false }

function entry(id: string, changes: Partial<Entry> & { everyMs?: number } = {}): Entry {
  const { everyMs = 60_000, ...rest } = changes
  return { id, connector: 'salesforce', nextAfter: (startMs) => startMs + everyMs, ...rest }
}

describe('a datasource', () => {
  test('that has never run is due at once', () => {
    expect(planRuns([entry('crm')], 5, nothing)).toEqual({ due: ['crm'] })
  })

  test('is due when its interval has passed since its last start, not before', () => {
    const crm = entry('crm', { startedMs: 1000 })
    expect(planRuns([crm], 60_999, nothing)).toEqual({ due: [], nextMs: 61_000 })
    expect(planRuns([crm], 61_000, nothing)).toEqual({ due: ['crm'] })
  })

  test('is due once, however many of its intervals have passed', () => {
    const [crm, running] = [entry('crm', { startedMs: 0 }), new Set(['crm'])]
    expect(planRuns([crm], 3_600_000, nothing)).toEqual({ due: ['crm'] })
    expect(planRuns([crm], 3_600_000, { ...nothing, running })).toEqual({ due: [] })
  })

  test('that failed is due when its wait is over, whatever its interval', () => {
    const crm = entry('crm', { startedMs: 0, retryMs: 10_000 })
    expect(planRuns([crm], 5000, nothing)).toEqual({ due: [], nextMs: 10_000 })
    expect(planRuns([{ ...crm, retryMs: 600_000 }], 60_000, nothing)).toEqual({ due: [], nextMs: 600_000 })
  })

  test('waits with its connector, and one of another connector does not', () => {
    const entries = [entry('crm'), entry('support', { connector: 'other' })]
    const waits = new Map([['salesforce', 700]])
    expect(planRuns(entries, 100, { ...nothing, waits })).toEqual({ due: ['support'], nextMs: 700 })
  })
})

describe('several datasources', () => {
  const entries = [
    entry('late', { startedMs: 50 }),
    entry('early', { startedMs: 10 }),
    entry('next', { startedMs: 90 }),
  ]

  test('begin side by side, who has waited longest first', () => {
    expect(planRuns(entries, 60_060, nothing)).toEqual({ due: ['early', 'late'], nextMs: 60_090 })
  })

  test('begin in turn where that is wanted', () => {
    expect(planRuns(entries, 60_060, { ...nothing, inTurn: true })).toEqual({ due: ['early'] })
    expect(planRuns(entries, 60_060, { ...nothing, inTurn: true, running: new Set(['early']) })).toEqual({ due: [] })
    expect(planRuns(entries, 60_000, { ...nothing, inTurn: true })).toEqual({ due: [], nextMs: 60_010 })
  })
})

test('a clock that is set back moves what is waited for with it', () => {
  expect(setBack(entry('crm', { startedMs: 5000 }), 4000)).toEqual({ startedMs: 1000, retryMs: undefined })
  expect(setBack(entry('crm', { retryMs: 9000 }), 4000)).toEqual({ startedMs: undefined, retryMs: 5000 })
})

/** A day of a dispatcher, told by its schedule alone: runs take the times given, one after the other. */
function simulate(intervals: number[], durations: number[], inTurn: boolean) {
  const entries = intervals.map((everyMs, index) => entry(`d${index}`, { everyMs }))
  const ends = new Map<string, number>()
  const starts: { id: string; at: number; waitedMs: number; others: number }[] = []
  let nowMs = 0
  for (let looks = 0; nowMs < 86_400_000 && looks < 200; looks += 1) {
    for (const [id, end] of ends) if (end <= nowMs) ends.delete(id)
    const { due, nextMs } = planRuns(entries, nowMs, { ...nothing, running: new Set(ends.keys()), inTurn })
    for (const id of due) {
      const own = entries.find((each) => each.id === id)!
      const dueMs = own.startedMs === undefined ? 0 : own.nextAfter(own.startedMs)
      starts.push({ id, at: nowMs, waitedMs: nowMs - dueMs, others: ends.size })
      own.startedMs = nowMs
      ends.set(id, nowMs + durations[starts.length % durations.length]!)
    }
    nowMs = Math.min(nextMs ?? Infinity, ...ends.values())
  }
  return starts
}

const amounts = (least: number) => fc.array(fc.integer({ min: least, max: 3_600_000 }), { minLength: 1, maxLength: 5 })

test('whatever the intervals and however long runs take, nobody runs before time, twice at once or late', () => {
  fc.assert(
    fc.property(amounts(1000), amounts(1), (intervals, durations) => {
      const starts = simulate(intervals, durations, false)
      for (const [index, everyMs] of intervals.entries()) {
        const own = starts.filter(({ id }) => id === `d${index}`)
        const gaps = own.slice(1).map(({ at }, before) => at - own[before]!.at)
        expect(gaps.every((gap) => gap >= everyMs)).toBe(true)
        // Late is who has to wait for its own run before, and nobody else.
        const longest = Math.max(...durations)
        expect(own.every(({ waitedMs }) => waitedMs <= Math.max(0, longest - everyMs))).toBe(true)
      }
    }),
  )
})

test('in turn no two run at once, and each gets its turn', () => {
  fc.assert(
    fc.property(amounts(1000), amounts(1), (intervals, durations) => {
      const starts = simulate(intervals, durations, true)
      expect(starts.every(({ others }) => others === 0)).toBe(true)
      expect(new Set(starts.map(({ id }) => id)).size).toBe(intervals.length)
    }),
  )
})

describe('after a run', () => {
  const end: Outcome = { timedOut: false, spentCalls: false }
  const hour = 3_600_000

  test.each([
    ['that is done', { ...end, outcome: 'done' }],
    ['some objects of which failed', { ...end, outcome: 'partial' }],
    ['that took too long', { ...end, outcome: 'interrupted', code: 'INTERRUPTED', timedOut: true }],
    ['that made all the calls it may', { ...end, outcome: 'quota', code: 'QUOTA_REACHED', spentCalls: true }],
  ] as const)('%s the next is due by its interval', (_, outcome) => {
    expect(planNext(outcome, 3, 10_000, 0)).toEqual({ failures: 0 })
  })

  test('that failed the next waits twice as long each time, up to a quarter of an hour', () => {
    const failed = { ...end, outcome: 'failed', code: 'ORG_UNREACHABLE' } as const
    const waits = [0, 1, 2, 6, 7, 100].map((before) => planNext(failed, before, 10_000, 0).retryMs)
    expect(waits).toEqual([10_000, 20_000, 40_000, 640_000, 900_000, 900_000])
    expect(planNext(failed, 5, 2 * hour, 0)).toEqual({ failures: 6, retryMs: 2 * hour })
  })

  test('whose login was refused no datasource of the connector tries for an hour', () => {
    const refused = { ...end, code: 'LOGIN_BAD_SECRET' }
    expect(planNext(refused, 0, 10_000, 5)).toEqual({ failures: 1, retryMs: hour + 5, connectorMs: hour + 5 })
  })

  test('that the quota stopped the connector waits half an hour, which is no failure', () => {
    const stopped = { ...end, outcome: 'quota', code: 'QUOTA_REACHED' } as const
    expect(planNext(stopped, 0, 10_000, 0)).toEqual({ failures: 0, retryMs: hour / 2, connectorMs: hour / 2 })
  })

  test('that somebody has to put right the datasource alone waits an hour', () => {
    expect(planNext({ ...end, code: 'ORG_CHANGED' }, 1, 10_000, 0)).toEqual({ failures: 2, retryMs: hour })
  })

  test('that another process kept from beginning it is tried again soon, which is no failure', () => {
    expect(planNext({ ...end, code: 'LOCK_HELD' }, 2, 10_000, 0)).toEqual({ failures: 2, retryMs: 10_000 })
  })

  test('that met something unheard of it is a failure like others', () => {
    expect(planNext({ ...end, code: 'toString' }, 0, 10_000, 0)).toEqual({ failures: 1, retryMs: 10_000 })
  })
})
