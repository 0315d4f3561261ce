import { findField } from '../schema/find-field.js'
import type { StoredRecord } from '../terms.js'
import { getRecord, wholeSeconds, type Org } from './org.js'
import { replaceRecord } from './replace.js'
import { updateRecord } from './update.js'

/**
 * Two records become one: the loser goes into the recycle bin with the winner in MasterRecordId, its live children
 * move to the winner.
 * The winner and the children are changed by a user. Throws where the two are not of one mergeable sObject or not
 * both alive.
 */
export function mergeRecords(org: Org, winnerId: string, loserId: string): void {
  const winner = getRecord(org, winnerId)
  const loser = getRecord(org, loserId)
  if (
    winner.id === loser.id ||
    winner.sobject !== loser.sobject ||
    !findField(org.registry.get(winner.sobject), 'MasterRecordId')
  ) {
    throw new Error(`${winnerId} and ${loserId} can't be merged`)
  }
  if (winner.isDeleted || loser.isDeleted)
    throw new Error(`entity is deleted: ${winner.isDeleted ? winnerId : loserId}`)
  updateRecord(org, winner.id, {})
  for (const [child, field] of childrenOf(org, loser)) {
    updateRecord(org, child.id, { [field]: child.id === winner.id ? null : winner.id })
  }
  const values = { ...getRecord(org, loser.id).values, MasterRecordId: winner.id }
  replaceRecord(org, {
    ...getRecord(org, loser.id),
    values,
    isDeleted: true,
    systemModstampAt: wholeSeconds(org.clock.now()),
  })
}

/** Every live record that points to this one, with the field it does so by. */
function* childrenOf(org: Org, record: StoredRecord): Iterable<[StoredRecord, string]> {
  for (const { childSObject, field } of org.registry.get(record.sobject).children) {
    if (field === 'MasterRecordId') continue
    for (const child of org.tables.newestChildren(childSObject, field, record.id))
      if (!child.isDeleted) yield [child, field]
  }
}
