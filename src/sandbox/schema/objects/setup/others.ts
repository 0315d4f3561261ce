import type { ObjectSchema } from '../../../terms.js'
import {
  checkbox,
  CHOSEN,
  email,
  field,
  phone,
  picklist,
  READ_ONLY,
  readOnly,
  reference,
  sobject,
  text,
} from '../../fields.js'
import { LANGUAGES, LOCALES, TIME_ZONES } from '../../labelled-picklists.js'
import { auditFields, createdBy, createdDate, identity, idField, lastModifiedDate } from '../../system-fields.js'

/** What an org has besides the records people work with. Few of these hold rows here; some can't be queried at all. */
export function otherSchemas(): ObjectSchema[] {
  return [
    nameSchema(),
    entitySchema(),
    readOnly('AggregateResult', 'Aggregate Result', 'Aggregate Result', [idField('Aggregate Result ID')], {
      queryable: false,
    }),
    readOnly('ContentBody', 'Content Body', 'Content Bodies', [idField('Content Body ID')], { keyPrefix: '05T' }),
    organizationSchema(),
    jobSchema(),
    settingSchema(),
    metadataSchema(),
    platformEventSchema(),
  ]
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

/**
 * The sObjects themselves. A statement about them has no second page, nothing counts or groups them (Tooling API, SOQL
 * limits).
 */
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
  const uncounted = fields.map((one) => ({ ...one, groupable: false, aggregatable: false }))
  const more = { keyPrefix: '4ie', retrieveable: false, replicateable: false, searchable: true }
  return readOnly('EntityDefinition', 'Entity Definition', 'Entity Definitions', uncounted, more)
}

function organizationSchema(): ObjectSchema {
  const fields = [
    idField('Organization ID'),
    text('Name', 'Name', 80, { nameField: true, nillable: false }),
    picklist('DefaultLocaleSidKey', 'Locale', LOCALES, CHOSEN),
    picklist('LanguageLocaleKey', 'Language', LANGUAGES, CHOSEN),
    picklist('TimeZoneSidKey', 'Time Zone', TIME_ZONES, CHOSEN),
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
    picklist('JobType', 'Job Type', ['BatchApex', 'Future', 'Queueable', 'ScheduledApex'], CHOSEN),
    picklist('Status', 'Status', ['Queued', 'Processing', 'Aborted', 'Completed', 'Failed'], CHOSEN),
    field('int', 'JobItemsProcessed', 'Batches Processed', { nillable: false }),
    field('int', 'TotalJobItems', 'Total Batches'),
    field('int', 'NumberOfErrors', 'Failures'),
    field('datetime', 'CompletedDate', 'Completion Date'),
    text('MethodName', 'Apex Method', 255),
    text('ExtendedStatus', 'Status Detail', 255),
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
      text('DeveloperName', 'Custom Metadata Record Name', 40, { nameField: true, nillable: false }),
      text('MasterLabel', 'Label', 40, { nillable: false }),
      picklist('Language', 'Master Language', LANGUAGES, { length: 40 }),
      text('NamespacePrefix', 'Namespace Prefix', 15),
      text('Label', 'Label', 40),
      text('QualifiedApiName', 'Qualified API Name', 70),
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
