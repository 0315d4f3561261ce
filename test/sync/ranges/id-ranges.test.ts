import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bucketOf } from '../../../src/state/id-buckets.js'
import { renderRecordId } from '../../../src/state/record-id.js'
import { isInRange, middleOf, splitRange, type Extent, type IdRange } from '../../../src/sync/ranges/id-ranges.js'

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const place = fc.integer({ min: 0, max: 61 }).map((at) => digits[at]!)
const tail = (length: number) => fc.array(place, { minLength: length, maxLength: length }).map((all) => all.join(''))
/** Ids of one object, close together or far apart. */
const ids = fc
  .uniqueArray(
    fc.oneof(
      tail(12),
      tail(4).map((end) => `5e000001${end}`),
      tail(2).map((end) => `0000000000${end}`),
    ),
    {
      minLength: 1,
      maxLength: 200,
    },
  )
  .map((tails) => tails.map((each) => renderRecordId(`001${each}`)).toSorted(byText))

describe('Ids cut into ranges', () => {
  it('belong to exactly one each, whichever they are', async () => {
    await fc.assert(
      fc.asyncProperty(ids, fc.integer({ min: 1, max: 40 }), fc.array(tail(12)), async (all, wanted, others) => {
        const ranges = await split(all, wanted)
        expect(ranges[0]!.from).toBeUndefined()
        expect(ranges.at(-1)!.below).toBeUndefined()
        expect(ranges.slice(1).map(({ from }) => from)).toEqual(ranges.slice(0, -1).map(({ below }) => below))
        const ends = ranges.flatMap(({ from }) => from ?? [])
        for (const id of [...all, ...ends, ...others.map((each) => renderRecordId(`001${each}`)), '000AAA', 'zzz']) {
          expect(ranges.filter((range) => isInRange(id, range))).toHaveLength(1)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('have their buckets of the state in one range each', async () => {
    await fc.assert(
      fc.asyncProperty(ids, fc.integer({ min: 2, max: 40 }), async (all, wanted) => {
        const ranges = await split(all, wanted)
        const rangeOf = (id: string) => ranges.findIndex((range) => isInRange(id, range))
        const byBucket = new Map<string, number>()
        for (const id of all) {
          const known = byBucket.get(bucketOf(id)) ?? rangeOf(id)
          byBucket.set(bucketOf(id), known)
          expect(rangeOf(id)).toBe(known)
        }
      }),
    )
  })

  it('are even where the Ids are, and where they lie in two heaps far apart', async () => {
    for (const all of [
      heap('0015e0000', 5000),
      [...heap('001A00000', 4000), ...heap('0015e0000', 1000)].toSorted(byText),
    ]) {
      const ranges = await split(all, 16)
      const sizes = ranges.map((range) => all.filter((id) => isInRange(id, range)).length)
      expect(ranges.length).toBeGreaterThanOrEqual(12)
      expect(Math.max(...sizes)).toBeLessThan(all.length / 6)
    }
  })

  it('stay as they are where the org will not count, and where there is one bucket alone', async () => {
    const all = ['001000000000001AAA', '001000000000zz1AAA'].map((id) => renderRecordId(id.slice(0, 15)))
    expect(await splitRange(extentOf(all)!, 8, () => Promise.resolve(undefined))).toEqual([{}])
    expect(await split([renderRecordId('001000000000001'), renderRecordId('0010000000000zz')], 8)).toEqual([{}])
  })

  it('are cut at Ids of the same object, that the org takes', () => {
    fc.assert(
      fc.property(ids, (all) => {
        const at = middleOf(all[0]!, all.at(-1)!)
        if (at === undefined) return
        expect(at).toMatch(/^001[0-9A-Za-z]{10}00[A-Z0-5]{3}$/)
        expect(at.slice(0, 15) > all[0]!.slice(0, 15)).toBe(true)
        expect(at.slice(0, 15) <= all.at(-1)!.slice(0, 15)).toBe(true)
      }),
    )
    expect(middleOf(renderRecordId('001000000000001'), renderRecordId('003000000000001'))).toBeUndefined()
  })
})

function split(all: string[], wanted: number): Promise<IdRange[]> {
  return splitRange(extentOf(all)!, wanted, (range, at) => {
    const within = all.filter((id) => isInRange(id, range))
    const isBefore = (id: string) => id.slice(0, 15) < at.slice(0, 15)
    return Promise.resolve({
      before: extentOf(within.filter(isBefore)),
      after: extentOf(within.filter((id) => !isBefore(id))),
    })
  })
}

function extentOf(all: string[]): Extent | undefined {
  return all.length === 0 ? undefined : { rows: all.length, first: all[0]!, last: all.at(-1)! }
}

function byText(one: string, other: string): number {
  return one < other ? -1 : 1
}

function inBase62(number: number): string {
  return number < 62 ? digits[number]! : inBase62(Math.floor(number / 62)) + digits[number % 62]!
}

function heap(start: string, rows: number): string[] {
  return Array.from({ length: rows }, (_, at) => renderRecordId(`${start}${inBase62(at * 50).padStart(6, '0')}`))
}
