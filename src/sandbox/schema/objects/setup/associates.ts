import type { ObjectSchema } from '../../../terms.js'
import { checkbox, field, picklist, readOnly, reference, sobject } from '../../fields.js'
import { STAGES } from '../../stages.js'
import {
  createdBy,
  createdDate,
  identity,
  idField,
  isDeleted,
  lastModifiedBy,
  lastModifiedDate,
  owner,
  systemModstamp,
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
    historySchema('Opportunity', 'OpportunityFieldHistory', 'OpportunityId', [
      'Amount',
      'CloseDate',
      'created',
      'Owner',
      'StageName',
    ]),
    historySchema('Project__c', 'Project__History', 'ParentId'),
    stageHistorySchema(),
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

function historySchema(
  parent: string,
  name: string,
  parentField: string,
  tracked = ['created', 'Owner', 'Rating', 'Status'],
): ObjectSchema {
  const fields = [
    ...identity('History ID'),
    reference(parentField, `${parent} ID`, parent, parentField === 'ParentId' ? 'Parent' : parent),
    createdBy(),
    createdDate(),
    picklist('Field', 'Changed Field', tracked, { length: 255 }),
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

/** A row for what a new deal says, and one for each change of its stage, amount, close date or probability. */
function stageHistorySchema(): ObjectSchema {
  const fields = [
    idField('Opportunity History ID'),
    reference('OpportunityId', 'Opportunity ID', 'Opportunity', 'Opportunity', { nillable: false }),
    createdBy(),
    createdDate(),
    picklist(
      'StageName',
      'Stage Name',
      STAGES.map(({ name }) => name),
    ),
    field('currency', 'Amount', 'Amount'),
    field('currency', 'ExpectedRevenue', 'Expected Revenue'),
    field('date', 'CloseDate', 'Close Date'),
    field('percent', 'Probability', 'Probability'),
    picklist('ForecastCategory', 'To ForecastCategory', ['Omitted', 'Pipeline', 'BestCase', 'Forecast', 'Closed'], {
      length: 40,
    }),
    systemModstamp(),
    checkbox('IsDeleted', 'Deleted'),
    field('currency', 'PrevAmount', 'Previous Amount'),
    field('date', 'PrevCloseDate', 'Previous Close Date'),
  ]
  const flags = { keyPrefix: '008', replicateable: true }
  return readOnly('OpportunityHistory', 'Opportunity History', 'Opportunity History', fields, flags)
}

/** `Account Share`; a custom sObject's label comes last: `Share: Project`. */
function labelOf(parent: string, kind: string): string {
  return parent.endsWith('__c') ? `${kind}: ${parent.replace('__c', '')}` : `${parent} ${kind}`
}
