import { findField } from '../schema/find-field.js'
import type { StoredRecord } from '../terms.js'
import { countFeedComment } from './feed.js'
import { getRecord, wholeSeconds, type Org } from './org.js'
import { replaceRecord } from './replace.js'

/**
 * Into the recycle bin, with all that hangs on it: SystemModstamp moves, LastModifiedDate stays.
 * A record without IsDeleted (Group) is gone at once. Throws where the sObject's records can't be deleted (User), or
 * the record already is.
 */
export function deleteRecord(org: Org, id: string): StoredRecord {
  const record = getRecord(org, id)
  const schema = org.registry.get(record.sobject)
  if (!schema.deletable) throw new Error(`A ${record.sobject} can't be deleted`)
  if (record.isDeleted) throw new Error(`entity is deleted: ${id}`)
  if (!findField(schema, 'IsDeleted')) {
    org.tables.remove(record.id)
    return record
  }
  const at = wholeSeconds(org.clock.now())
  const along = dependents(org, record)
  org.cascades.set(
    record.id,
    along.map((child) => child.id),
  )
  for (const child of along) replaceRecord(org, { ...child, isDeleted: true, systemModstampAt: at })
  if (record.sobject === 'FeedComment') countFeedComment(org, record, -1)
  return replaceRecord(org, { ...record, isDeleted: true, systemModstampAt: at })
}

/**
 * Out of the recycle bin again, with all that went in with it: SystemModstamp moves. Throws where the record isn't in
 * the bin.
 */
export function undeleteRecord(org: Org, id: string): StoredRecord {
  const record = getRecord(org, id)
  if (!record.isDeleted) throw new Error(`entity is not in the recycle bin: ${id}`)
  const at = wholeSeconds(org.clock.now())
  for (const childId of org.cascades.get(record.id) ?? []) {
    const child = org.tables.newest(childId)
    if (child?.isDeleted) replaceRecord(org, { ...child, isDeleted: false, systemModstampAt: at })
  }
  org.cascades.delete(record.id)
  const { MasterRecordId: _survivor, ...values } = record.values
  const restored = replaceRecord(org, { ...record, values, isDeleted: false, systemModstampAt: at })
  if (record.sobject === 'FeedComment') countFeedComment(org, restored, 1)
  return restored
}

/**
 * For good, with all that went into the recycle bin with it; a live record is deleted first. The system removes records
 * that no user can delete, old jobs among them.
 */
export function purgeRecord(org: Org, id: string): void {
  const record = getRecord(org, id)
  if (!record.isDeleted && org.registry.get(record.sobject).deletable) deleteRecord(org, record.id)
  for (const gone of [record.id, ...(org.cascades.get(record.id) ?? [])]) {
    org.tables.remove(gone)
    org.blobs.delete(gone)
  }
  org.cascades.delete(record.id)
}

/** The live records that go with this one, grandchildren too. */
function dependents(org: Org, record: StoredRecord): StoredRecord[] {
  const found = new Map<string, StoredRecord>()
  const collect = (parent: StoredRecord) => {
    for (const [sobject, field] of [...(CASCADES[parent.sobject] ?? []), ...EVERYWHERE]) {
      for (const child of org.tables.newestChildren(sobject, field, parent.id)) {
        if (child.isDeleted || found.has(child.id)) continue
        found.set(child.id, child)
        collect(child)
      }
    }
  }
  collect(record)
  return [...found.values()]
}

/**
 * Child sObjects that a describe marks `cascadeDelete`. Here activities of a contact or lead and members of a group stay,
 * and a Case outlives its account: no lookup is cleared.
 */
const CASCADES: Readonly<Record<string, [sobject: string, field: string][]>> = {
  Account: [
    ['Contact', 'AccountId'],
    ['Opportunity', 'AccountId'],
    ['Invoice__c', 'Account__c'],
    ['AccountShare', 'AccountId'],
    ['AccountHistory', 'AccountId'],
  ],
  Campaign: [['CampaignMember', 'CampaignId']],
  Case: [
    ['CaseShare', 'CaseId'],
    ['CaseHistory', 'CaseId'],
    ['CaseComment', 'ParentId'],
    ['EmailMessage', 'ParentId'],
  ],
  Contact: [
    ['CampaignMember', 'ContactId'],
    ['OpportunityContactRole', 'ContactId'],
  ],
  FeedItem: [['FeedComment', 'FeedItemId']],
  Lead: [['CampaignMember', 'LeadId']],
  Opportunity: [
    ['OpportunityContactRole', 'OpportunityId'],
    ['OpportunityFieldHistory', 'OpportunityId'],
    ['OpportunityHistory', 'OpportunityId'],
  ],
  PermissionSet: [
    ['PermissionSetAssignment', 'PermissionSetId'],
    ['ObjectPermissions', 'ParentId'],
    ['FieldPermissions', 'ParentId'],
  ],
  ContentDocument: [
    ['ContentVersion', 'ContentDocumentId'],
    ['ContentDocumentLink', 'ContentDocumentId'],
  ],
}

const EVERYWHERE: [sobject: string, field: string][] = [
  ['Attachment', 'ParentId'],
  ['FeedItem', 'ParentId'],
  ['ContentDocumentLink', 'LinkedEntityId'],
  ['Task', 'WhatId'],
  ['Event', 'WhatId'],
]
