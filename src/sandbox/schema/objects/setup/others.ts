import type { FieldSchema, ObjectSchema } from '../../../terms.js'
import { checkbox, email, field, phone, picklist, READ_ONLY, reference, sobject, text } from '../../fields.js'
import {
  auditFields,
  createdBy,
  createdDate,
  identity,
  idField,
  isDeleted,
  lastModifiedBy,
  lastModifiedDate,
  owner,
} from '../../system-fields.js'

/** What an org has besides the records people work with. Few of these hold rows here; some can't be queried at all. */
export function otherSchemas(): ObjectSchema[] {
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
    nameSchema(),
    entitySchema(),
    readOnly('AggregateResult', 'Aggregate Result', 'Aggregate Result', [idField('Aggregate Result ID')], {
      queryable: false,
    }),
    readOnly('ContentBody', 'Content Body', 'Content Bodies', [idField('Content Body ID')], {
      queryable: false,
      keyPrefix: '05T',
    }),
    readOnly(
      'OpenActivity',
      'Open Activity',
      'Open Activities',
      [...identity('Activity ID'), owner('user'), ...auditFields()],
      { queryable: false },
    ),
    organizationSchema(),
    jobSchema(),
    settingSchema(),
    metadataSchema(),
    platformEventSchema(),
  ]
}

