import { ExactNumber } from '../../exact-json.js'
import { isChildList } from '../../sync/records/child-lists.js'
import { isRecordAttributes } from '../../sync/records/record-attributes.js'
import type { Row } from '../../terms.js'

/** A row as a person asked for it: the `attributes` of a record, its children and parents are Salesforce's own. */
export function withoutAttributes(row: Row): Row {
  return copyObject(row, true)
}

function copyObject(value: Row, isRow: boolean): Row {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) =>
      isRecordAttributes(name, inner, isRow) ? [] : [[name, copyValue(inner)]],
    ),
  )
}

function copyValue(value: unknown): unknown {
  if (isChildList(value)) return { ...value, records: value.records.map(withoutAttributes) }
  if (Array.isArray(value)) return value.map(copyValue)
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return value
  return copyObject(value as Row, false)
}
