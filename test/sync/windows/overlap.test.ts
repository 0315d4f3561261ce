import { expect, test } from 'vitest'
import { openOverlap } from '../../../src/sync/windows/overlap.js'

const [ann, bea, cid] = ['001A000000000011AA', '001A000000000022AA', '001A000000000033AA'] as const
const nine = '2026-01-05T09:00:00.000Z'
const ten = '2026-01-05T10:00:00.000Z'

test('knows a row by its Id and its version, whichever form the Id has', () => {
  const overlap = openOverlap()
  overlap.add(ann, nine)
  expect(overlap.has(ann, nine)).toBe(true)
  expect(overlap.has(ann.slice(0, 15), nine)).toBe(true)
  expect(overlap.has(ann, ten)).toBe(false)
  expect(overlap.has(bea, nine)).toBe(false)
  expect(overlap.has(ann.toLowerCase(), nine)).toBe(false)
})

test('keeps the last version of a row', () => {
  const overlap = openOverlap()
  overlap.add(ann, nine)
  overlap.add(ann, ten)
  expect([overlap.has(ann, nine), overlap.has(ann, ten), overlap.size()]).toEqual([false, true, 1])
})

test('forgets what is older than the lookback, a row that is gone, or everything', () => {
  const overlap = openOverlap()
  for (const id of [ann, bea]) overlap.add(id, nine)
  overlap.add(cid, ten)
  overlap.remove(ann)
  expect(overlap.has(ann, nine)).toBe(false)
  overlap.prune(ten)
  expect([overlap.has(bea, nine), overlap.has(cid, ten)]).toEqual([false, true])
  overlap.add(ann, nine)
  overlap.clear(ten)
  expect([overlap.has(ann, nine), overlap.has(cid, ten)]).toEqual([true, false])
  overlap.clear()
  expect(overlap.size()).toBe(0)
})

test('lets go of the oldest versions first when it gets too large, and says how many', () => {
  const overlap = openOverlap()
  overlap.add(cid, ten)
  overlap.add(ann, nine)
  overlap.add(bea, nine)
  expect(overlap.bound(3)).toBe(0)
  expect(overlap.bound(1)).toBe(2)
  expect([overlap.size(), overlap.has(cid, ten)]).toEqual([1, true])
})

test('is kept as JSON, the Ids of a version side by side', () => {
  const overlap = openOverlap()
  for (const id of [ann, bea]) overlap.add(id, nine)
  overlap.add(cid, ten)
  const json = JSON.parse(JSON.stringify(overlap.toJSON()))
  expect(json).toEqual({ [nine]: ann.slice(0, 15) + bea.slice(0, 15), [ten]: cid.slice(0, 15) })
  const again = openOverlap(json)
  expect([again.size(), again.has(bea, nine), again.has(cid, ten)]).toEqual([3, true, true])
})
