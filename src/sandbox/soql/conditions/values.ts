import { isCompound } from '../../describes/field-facts.js'
import { LongNumber } from '../../long-number.js'
import type { FieldSchema, ObjectSchema, StoredRecord } from '../../terms.js'
import { renderDatetime } from './datetime.js'

/** What conditions and orders compare: datetimes as milliseconds, all else as stored. */
export type Value = string | number | LongNumber | boolean | null

export type ValueReader = (record: StoredRecord) => Value

/** What tells values apart as members of a set, where objects never are the same. */
export function identityOf(value: Value): Exclude<Value, LongNumber> {
  return value instanceof LongNumber ? value.digits : value
}

/** Reads a plain field of a record, stamps and Id from the record itself. */
export function valueReader(object: ObjectSchema, field: FieldSchema): ValueReader {
  const { name, type } = field
  const stamp = STAMPS[name]
  if (name === 'Id' && object.name.endsWith('__b')) return () => BIG_OBJECT_ID
  if (stamp) return stamp
  if (type === 'boolean') return (record) => record.values[name] === true
  if (type === 'datetime') return (record) => toMs(record.values[name])
  if (name === 'Name' && object.fields.some((part) => part.compoundFieldName === 'Name')) {
    return (record) => toValue(record.values[name]) ?? joinName(record)
  }
  return (record) => toValue(record.values[name])
}

/** A field as a row shows it. `version` goes into the addresses of blobs. */
export function renderField(
  object: ObjectSchema,
  field: FieldSchema,
  version: string,
): (record: StoredRecord) => unknown {
  if (isCompound(field)) return compoundReader(object, field)
  if (field.type === 'base64') {
    const path = `/services/data/v${version}/sobjects/${object.name}`
    return (record) => `${path}/${record.id}/${field.name}`
  }
  return shownReader(field.type, valueReader(object, field))
}

/** What a row shows of values of a type: datetimes as text. */
export function shownReader(type: string, read: ValueReader): (record: StoredRecord) => unknown {
  if (type !== 'datetime') return read
  return (record) => {
    const ms = read(record)
    return typeof ms === 'number' ? renderDatetime(ms) : null
  }
}

/** The Id of every row of a big object. */
const BIG_OBJECT_ID = '000000000000000AAA'

const STAMPS: Record<string, ValueReader> = {
  Id: (record) => record.id,
  CreatedDate: (record) => record.createdAt,
  LastModifiedDate: (record) => record.lastModifiedAt,
  SystemModstamp: (record) => record.systemModstampAt,
  IsDeleted: (record) => record.isDeleted,
}

/** Salesforce stores no empty text: it reads back as null. */
function toValue(stored: unknown): Value {
  return stored === undefined || stored === '' ? null : (stored as Value)
}

function toMs(stored: unknown): number | null {
  return typeof stored === 'number' ? stored : null
}

/** First name first; the salutation does not show. */
function joinName(record: StoredRecord): string | null {
  const words = ['FirstName', 'MiddleName', 'LastName', 'Suffix'].map((part) => record.values[part])
  return words.filter((word) => typeof word === 'string' && word !== '').join(' ') || null
}

/** An object of the parts, its keys in alphabetical order; null where all parts are empty. */
function compoundReader(object: ObjectSchema, field: FieldSchema): (record: StoredRecord) => unknown {
  const keys = object.fields
    .filter((part) => part.compoundFieldName === field.name)
    .map((part) => ({ key: partKey(field, part), name: part.name }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
  return (record) => {
    const entries = keys.map(({ key, name }) => [key, toValue(record.values[name])] as const)
    return entries.every(([, value]) => value === null) ? null : Object.fromEntries(entries)
  }
}

/** BillingStreet → street, Site__Latitude__s → latitude. */
function partKey(compound: FieldSchema, part: FieldSchema): string {
  const stem = compound.name.endsWith('__c') ? compound.name.slice(0, -1) : compound.name.replace(/Address$/, '')
  const rest = part.name.slice(stem.length).replace(/__s$/, '')
  return rest.charAt(0).toLowerCase() + rest.slice(1)
}
