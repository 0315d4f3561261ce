import { refuse } from '../../http/api-errors.js'
import type { Call, Reply } from '../../http/call.js'
import { renderField } from '../../describes/describe-field.js'
import { findVisibleField, visibleFields } from '../../describes/field-facts.js'
import type { SandboxOrg } from '../../org.js'
import { childRows } from '../../soql/run.js'
import type { FieldSchema, ObjectSchema, StoredRecord } from '../../terms.js'
import { findObject, findRecord, renderRow, rowOf, wantedFields } from './rows.js'

/**
 * GET /sobjects/{X}/{field}/{value}: the record of an external Id. GET /sobjects/{X}/{id}/{relationship}: its parent,
 * or the first page of its children.
 */
export function answerRelated(org: SandboxOrg, call: Call, [name, second, third]: [string, string, string]): Reply {
  const object = findObject(org, name)
  const field = findVisibleField(object, second)
  if (field !== undefined) return answerByValue(org, call, object, field, third.replaceAll('%2F', '/'))
  const { record } = findRecord(org, call, name, second)
  const wanted = third.toLowerCase()
  const up = visibleFields(object).find((one) => one.relationshipName?.toLowerCase() === wanted)
  if (up !== undefined) return answerParent(org, call, record, up)
  const down = object.children.find((one) => one.relationshipName?.toLowerCase() === wanted)
  const child = down && org.store.object(down.childSObject)
  if (down === undefined || child === undefined) throw refuse('notFound')
  const live = childRows(org.store, down, record).filter(({ isDeleted }) => !isDeleted)
  const fields = wantedFields(child, call.query.get('fields')?.split(','))
  const records = live.slice(0, org.settings.pageSize).map((row) => rowOf(child, row, fields, call))
  return { status: 200, json: { totalSize: live.length, done: true, records } }
}

/** By a field that a describe marks `idLookup`. Several records of one value answer 300 with their addresses. */
function answerByValue(org: SandboxOrg, call: Call, object: ObjectSchema, field: FieldSchema, value: string): Reply {
  if (renderField(object, field)['idLookup'] !== true) throw refuse('badRecordId', field.name)
  if (field.type === 'id') return renderRow(object, findRecord(org, call, object.name, value).record, call)
  const found = [...org.store.rows(object.name)].filter(
    (record) => !record.isDeleted && String(record.values[field.name] ?? '').toLowerCase() === value.toLowerCase(),
  )
  const [only] = found
  if (only === undefined) throw refuse('notFound')
  if (found.length === 1) return renderRow(object, only, call)
  const base = `/services/data/v${call.version}/sobjects/${object.name}`
  return { status: 300, json: found.map(({ id }) => `${base}/${id}`) }
}

function answerParent(org: SandboxOrg, call: Call, record: StoredRecord, field: FieldSchema): Reply {
  const parent = org.store.record(String(record.values[field.name] ?? ''))
  const schema = parent && org.store.object(parent.sobject)
  if (parent === undefined || schema === undefined) throw refuse('notFound')
  return renderRow(schema, parent, call)
}
