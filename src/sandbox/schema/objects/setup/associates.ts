import type { ObjectSchema } from '../../../terms.js'
import { field, picklist, readOnly, reference, sobject } from '../../fields.js'
import {
  createdBy,
  createdDate,
  identity,
  idField,
  isDeleted,
  lastModifiedBy,
  lastModifiedDate,
  owner,
} from '../../system-fields.js'

/** The sObjects that come with another one: who may see its records, what was changed in them, its change events. */
export function associateSchemas(): ObjectSchema[] {
  return [
    shareSchema('Account', '00r', 'AccountId', 'AccountAccessLevel'),
    shareSchema('Case', '01n', 'CaseId', 'CaseAccessLevel'),
    shareSchema('Lead', '01o', 'LeadId', 'LeadAccessLevel'),
    shareSchema('Project__c', null, 'ParentId', 'AccessLevel'),
    historySchema('Account', 'AccountHistory', 'AccountId'),
    historySchema('Case', 'CaseHistory', 'CaseId'),
    historySchema('Contact', 'ContactHistory', 'ContactId'),
    historySchema('Lead', 'LeadHistory', 'LeadId'),
    historySchema('Opportunity', 'OpportunityFieldHistory', 'OpportunityId'),
    historySchema('Project__c', 'Project__History', 'ParentId'),
    ...['Account', 'Case', 'Contact', 'Lead', 'Opportunity', 'Project__c'].map(changeEventSchema),
  ]
}

/** A row of a share goes with what it shares: it is neither kept in a recycle bin nor brought back. */
function shareSchema(parent: string, keyPrefix: string | null, parentField: string, levelField: string): ObjectSchema {
  const label = labelOf(parent, 'Share')
  return sobject({
    name: parent.endsWith('__c') ? parent.replace('__c', '__Share') : `${parent}Share`,
    label,
    labelPlural: label,
    keyPrefix,
    searchable: false,
    undeletable: false,
    replicateable: false,
    fields: [
      idField('Share ID'),
      reference(parentField, `${parent} ID`, parent, parentField === 'ParentId' ? 'Parent' : parent),
      reference('UserOrGroupId', 'User/Group ID', ['Group', 'User'], 'UserOrGroup'),
      picklist(levelField, 'Access Level', ['Read', 'Edit', 'All'], { length: 40 }),
      picklist('RowCause', 'Row Cause', ['Owner', 'Manual', 'Rule'], { length: 40 }),
      lastModifiedDate(),
      lastModifiedBy(),
      isDeleted(),
    ],
  })
}

function historySchema(parent: string, name: string, parentField: string): ObjectSchema {
  const fields = [
    ...identity('History ID'),
    reference(parentField, `${parent} ID`, parent, parentField === 'ParentId' ? 'Parent' : parent),
    createdBy(),
    createdDate(),
    picklist('Field', 'Changed Field', ['created', 'Owner', 'Rating', 'Status'], { length: 255 }),
    field('anyType', 'OldValue', 'Old Value', { filterable: false, sortable: false }),
    field('anyType', 'NewValue', 'New Value', { filterable: false, sortable: false }),
  ]
  const label = labelOf(parent, name.endsWith('FieldHistory') ? 'Field History' : 'History')
  return readOnly(name, label, label, fields, { idPrefix: '017', replicateable: true })
}

function changeEventSchema(parent: string): ObjectSchema {
  const name = parent.endsWith('__c') ? parent.replace('__c', '__ChangeEvent') : `${parent}ChangeEvent`
  const label = labelOf(parent, 'Change Event')
  const fields = [idField('Change Event ID'), field('string', 'ReplayId', 'Replay ID'), owner('user or queue')]
  return readOnly(name, label, label, fields, { queryable: false })
}

/** `Account Share`; a custom sObject's label comes last: `Share: Project`. */
function labelOf(parent: string, kind: string): string {
  return parent.endsWith('__c') ? `${kind}: ${parent.replace('__c', '')}` : `${parent} ${kind}`
}
