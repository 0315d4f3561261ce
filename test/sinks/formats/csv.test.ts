import { parse } from 'csv-parse/sync'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ExactNumber } from '../../../src/exact-json.js'
import { csv } from '../../../src/sinks/formats/csv.js'
import type { Document, Row } from '../../../src/terms.js'
import { buildSampleDocument } from '../../support/sample-document.js'
import { buildSampleTombstone } from '../../support/sample-tombstone.js'

const file = (fields?: string[]) => csv.openFile!(fields)
const recordOf = (row: Row) => ({ ...buildSampleDocument(String(row['Id'])), payload: row })

function textOf(pieces: Iterable<Buffer | string>): string {
  let text = ''
  for (const piece of pieces) text += piece.toString()
  return text
}

function rowsOf(text: string): Record<string, string>[] {
  return parse(text, { columns: true, record_delimiter: '\r\n' })
}

describe('a table', () => {
  it('has a header of what was asked for, and of deleted records their Ids', () => {
    const table = file(['Id', 'Name', 'Owner'])
    const first = textOf(table.render([buildSampleTombstone('3')]))
    expect(first).toBe('Id,IsDeleted,Name,Owner\r\n3,true,,\r\n')
    const next: Document[] = [recordOf({ Id: '1', Name: 'Acme', Owner: { Name: 'Ann' } })]
    expect(table.takes(next)).toBe(true)
    expect(textOf(table.render(next))).toBe('1,false,Acme,"{""Name"":""Ann""}"\r\n')
  })

  it('without that has the fields of its first records, and takes no others', () => {
    const table = file()
    expect(rowsOf(textOf(table.render([recordOf({ Id: '1', B: 1 }), recordOf({ Id: '2', A: null })])))).toEqual([
      { Id: '1', IsDeleted: 'false', A: '', B: '1' },
      { Id: '2', IsDeleted: 'false', A: '', B: '' },
    ])
    expect(table.takes([recordOf({ Id: '3', A: 1 }), buildSampleTombstone('4')])).toBe(true)
    expect(table.takes([recordOf({ Id: '3', C: 1 })])).toBe(false)
  })

  it('says what a record of the archive says of itself', () => {
    expect(rowsOf(textOf(file().render([recordOf({ Id: '1', IsDeleted: true })])))).toMatchObject([
      { IsDeleted: 'true' },
    ])
  })

  it('begins with the first record, not with directories', () => {
    const table = file(['Name'])
    const { payload: _, ...bare } = buildSampleDocument('1')
    const folder = { ...bare, type: 'folder' } as unknown as Document
    expect(textOf(table.render([folder]))).toBe('')
    expect(textOf(table.render([recordOf({ Id: '1' })]))).toBe('Id,IsDeleted,Name\r\n1,false,\r\n')
  })

  it('gives back every value to a reader of CSV', () => {
    const text = fc.string({ unit: 'binary', minLength: 1 })
    const plain = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null), fc.constant(new ExactNumber('1e+400')))
    const value = fc.oneof(plain, fc.record({ Name: fc.string() }), fc.record({ records: fc.array(fc.string()) }))
    const row = fc.record({ Id: fc.constant('1'), A: value, B: value })
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
        const read = rowsOf(textOf(csv.render(rows.map(recordOf))))
        expect(read).toEqual(rows.map(({ Id, A, B }) => ({ Id, IsDeleted: 'false', A: cell(A), B: cell(B) })))
      }),
    )
  })
})

function cell(value: unknown): string {
  if (value === null) return ''
  return typeof value === 'object' && !(value instanceof ExactNumber) ? JSON.stringify(value) : String(value)
}
