import { parse } from 'csv-parse/sync'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderCsvRecord } from '../../../src/sinks/formats/csv-record.js'

describe('a CSV record', () => {
  it('is read back as it was by a reader of RFC 4180, whatever its cells hold', () => {
    const cell = fc.string({ unit: 'binary' })
    const special = fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', ' ', '=', '\ufeff', 'a') })
    fc.assert(
      fc.property(fc.array(fc.oneof(cell, special), { minLength: 1 }), (cells) => {
        expect(parse(renderCsvRecord(cells), { record_delimiter: '\r\n' })).toEqual([cells])
      }),
    )
  })

  it('is quoted only where it has to be', () => {
    expect(renderCsvRecord(['a b', '=1+1', '', 'x,y', 'say "no"'])).toBe('a b,=1+1,,"x,y","say ""no"""\r\n')
    expect(renderCsvRecord([''])).toBe('""\r\n')
  })
})
