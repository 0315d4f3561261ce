import { recordId } from '../record-ids.js'
import type { ObjectSchema, StoredRecord } from '../terms.js'
import { derive } from './derive.js'
import { nextNumber, RUN_AS_USER_ID, wholeSeconds, type Org } from './org.js'
import type { GivenStamps } from './parse-values.js'

export interface AddOptions {
  /** The stamp in milliseconds; the clock's where left out. */
  at?: number
  hiddenUntil?: number
  stamps?: GivenStamps
}

/**
 * Stores a record of already parsed values, which are filled up with its start values and derived fields; nothing
 * that follows from it.
 */
export function addRecord(
  org: Org,
  schema: ObjectSchema,
  parsed: Record<string, unknown>,
  options: AddOptions,
): StoredRecord {
  const prefix = schema.keyPrefix ?? schema.idPrefix
  if (!prefix) throw new Error(`${schema.name} takes no records`)
  const at = wholeSeconds(options.at ?? org.clock.now())
  fillStart(org, schema, parsed)
  /** A copy of an object is stored more tightly than one grown key by key. */
  const values = { ...parsed }
  derive(schema.name, values, undefined, at)
  const record: StoredRecord = {
    id: recordId(prefix, nextNumber(org, prefix)),
    sobject: schema.name,
    values,
    createdAt: options.stamps?.CreatedDate ?? at,
    lastModifiedAt: options.stamps?.LastModifiedDate ?? at,
    systemModstampAt: options.stamps?.SystemModstamp ?? at,
    isDeleted: false,
  }
  if (options.hiddenUntil !== undefined) record.hiddenUntil = options.hiddenUntil
  org.tables.add(record)
  return record
}

/** What a record starts with: false for checkboxes, its creator for its people, the next number of its autonumber. */
function fillStart(org: Org, schema: ObjectSchema, values: Record<string, unknown>): void {
  const { checkboxes, people } = startOf(schema)
  const creator = values['CreatedById'] ?? RUN_AS_USER_ID
  for (const name of people) values[name] ??= creator
  for (const name of checkboxes) values[name] ??= false
  if (schema.name === 'Case') values['CaseNumber'] ??= autonumber(org, 'CaseNumber', 1000).padStart(8, '0')
  if (schema.name === 'Invoice__c') values['Name'] ??= `INV-${autonumber(org, 'Invoice__c.Name', 0).padStart(5, '0')}`
  if (schema.name !== 'FeedItem') return
  values['Type'] ??= 'TextPost'
  values['Status'] ??= 'Published'
  values['CommentCount'] ??= 0
  values['LikeCount'] ??= 0
}

function autonumber(org: Org, counter: string, before: number): string {
  return String(before + nextNumber(org, counter))
}

interface Start {
  checkboxes: string[]
  people: string[]
}

function startOf(schema: ObjectSchema): Start {
  const known = STARTS.get(schema)
  if (known) return known
  const start: Start = { checkboxes: [], people: [] }
  for (const { name, type } of schema.fields) {
    if (PEOPLE.has(name)) start.people.push(name)
    else if (type === 'boolean' && name !== 'IsDeleted') start.checkboxes.push(name)
  }
  STARTS.set(schema, start)
  return start
}

const STARTS = new WeakMap<ObjectSchema, Start>()
const PEOPLE = new Set(['OwnerId', 'CreatedById', 'LastModifiedById', 'InsertedById'])
