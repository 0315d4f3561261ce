import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderCsvLine } from '../../../src/cli/query/csv.js'
import { parseCsv } from '../../support/parse-csv.js'

describe('a line of CSV', () => {
  test('has quotes only where they are needed', () => {
    expect(renderCsvLine(['a', 'b c', '', '1'])).toBe('a,b c,,1\r\n')
    expect(renderCsvLine(['a,b', 'say "x"', 'two\nlines', ' edge'])).toBe('"a,b","say ""x""","two\nlines"," edge"\r\n')
    expect(renderCsvLine([''])).toBe('""\r\n')
  })

  test('is read back as the cells it was made of, whatever they hold', () => {
    const cell = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...',"\r\n a\t') }))
    const lines = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 5 })
    fc.assert(
      fc.property(lines, (given) => {
        expect(parseCsv(given.map(renderCsvLine).join(''))).toEqual(given)
      }),
    )
  })

  test('is never empty, which readers take for no line', () => {
    const cells = fc.array(fc.constantFrom('', 'a'), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(cells, (given) => {
        expect(renderCsvLine(given).trim()).not.toBe('')
      }),
    )
  })
})
