import { expect, test } from 'vitest'
import { buildRunId } from '../../src/runs/run-id.js'

const nowMs = Date.parse('2026-01-05T09:30:11.000Z')

test('a run is named after its moment, and no two runs alike', () => {
  const [one, other] = [buildRunId(nowMs), buildRunId(nowMs)]
  expect(one).toMatch(/^20260105T093011000Z-[0-9a-f]{6}$/)
  expect(other).not.toBe(one)
})

test.each([
  ['a moment ago', nowMs - 1],
  ['in the same millisecond', nowMs],
  ['an hour ahead, before the clock was put right', nowMs + 3_600_000],
])('a run has a later name than the one before it, which was %s', (_, lastMs) => {
  expect(buildRunId(nowMs, buildRunId(lastMs)) > buildRunId(lastMs).replace(/-.*/, '-ffffff')).toBe(true)
})

test('a run whose predecessor has a name of another kind goes by the clock', () => {
  expect(buildRunId(nowMs, 'run-1')).toMatch(/^20260105T093011000Z-/)
})
