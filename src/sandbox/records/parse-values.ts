import { LongNumber } from '../long-number.js'
import { toLongId } from '../record-ids.js'
import { findField } from '../schema/find-field.js'
import { isInRange, readMoment } from '../soql/conditions/datetime.js'
import type { FieldSchema, ObjectSchema } from '../terms.js'
import { wholeSeconds } from './org.js'

/** The stamps a writer may set, as a loader with "Set Audit Fields upon Record Creation" can. */
export interface GivenStamps {
  CreatedDate?: number
  LastModifiedDate?: number
  SystemModstamp?: number
}

interface Parsed {
  values: Record<string, unknown>
  stamps: GivenStamps
  /** The bytes given as base64, in VersionData or Body. */
  blob?: Buffer
}

/**
 * Values as a caller gives them → as they are stored: describe-cased names, 18-character Ids, milliseconds for
 * datetimes.
 * Throws on a field the sObject lacks and on one that can't be written: Id, IsDeleted, compound fields.
 */
export function parseValues(schema: ObjectSchema, given: Record<string, unknown>): Parsed {
  const parsed: Parsed = { values: {}, stamps: {} }
  for (const name in given) {
    const value = given[name]
    if (value === undefined) continue
    const field = findField(schema, name)
    if (!field) throw new Error(`No such column '${name}' on sobject of type ${schema.name}`)
    if (isReadOnly(field)) throw new Error(`Unable to create/update fields: ${field.name} of ${schema.name}`)
    if (isStamp(field.name)) parsed.stamps[field.name] = parseMoment(value, field)
    else if (field.type === 'base64') parsed.blob = parseBytes(value, field)
    else parsed.values[field.name] = parseValue(value, field)
  }
  return parsed
}

function isReadOnly(field: FieldSchema): boolean {
  return field.type === 'id' || field.name === 'IsDeleted' || field.type === 'address' || field.type === 'location'
}

function isStamp(name: string): name is keyof GivenStamps {
  return name === 'CreatedDate' || name === 'LastModifiedDate' || name === 'SystemModstamp'
}

function parseValue(value: unknown, field: FieldSchema): unknown {
  if (value === null) return field.type === 'boolean' ? false : null
  if (field.type === 'reference' && typeof value === 'string') return toLongId(value)
  if (field.type === 'datetime') return parseMoment(value, field)
  const kind = value instanceof LongNumber ? 'number' : typeof value
  if (kind !== (VALUE_KINDS[field.type] ?? 'string') || (field.type === 'date' && !isDay(value as string))) {
    throw wrongType(value, field)
  }
  return value
}

function parseBytes(value: unknown, field: FieldSchema): Buffer {
  if (typeof value !== 'string') throw wrongType(value, field)
  return Buffer.from(value, 'base64')
}

/** What a value of these types is in JSON; text is text. */
const VALUE_KINDS: Record<string, string> = {
  boolean: 'boolean',
  int: 'number',
  long: 'number',
  double: 'number',
  percent: 'number',
  currency: 'number',
}

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(readMoment(text))
}

/** A number counts milliseconds since 1970, as the moments of the control API do. */
function parseMoment(value: unknown, field: FieldSchema): number {
  const ms = typeof value === 'number' ? value : readMoment(String(value))
  if (!isInRange(ms)) throw wrongType(value, field)
  return wholeSeconds(ms)
}

function wrongType(value: unknown, field: FieldSchema): Error {
  return new Error(`${field.name}: value not of required type: ${String(value)}`)
}