/** A row of a share goes with what it shares: it is neither kept in a recycle bin nor brought back. */
function shareSchema(parent: string, keyPrefix: string | null, parentField: string, levelField: string): ObjectSchema {
  const name = parent.endsWith('__c') ? parent.replace('__c', '__Share') : `${parent}Share`
  return sobject({
    name,
    label: `${parent} Share`,
    labelPlural: `${parent} Share`,
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
  const idPrefix = '017'
  const label = name === 'OpportunityFieldHistory' ? 'Opportunity Field History' : `${parent} History`
  return readOnly(name, label, label, fields, { idPrefix, replicateable: true })
}

function changeEventSchema(parent: string): ObjectSchema {
  const name = parent.endsWith('__c') ? parent.replace('__c', '__ChangeEvent') : `${parent}ChangeEvent`
  const fields = [idField('Change Event ID'), field('string', 'ReplayId', 'Replay ID'), owner('user or queue')]
  return readOnly(name, `${parent} Change Event`, `${parent} Change Event`, fields, { queryable: false })
}

/** The pseudo-object whose fields an owner has that may be a user or a queue. */
function nameSchema(): ObjectSchema {
  return readOnly(
    'Name',
    'Name',
    'Names',
    [
      idField('ID'),
      text('Name', 'Name', 255, { nameField: true }),
      text('LastName', 'Last Name', 80),
      text('FirstName', 'First Name', 40),
      picklist('Type', 'Type', ['User', 'Queue']),
      text('Alias', 'Alias', 8),
      checkbox('IsActive', 'Active'),
      text('Title', 'Title', 128),
      email('Email', 'Email'),
      phone('Phone', 'Phone'),
      text('NameOrAlias', 'Name or Alias', 80),
      text('Username', 'Username', 80),
    ],
    { queryable: false },
  )
}

/** The sObjects themselves. A statement about them has no second page (Tooling API, EntityDefinition). */
function entitySchema(): ObjectSchema {
  const flags = ['Customizable', 'CustomSetting', 'DeprecatedAndHidden', 'Queryable', 'Retrieveable', 'Searchable']
  const fields = [
    idField('Entity Definition ID'),
    text('DurableId', 'Durable ID', 255),
    text('QualifiedApiName', 'Qualified API Name', 70),
    text('DeveloperName', 'Developer Name', 40),
    text('NamespacePrefix', 'Namespace Prefix', 15),
    text('MasterLabel', 'Master Label', 80, { nameField: true }),
    text('Label', 'Label', 255),
    text('PluralLabel', 'Plural Label', 255),
    text('KeyPrefix', 'Key Prefix', 3),
    ...flags.map((name) => checkbox(`Is${name}`, name)),
    lastModifiedDate(),
  ]
  const more = { keyPrefix: '4ie', retrieveable: false, replicateable: false }
  return readOnly('EntityDefinition', 'Entity Definition', 'Entity Definitions', fields, { ...more, searchable: true })
}

function organizationSchema(): ObjectSchema {
  const fields = [
    idField('Organization ID'),
    text('Name', 'Name', 80, { nameField: true }),
    picklist('DefaultLocaleSidKey', 'Locale', ['de_DE', 'en_US', 'ja_JP'], { length: 40 }),
    picklist('LanguageLocaleKey', 'Language', ['en_US', 'ja'], { length: 40 }),
    picklist('TimeZoneSidKey', 'Time Zone', ['Europe/Berlin'], { length: 40 }),
    picklist('OrganizationType', 'Edition', ['Enterprise Edition', 'Developer Edition'], { length: 40 }),
    text('NamespacePrefix', 'Namespace Prefix', 15),
    text('InstanceName', 'Instance Name', 5),
    checkbox('IsSandbox', 'Is Sandbox'),
    field('datetime', 'TrialExpirationDate', 'Trial Expiration Date'),
    field('int', 'FiscalYearStartMonth', 'Fiscal Year Starts In'),
    ...auditFields(),
  ]
  return readOnly('Organization', 'Organization', 'Organizations', fields, { keyPrefix: '00D', updateable: true })
}

/** A job changes as it runs, and has no stamp that says so. */
function jobSchema(): ObjectSchema {
  const fields = [
    idField('Job ID'),
    createdDate(),
    createdBy(),
    picklist('JobType', 'Job Type', ['BatchApex', 'Future', 'Queueable', 'ScheduledApex'], { length: 40 }),
    picklist('Status', 'Status', ['Queued', 'Processing', 'Aborted', 'Completed', 'Failed'], { length: 40 }),
    field('int', 'JobItemsProcessed', 'Batches Processed'),
    field('int', 'TotalJobItems', 'Total Batches'),
    field('int', 'NumberOfErrors', 'Failures'),
    field('datetime', 'CompletedDate', 'Completion Date'),
    text('MethodName', 'Apex Method', 255),
    text('ExtendedStatus', 'Status Detail', 1000),
  ]
  return readOnly('AsyncApexJob', 'Apex Job', 'Apex Jobs', fields, { keyPrefix: '707' })
}

/** A custom setting is listed like a custom object, `__c` and all. */
function settingSchema(): ObjectSchema {
  return sobject({
    name: 'Routing_Settings__c',
    label: 'Routing Settings',
    labelPlural: 'Routing Settings',
    keyPrefix: 'a02',
    customSetting: true,
    searchable: false,
    fields: [
      ...identity('Record ID'),
      text('Name', 'Name', 80),
      reference('SetupOwnerId', 'Location', ['Organization', 'User'], 'SetupOwner'),
      ...auditFields(),
      checkbox('Round_Robin__c', 'Round Robin'),
    ],
  })
}

function metadataSchema(): ObjectSchema {
  return sobject({
    name: 'Escalation_Rule__mdt',
    label: 'Escalation Rule',
    labelPlural: 'Escalation Rules',
    keyPrefix: 'm00',
    custom: true,
    ...READ_ONLY,
    fields: [
      idField('Custom Metadata Record ID'),
      text('DeveloperName', 'Custom Metadata Record Name', 40, { nameField: true }),
      text('MasterLabel', 'Label', 40),
      field('double', 'Hours__c', 'Hours'),
    ],
  })
}

function platformEventSchema(): ObjectSchema {
  return sobject({
    name: 'Order_Shipped__e',
    label: 'Order Shipped',
    labelPlural: 'Orders Shipped',
    keyPrefix: 'e00',
    custom: true,
    queryable: false,
    searchable: false,
    updateable: false,
    deletable: false,
    fields: [field('string', 'ReplayId', 'Replay ID'), createdDate(), createdBy(), text('Order__c', 'Order', 40)],
  })
}

function readOnly(
  name: string,
  label: string,
  labelPlural: string,
  fields: FieldSchema[],
  more: Partial<ObjectSchema> = {},
): ObjectSchema {
  return sobject({
    name,
    label,
    labelPlural,
    keyPrefix: null,
    fields,
    ...READ_ONLY,
    ...more,
  })
}
