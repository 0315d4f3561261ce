import { assert, nat, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decideFate } from '../../../src/dispatcher/queue/job-fate.js'
import { orgOf, waitFor } from '../../../src/dispatcher/queue/org-guard.js'
import { mostAtOnce, objectPriority } from '../../../src/dispatcher/queue/priorities.js'
import type { RunReport } from '../../../src/terms.js'

const context = { kind: 'poll', failures: 0, retryDelayMs: 10_000, isEnding: false } as const

function failed(code: string, more: object = {}) {
  const times = { started: '2026-01-05T09:00:00.000Z', ended: '2026-01-05T09:01:00.000Z' }
  return { datasource: 'crm', ...times, error: { code, message: 'as it is' }, timedOut: false, ...more }
}

const reported = (outcome: RunReport['outcome'], more: object = {}) =>
  failed('', { error: undefined, report: { outcome, calls: 5 } as RunReport, ...more })

describe('decideFate', () => {
  test.each([
    ['ORG_UNREACHABLE', { fate: { kind: 'again', inMs: 10_000, failures: 1 } }],
    ['STATE_UNREACHABLE', { fate: { kind: 'again', inMs: 10_000, failures: 1 } }],
    ['LOCK_HELD', { fate: { kind: 'later', inMs: 10_000 } }],
    ['QUOTA_REACHED', { fate: { kind: 'later', inMs: 1_800_000 }, orgWaitMs: 1_800_000 }],
    ['LOGIN_REFUSED', { fate: { kind: 'failed', inMs: 3_600_000, failures: 1 }, orgWaitMs: 3_600_000 }],
    ['ORG_CHANGED', { fate: { kind: 'failed', inMs: 3_600_000, failures: 1 } }],
  ])('after %s a job is tried again, put off, or left to the next poll', (code, fate) => {
    expect(decideFate(failed(code), context)).toEqual(fate)
  })

  test('a run that fails again and again waits longer each time, up to a quarter of an hour', () => {
    const waits = [0, 1, 2, 20].map((failures) => decideFate(failed('ORG_UNREACHABLE'), { ...context, failures }))
    expect(waits.map(({ fate }) => 'inMs' in fate && fate.inMs)).toEqual([10_000, 20_000, 40_000, 900_000])
  })

  test('what a worker that leaves had at work goes back; an object that took too long comes behind its like', () => {
    expect(decideFate(failed('INTERRUPTED'), { ...context, isEnding: true }).fate).toEqual({ kind: 'back' })
    const late = failed('INTERRUPTED', { timedOut: true })
    expect(decideFate(late, { ...context, kind: 'object' }).fate).toEqual({ kind: 'later', inMs: 0 })
    expect(decideFate(late, context).fate).toEqual({ kind: 'done' })
  })

  test('a run that has done what it could is done', () => {
    for (const outcome of ['done', 'partial'] as const) {
      expect(decideFate(reported(outcome), context)).toEqual({ fate: { kind: 'done' } })
    }
    expect(decideFate(reported('quota'), { ...context, maxCalls: 5 })).toEqual({ fate: { kind: 'done' } })
  })
})

describe('priorities', () => {
  test('the first objects of each org come before the second of any', () => {
    expect(objectPriority(0)).toBeLessThan(objectPriority(1))
    assert(
      property(nat(), (place) => {
        const priority = objectPriority(place)
        expect(priority).toBeGreaterThanOrEqual(1)
        expect(priority).toBeLessThanOrEqual(2_097_151)
      }),
    )
  })

  test('objects leave one of an org’s places to its polls, where there are several', () => {
    expect([1, 2, 4].map((most) => mostAtOnce('object', most))).toEqual([1, 1, 3])
    expect([1, 2, 4].map((most) => mostAtOnce('poll', most))).toEqual([1, 2, 4])
  })
})

describe('orgOf', () => {
  test('two connectors that lead to one host share an org; two that log in where all orgs do share nothing', () => {
    const acme = 'https://acme.my.salesforce.com'
    expect(orgOf({ id: 'a', loginUrl: acme })).toBe(orgOf({ id: 'b', loginUrl: acme }))
    for (const loginUrl of ['https://login.salesforce.com', 'https://test.salesforce.com']) {
      expect(orgOf({ id: 'a', loginUrl })).not.toBe(orgOf({ id: 'b', loginUrl }))
    }
  })
})

describe('waitFor', () => {
  const usage = { used: 95_000, max: 100_000, ageMs: 60_000 }
  const idle = { waitMs: 0, why: '' }

  test('an org that told of less than its reserve is left alone for half an hour from then', () => {
    expect(waitFor({ ...idle, usage }, { percent: 5 })).toMatchObject({ waitMs: 29 * 60_000, isOld: false })
    expect(waitFor({ ...idle, usage: { ...usage, ageMs: 1_900_000 } }, { percent: 5 })).toMatchObject({
      waitMs: 0,
      isOld: true,
    })
  })

  test('with calls left, no reserve, or nothing told, nothing is waited for', () => {
    for (const reserve of [{ percent: 4 }, { calls: 0 }]) {
      expect(waitFor({ ...idle, usage }, reserve)).toEqual({ waitMs: 0, why: '', isOld: false })
    }
    expect(waitFor(idle, { percent: 5 }).waitMs).toBe(0)
    expect(waitFor({ waitMs: 7, why: 'spent', usage }, { calls: 0 })).toEqual({ waitMs: 7, why: 'spent', isOld: false })
  })
})
