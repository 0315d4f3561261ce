import { refuse } from '../../http/api-errors.js'
import { restBase, type Call, type Reply } from '../../http/call.js'
import { findVisibleField, visibleFields } from '../../describes/field-facts.js'
import type { SandboxOrg } from '../../org.js'
import { subjectOf } from '../../subject.js'
import { answerIfChanged } from './conditions.js'
import { parseRecordId } from '../../soql/conditions/id-literal.js'
import { renderField } from '../../soql/conditions/values.js'
import { FEED_PARENTS } from '../../schema/parents.js'
import type { FieldSchema, ObjectSchema, StoredRecord } from '../../terms.js'

/** GET /sobjects/{X}/{id}: a record with all its fields, or those of `?fields=`. */
export function answerRow(org: SandboxOrg, call: Call, name: string, id: string): Reply {
  const { object, record } = findRecord(org, call, name, id)
  return renderRow(object, record, call)
}

/** A record as an answer of its own; of accounts alone the service tells an ETag. */
export function renderRow(object: ObjectSchema, record: StoredRecord, call: Call): Reply {
  const fields = wantedFields(object, call.query.get('fields')?.split(','))
  const render = () => rowOf(object, record, fields, call)
  return answerIfChanged(call, record.lastModifiedAt, render, object.name === 'Account')
}

/** A record's attributes and fields. */
export function rowOf(object: ObjectSchema, record: StoredRecord, fields: FieldSchema[], call: Call) {
  const row: Record<string, unknown> = {
    attributes: { type: object.name, url: `${restBase(call)}/sobjects/${object.name}/${record.id}` },
  }
  for (const field of fields) row[field.name] = renderField(object, field, call.version)(record)
  return row
}

/**
 * GET /sobjects/ContentVersion/{id}/VersionData and the like: the bytes. Undefined where the address doesn't name the
 * blob of an object.
 */
export function answerBlob(
  org: SandboxOrg,
  call: Call,
  [name, id, fieldName]: [string, string, string],
): Reply | undefined {
  const schema = org.store.object(name)
  if (schema === undefined || findVisibleField(schema, fieldName)?.type !== 'base64') return undefined
  const { record } = findRecord(org, call, name, id)
  const bytes = call.inner ? undefined : org.store.blob(record.id)
  if (bytes === undefined) throw refuse('notFound')
  return { status: 200, headers: { 'Content-Type': 'application/octetstream' }, bytes }
}

/** The fields of these names, all where none are given. Throws INVALID_FIELD. */
export function wantedFields(object: ObjectSchema, names: string[] | undefined): FieldSchema[] {
  if (names === undefined) return visibleFields(object)
  return names.map((name) => {
    const field = findVisibleField(object, name.trim())
    if (field === undefined) throw refuse('noSuchColumn', `${name.trim()}' on entity '${object.name}`)
    return field
  })
}

/** The live record of an address. Throws what the service says of one that isn't there. */
export function findRecord(
  org: SandboxOrg,
  call: Call,
  name: string,
  id: string,
): { object: ObjectSchema; record: StoredRecord } {
  const object = findReadable(org, call, name)
  const recordId = parseRecordId(id)
  if (recordId === undefined) throw refuse('badRecordId', id)
  const record = recordIn(org, object, recordId)
  if (record === undefined) throw refuse('notFound')
  if (record.isDeleted) throw refuse('entityDeleted')
  return { object, record }
}

/** The record of this Id as a row of the sObject, one in the recycle bin too. */
export function recordIn(org: SandboxOrg, object: ObjectSchema, id: string): StoredRecord | undefined {
  const record = org.store.record(id)
  if (record?.sobject === object.name) return record
  if (object.name === 'EntityDefinition') return [...org.store.rows(object.name)].find((row) => row.id === id)
  // A row of CaseFeed and its like is a feed item under another name.
  if (record?.sobject !== 'FeedItem') return undefined
  const parent = org.store.record(String(record.values['ParentId']))
  return parent?.sobject === FEED_PARENTS[object.name] ? { ...record, sobject: object.name } : undefined
}

/** The sObject of an address, for reading its records. Throws where the user doesn't see it or may not read it. */
export function findReadable(org: SandboxOrg, call: Call, name: string): ObjectSchema {
  const object = findObject(org, name)
  if (org.faults.strike('object-403', { ...subjectOf(org, call), object: object.name }))
    throw refuse('objectAccess', object.name)
  return object
}

/** The sObject of an address. Throws NOT_FOUND where the user doesn't see it. */
export function findObject(org: SandboxOrg, name: string): ObjectSchema {
  const object = org.store.object(name)
  if (object === undefined) throw refuse('notFound')
  return object
}
