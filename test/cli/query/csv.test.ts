import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openCsv } from '../../../src/cli/query/csv.js'
import { renderCsvRecord } from '../../../src/sinks/formats/csv-record.js'

describe('a CSV record', () => {
  test('is read back as it was, whatever its cells hold', () => {
    const cell = fc.string({ unit: 'binary' })
    const special = fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', ' ', '=', 'a') })
    fc.assert(
      fc.property(fc.array(fc.oneof(cell, special), { minLength: 1 }), (cells) => {
        expect(readRecord(renderCsvRecord(cells))).toEqual([cells])
      }),
    )
  })

  test('is quoted only where it has to be', () => {
    expect(renderCsvRecord(['a b', '=1+1', '', 'x,y', 'say "no"'])).toBe('a b,=1+1,,"x,y","say ""no"""\r\n')
    expect(renderCsvRecord([''])).toBe('""\r\n')
  })
})

describe('a result as CSV', () => {
  test('has its header once, before the first page, and even without a page', () => {
    const selection = { columns: [{ title: 'Id', kind: 'field' as const }], isOpen: false }
    const csv = openCsv(selection)
    expect([csv.page([]), csv.page([{ Id: '1' }]), csv.page([{ Id: '2' }]), csv.end()]).toEqual([
      '',
      'Id\r\n1\r\n',
      '2\r\n',
      '',
    ])
    expect(openCsv(selection).end()).toBe('Id\r\n')
  })
})

/** A reader by the letter of RFC 4180, character by character. */
function readRecord(text: string): string[][] {
  const records: string[][] = []
  let [cell, record, isQuoted] = ['', [] as string[], false]
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (isQuoted && character === '"' && text[at + 1] === '"') cell += text[++at]!
    else if (character === '"') isQuoted = !isQuoted
    else if (!isQuoted && character === ',') [cell, record] = ['', [...record, cell]]
    else if (!isQuoted && text.startsWith('\r\n', at)) {
      records.push([...record, cell])
      ;[cell, record] = ['', []]
      at += 1
    } else cell += character
  }
  return records
}
