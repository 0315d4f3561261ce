import type { FieldSchema } from '../terms.js'
import { checkbox, field, reference } from './fields.js'

/** The system fields most sObjects end with, in the order of a describe; `IsDeleted` and `Id` are apart. */
export function auditFields(): FieldSchema[] {
  return [createdDate(), createdBy(), lastModifiedDate(), lastModifiedBy(), systemModstamp()]
}

/** The record Id. */
export function idField(label: string): FieldSchema {
  return field('id', 'Id', label, { length: 18, nillable: false })
}

/** Whether the record is in the recycle bin. */
export function isDeleted(label = 'Deleted'): FieldSchema {
  return checkbox('IsDeleted', label)
}

/** Id and IsDeleted, the first fields of nearly every sObject. */
export function identity(label: string): FieldSchema[] {
  return [idField(label), isDeleted()]
}

/** The survivor of a merge, on the record that lost. */
export function masterRecord(sobjectName: string): FieldSchema {
  return reference('MasterRecordId', 'Master Record ID', sobjectName, 'MasterRecord')
}

/** Cases, leads and custom objects can belong to a queue, all else to users alone. */
export function owner(kind: 'user' | 'user or queue', label = 'Owner ID'): FieldSchema {
  return reference('OwnerId', label, kind === 'user' ? 'User' : ['Group', 'User'], 'Owner', { nillable: false })
}

/** When the record came into being. */
export function createdDate(label = 'Created Date'): FieldSchema {
  return field('datetime', 'CreatedDate', label, { nillable: false })
}

/** When the user who asks saw the record last, or a record beside it. */
export function lastSeen(): FieldSchema[] {
  return [
    field('datetime', 'LastViewedDate', 'Last Viewed Date'),
    field('datetime', 'LastReferencedDate', 'Last Referenced Date'),
  ]
}

/** Who made the record. */
export function createdBy(): FieldSchema {
  return reference('CreatedById', 'Created By ID', 'User', 'CreatedBy', { nillable: false })
}

/** When a user last changed the record. */
export function lastModifiedDate(): FieldSchema {
  return field('datetime', 'LastModifiedDate', 'Last Modified Date', { nillable: false })
}

/** Who last changed the record. */
export function lastModifiedBy(): FieldSchema {
  return reference('LastModifiedById', 'Last Modified By ID', 'User', 'LastModifiedBy', { nillable: false })
}

/** When a user or the system last touched the record. */
export function systemModstamp(): FieldSchema {
  return field('datetime', 'SystemModstamp', 'System Modstamp', { nillable: false })
}
