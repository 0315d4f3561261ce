import type { FieldSchema, ObjectSchema } from '../../../terms.js'
import { checkbox, field, picklist, readOnly, reference, sobject, text } from '../../fields.js'
import { FORECAST_CATEGORIES } from '../../labelled-picklists.js'
import { STAGES } from '../../stages.js'
import {
  createdBy,
  createdDate,
  identity,
  idField,
  isDeleted,
  lastModifiedBy,
  lastModifiedDate,
  systemModstamp,
} from '../../system-fields.js'

/** The sObjects that come with another one: who may see its records, what was changed in them. */
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
  ]
}

/** A row of a share goes with what it shares: it is neither kept in a recycle bin nor brought back. */
function shareSchema(parent: string, keyPrefix: string | null, parentField: string, levelField: string): ObjectSchema {
  const label = labelOf(parent, 'Share')
  const required = { nillable: false }
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
      reference(parentField, `${parent} ID`, parent, parentField === 'ParentId' ? 'Parent' : parent, required),
      reference('UserOrGroupId', 'User/Group ID', ['Group', 'User'], 'UserOrGroup', required),
      picklist(
        levelField,
        levelField === 'AccessLevel' ? 'Access Level' : `${parent} Access`,
        ['Read', 'Edit', 'All'],
        { length: 40, ...required },
      ),
      ...(parent === 'Account' ? levelsBelowAccount() : []),
      picklist('RowCause', 'Row Cause', ['Owner', 'Manual', 'Rule'], { length: 40 }),
      lastModifiedDate(),
      lastModifiedBy(),
      isDeleted(),
    ],
  })
}

/** Who sees an account may see what is below it. */
function levelsBelowAccount(): FieldSchema[] {
  return ['Opportunity', 'Case', 'Contact'].map((below) =>
    picklist(`${below}AccessLevel`, `${below} Access`, ['None', 'Read', 'Edit'], {
      length: 40,
      nillable: below === 'Contact',
    }),
  )
}

function historySchema(
  parent: string,
  name: string,
  parentField: string,
  tracked = ['created', 'Owner', 'Rating', 'Status'],
): ObjectSchema {
  const label = labelOf(parent, name.endsWith('FieldHistory') ? 'Field History' : 'History')
  const fields = [
    ...identity(parent.endsWith('__c') ? 'History ID' : `${label} ID`),
    reference(parentField, `${parent} ID`, parent, parentField === 'ParentId' ? 'Parent' : parent, { nillable: false }),
    createdBy(),
    createdDate(),
    picklist('Field', 'Changed Field', tracked, { nillable: false }),
    field('anyType', 'OldValue', 'Old Value', { filterable: false }),
    field('anyType', 'NewValue', 'New Value', { filterable: false }),
  ]
  return readOnly(name, label, label, fields, { idPrefix: '017', replicateable: true })
}

/**
 * The change event of each sObject that has one: what the record has after a change, and a header that tells of the
 * change. Events are not queried.
 */
export function changeEventSchemas(schemas: readonly ObjectSchema[]): ObjectSchema[] {
  return schemas.filter(({ name }) => WITH_CHANGE_EVENTS.has(name)).map(changeEventSchema)
}

const WITH_CHANGE_EVENTS = new Set(['Account', 'Case', 'Contact', 'Lead', 'Opportunity', 'Project__c'])

function changeEventSchema({ name: parent, fields }: ObjectSchema): ObjectSchema {
  const name = parent.endsWith('__c') ? parent.replace('__c', '__ChangeEvent') : `${parent}ChangeEvent`
  const label = labelOf(parent, 'Change Event')
  const changed = fields.filter((one) => !one.calculated && !NOT_IN_EVENTS.test(one.name))
  const all = [
    idField('Change Event ID'),
    text('ReplayId', 'Replay ID', 255),
    field('complexvalue', 'ChangeEventHeader', 'ChangeEventHeader', { filterable: false, nillable: false }),
    ...changed.map((one) => ({ ...one, nillable: one.type !== 'boolean' })),
  ]
  return readOnly(name, label, label, all, { queryable: false, replicateable: false })
}

const NOT_IN_EVENTS = /^(?:Id|IsDeleted|Last(?:Activity|Referenced|Viewed)Date|MasterRecordId|PhotoUrl|SystemModstamp)$/

/** What a deal said from one change to the next. */
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
      { nillable: false },
    ),
    field('currency', 'Amount', 'Amount'),
    field('currency', 'ExpectedRevenue', 'Expected Revenue'),
    field('date', 'CloseDate', 'Close Date'),
    field('percent', 'Probability', 'Probability'),
    picklist('ForecastCategory', 'To ForecastCategory', FORECAST_CATEGORIES, { length: 40 }),
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
