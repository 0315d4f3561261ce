import { ExactNumber, renderJson } from '../../exact-json.js'
import type { Document, Row } from '../../terms.js'
import { renderCsvRecord } from './csv-record.js'
import type { Format, FormatFile } from './format.js'
import { encodeLines } from './line-buffers.js'
import { readRawRecords } from './raw-records.js'

/**
 * The records as they were queried, as rows below a header: Id, IsDeleted, and the fields by their names. A deleted one
 * has its Id alone. What has parts, as parents and child lists have, is JSON in its cell.
 */
export const csv: Format = {
  name: 'csv',
  extension: '.csv',
  isOfRecords: true,
  render: (documents) => openCsvFile().render(documents),
  openFile: openCsvFile,
}

function openCsvFile(fields: readonly string[] = []): FormatFile {
  let columns: string[] | undefined
  return {
    takes: (documents) => {
      const known = columns
      return known === undefined || fieldsOf(documents).every((field) => known.includes(field))
    },
    *render(documents) {
      const records = [...readRawRecords(documents)]
      if (records.length === 0) return
      const isBegun = columns !== undefined
      const header = (columns ??= arrangeColumns([...fields, ...fieldsOf(documents)]))
      yield* encodeLines(linesOf(records, header, isBegun))
    },
  }
}

/** `encodeLines` adds the line feed. */
function* linesOf(records: Iterable<{ id: string; row?: Row }>, columns: string[], isBegun: boolean) {
  if (!isBegun) yield withoutEnd(renderCsvRecord(columns))
  for (const { id, row } of records) {
    const cells = columns.map((column) => cellOf(column, id, row))
    yield withoutEnd(renderCsvRecord(cells))
  }
}

function withoutEnd(record: string): string {
  return record.slice(0, -1)
}

function cellOf(column: string, id: string, row: Row | undefined): string {
  if (column === 'Id') return id
  if (column === 'IsDeleted') return row === undefined ? 'true' : renderCell(row[column] ?? false)
  return renderCell(row?.[column])
}

/** Empty for nothing; every digit of a number. */
function renderCell(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' && !(value instanceof ExactNumber) ? renderJson(value) : String(value)
}

function fieldsOf(documents: Document[]): string[] {
  const fields = new Set<string>()
  for (const { row } of readRawRecords(documents)) {
    if (row !== undefined) for (const field of Object.keys(row)) fields.add(field)
  }
  return [...fields]
}

/** The order of the characters, as that of a record's own keys is. */
function arrangeColumns(fields: string[]): string[] {
  return [...new Set(['Id', 'IsDeleted', ...fields.toSorted()])]
}
