import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { openSorting } from '../../../src/sandbox/soql/order/sorting.js'

test('what is sorted a page at a time comes as a sort of the whole gives it, whatever repeats in it', () => {
  const pages = fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 15_000 }),
      fc.integer({ min: 1, max: 20_000 }),
      pages,
      (length, kinds, asked) => {
        const values = Array.from({ length }, (_, at) => ((at * 7919) ^ 4321) % kinds)
        const compare = (a: number, b: number) => values[a]! - values[b]! || a - b
        const expected = [...values.keys()].toSorted(compare)
        const sorting = openSorting(length, compare)
        for (const count of asked) expect([...sorting.first(count)]).toEqual(expected.slice(0, count))
      },
    ),
    { numRuns: 25 },
  )
})
