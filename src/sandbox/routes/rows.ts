import { refuse } from '../http/api-errors.js'
import type { Call, Reply } from '../http/call.js'
import { findVisibleField, visibleFields } from '../describes/field-facts.js'
import { lineOf, type SandboxOrg } from '../org.js'
import { parseRecordId } from '../soql/conditions/id-literal.js'
import { renderField } from '../soql/conditions/values.js'
import type { FieldSchema, ObjectSchema, StoredRecord } from '../terms.js'

/** GET /sobjects/{X}/{id}: a record with all its fields, or those of `?fields=`. */
export function answerRow(org: SandboxOrg, call: Call, name: string, id: string): Reply {
  const { object, record } = findRecord(org, call, name, id)
  const row: Record<string, unknown> = {
    attributes: { type: object.name, url: `/services/data/v${call.version}/sobjects/${object.name}/${record.id}` },
  }
  for (const field of wantedFields(object, call)) row[field.name] = renderField(object, field, call.version)(record)
  return { status: 200, headers: { 'Last-Modified': new Date(record.lastModifiedAt).toUTCString() }, json: row }
}

/** GET /sobjects/ContentVersion/{id}/VersionData and the like: the bytes. */
export function answerBlob(org: SandboxOrg, call: Call, [name, id, fieldName]: [string, string, string]): Reply {
  const { object, record } = findRecord(org, call, name, id)
  if (call.inner || findVisibleField(object, fieldName)?.type !== 'base64') throw refuse('notFound')
  const bytes = org.store.blob(record.id)
  if (bytes === undefined) throw refuse('notFound')
  return { status: 200, headers: { 'Content-Type': 'application/octetstream' }, bytes }
}

function findRecord(
  org: SandboxOrg,
  call: Call,
  name: string,
  id: string,
): { object: ObjectSchema; record: StoredRecord } {
  const object = org.store.object(name)
  if (object === undefined) throw refuse('notFound')
  if (org.faults.strike('object-403', { line: lineOf(call), object: object.name }))
    throw refuse('objectAccess', object.name)
  const recordId = parseRecordId(id)
  if (recordId === undefined) throw refuse('badRecordId', id)
  const record = org.store.record(recordId)
  if (record === undefined || record.sobject !== object.name) throw refuse('notFound')
  if (record.isDeleted) throw refuse('entityDeleted')
  return { object, record }
}

function wantedFields(object: ObjectSchema, call: Call): FieldSchema[] {
  const names = call.query.get('fields')
  if (names === null) return visibleFields(object)
  return names.split(',').map((name) => {
    const field = findVisibleField(object, name.trim())
    if (field === undefined) throw refuse('noSuchColumn', `${name.trim()}' on entity '${object.name}`)
    return field
  })
}
