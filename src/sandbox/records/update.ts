import { findField } from '../schema/find-field.js'
import type { StoredRecord } from '../terms.js'
import { derive } from './derive.js'
import { noteChange } from './history.js'
import { getRecord, RUN_AS_USER_ID, wholeSeconds, type Org } from './org.js'
import { parseValues } from './parse-values.js'
import { replaceRecord } from './replace.js'

export interface UpdateOptions {
  /** The stamp in milliseconds; the clock's where left out. */
  at?: number
  /** `user` moves both stamps, `system` SystemModstamp alone, `none` neither. */
  touch?: 'user' | 'system' | 'none'
  hiddenUntil?: number
}

/**
 * The next version of a record, in place of the last one. CreatedDate and CreatedById stay whatever is given.
 * Throws where the record is in the recycle bin.
 */
export function updateRecord(
  org: Org,
  id: string,
  given: Record<string, unknown>,
  options: UpdateOptions = {},
): StoredRecord {
  const last = getRecord(org, id)
  if (last.isDeleted) throw new Error(`entity is deleted: ${id}`)
  const schema = org.registry.get(last.sobject)
  const { values, blob } = parseValues(schema, given)
  // Bytes of files are replaced by a new version.
  if (blob && schema.name === 'Attachment') {
    org.blobs.set(last.id, blob)
    values['BodyLength'] = blob.length
  }
  const at = wholeSeconds(options.at ?? org.clock.now())
  const touch = options.touch ?? 'user'
  const byUser = touch === 'user' && findField(schema, 'LastModifiedById') && { LastModifiedById: RUN_AS_USER_ID }
  const creator = 'CreatedById' in last.values && { CreatedById: last.values['CreatedById'] }
  const next: StoredRecord = {
    ...last,
    values: { ...last.values, ...byUser, ...values, ...creator },
    lastModifiedAt: touch === 'user' ? at : last.lastModifiedAt,
    systemModstampAt: touch === 'none' ? last.systemModstampAt : at,
  }
  derive(next.sobject, next.values, last.values, at)
  const noted = noteChange(org, last, next, { at, hiddenUntil: options.hiddenUntil })
  return replaceRecord(org, { ...next, values: { ...next.values, ...noted } }, options.hiddenUntil)
}
