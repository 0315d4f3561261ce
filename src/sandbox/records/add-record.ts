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
 * Stores a record of already parsed values, with its start values and derived fields, and nothing that follows from
 * it.
 */
export function addRecord(
  org: Org,
  schema: ObjectSchema,
  parsed: Record<string, unknown>,
  options: AddOptions,
): StoredRecord {
  if (!schema.keyPrefix) throw new Error(`${schema.name} takes no records`)
  const at = wholeSeconds(options.at ?? org.clock.now())
  const values = { ...startValues(org, schema, parsed), ...parsed }
  derive(schema.name, values, undefined, at)
  const record: StoredRecord = {
    id: recordId(schema.keyPrefix, nextNumber(org, schema.keyPrefix)),
    sobject: schema.name,
    values,
    createdAt: options.stamps?.CreatedDate ?? at,
    lastModifiedAt: options.stamps?.LastModifiedDate ?? at,
    systemModstampAt: options.stamps?.SystemModstamp ?? at,
    isDeleted: false,
    ...(options.hiddenUntil !== undefined && { hiddenUntil: options.hiddenUntil }),
  }
  org.tables.add(record)
  return record
}

/** What a record starts with: false for checkboxes, its creator for its people, the next number of its autonumber. */
function startValues(org: Org, schema: ObjectSchema, parsed: Record<string, unknown>): Record<string, unknown> {
  const { checkboxes, people } = startOf(schema)
  const values: Record<string, unknown> = { ...checkboxes }
  const creator = parsed['CreatedById'] ?? RUN_AS_USER_ID
  for (const name of people) values[name] = creator
  if (schema.name === 'Case') values['CaseNumber'] = String(1000 + nextNumber(org, 'CaseNumber')).padStart(8, '0')
  if (schema.name === 'Invoice__c')
    values['Name'] = `INV-${String(nextNumber(org, 'Invoice__c.Name')).padStart(5, '0')}`
  if (schema.name === 'FeedItem')
    Object.assign(values, { Type: 'TextPost', CommentCount: 0, LikeCount: 0, Status: 'Published' })
  return values
}

interface Start {
  checkboxes: Record<string, boolean>
  people: string[]
}

function startOf(schema: ObjectSchema): Start {
  const known = STARTS.get(schema)
  if (known) return known
  const checkboxes = schema.fields.filter(({ name, type }) => type === 'boolean' && name !== 'IsDeleted')
  const start = {
    checkboxes: Object.fromEntries(checkboxes.map(({ name }) => [name, false])),
    people: schema.fields.map(({ name }) => name).filter((name) => PEOPLE.has(name)),
  }
  STARTS.set(schema, start)
  return start
}

const STARTS = new WeakMap<ObjectSchema, Start>()
const PEOPLE = new Set(['OwnerId', 'CreatedById', 'LastModifiedById', 'InsertedById'])
