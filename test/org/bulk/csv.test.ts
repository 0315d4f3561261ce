import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { countCsvLines, readCsv } from '../../../src/org/bulk/csv.js'

const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'ü', '😀'), maxLength: 6 })

test('a CSV cut into pieces anywhere has the cells it was made of, and as many lines as are counted', async () => {
  const lines = fc
    .integer({ min: 1, max: 4 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }))
  await fc.assert(
    fc.asyncProperty(lines, fc.nat(), fc.constantFrom('\n', '\r\n'), fc.boolean(), async (given, cut, end, hasEnd) => {
      const text = given.map((cells) => cells.map((each) => `"${each.replaceAll('"', '""')}"`).join(',')).join(end)
      const bytes = Buffer.from(hasEnd ? text + end : text)
      const at = cut % (bytes.length + 1)
      const chunks = [bytes.subarray(0, at), bytes.subarray(at)]
      const read: string[][] = []
      for await (const some of readCsv(chunks, 2, 'Account')) read.push(...some)
      expect(read).toEqual(given)
      expect(countCsvLines(chunks)).toBe(given.length)
    }),
  )
})
