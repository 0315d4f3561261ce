import { LongNumber } from '../long-number.js'
import { refuse } from '../http/api-errors.js'
import type { FieldSchema, StoredRecord } from '../terms.js'
import { NAME_OBJECT } from '../soql/name-object.js'
import type { Column, Plan } from '../soql/plan.js'
import { parentOf } from '../soql/references.js'

/** A column of a job's results: `Account.Name` in its header, and its text in a row. */
export interface CsvColumn {
  name: string
  render(record: StoredRecord): string
}

/**
 * A statement's columns as CSV has them. Throws what the Bulk API doesn't take: summaries, child lists, TYPEOF, compound
 * and binary fields, parents of several kinds.
 */
export function buildCsvColumns(plan: Plan): CsvColumn[] {
  if (plan.summary) throw refuse('bulkQuery', 'Aggregate query is not supported in Bulk Query')
  if (plan.offset !== undefined) throw refuse('bulkQuery', 'OFFSET is not supported in Bulk Query')
  return plan.columns.flatMap((column) => flatten(plan, column, plan.object.fields, ''))
}

function flatten(plan: Plan, column: Column, fields: FieldSchema[], prefix: string): CsvColumn[] {
  if (column.kind === 'children') throw refuse('bulkQuery', 'Nested query is not supported in Bulk Query')
  if (column.kind === 'typeof') throw refuse('bulkQuery', 'TYPEOF is not supported in Bulk Query')
  if (column.kind === 'parent') {
    if (column.hop.target === NAME_OBJECT) {
      throw refuse('bulkQuery', 'Selecting polymorphic relationships is not supported in Bulk Query')
    }
    const inner = column.columns.flatMap((each) =>
      flatten(plan, each, column.hop.target.fields, `${prefix}${column.key}.`),
    )
    return inner.map(({ name, render }) => ({
      name,
      render: (record) => renderOf(plan, column.hop.field, record, render),
    }))
  }
  const field = fields.find(({ name }) => name === column.key)
  if (field?.type === 'address' || field?.type === 'location') throw refuse('bulkCompound')
  if (field?.type === 'base64') throw refuse('bulkQuery', 'Selecting binary data is not supported in Bulk Query')
  const type = field?.type ?? 'string'
  return [{ name: `${prefix}${column.key}`, render: (record) => renderValue(column.read(record), type) }]
}

function renderOf(plan: Plan, field: FieldSchema, record: StoredRecord, render: CsvColumn['render']): string {
  const parent = parentOf(plan.store, record, field)
  return parent === undefined ? '' : render(parent)
}

/** Datetimes end in Z here, and numbers with decimals always show one, unlike in JSON. */
function renderValue(value: unknown, type: string): string {
  if (value === null || value === undefined) return ''
  if (type === 'datetime') return String(value).replace('+0000', 'Z')
  if (typeof value === 'number' || value instanceof LongNumber) {
    const digits = String(value)
    return withDecimals.has(type) && /^-?\d+$/.test(digits) ? `${digits}.0` : digits
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const withDecimals = new Set(['double', 'currency', 'percent'])
