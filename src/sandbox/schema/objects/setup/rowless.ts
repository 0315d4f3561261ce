import type { ObjectSchema } from '../../../terms.js'
import {
  activities,
  address,
  checkbox,
  child,
  field,
  longText,
  phone,
  picklist,
  readOnly,
  reference,
  sobject,
  text,
} from '../../fields.js'
import { personName } from '../../person-name.js'
import { auditFields, identity, idField, lastSeen, masterRecord, owner } from '../../system-fields.js'

/** Standard sObjects that the fields of others point to; this company has no rows of them. */
export function rowlessSchemas(): ObjectSchema[] {
  return [
    assetSchema(),
    businessProcessSchema(),
    callCenterSchema(),
    companyDataSchema(),
    individualSchema(),
    operatingHoursSchema(),
    pricebookSchema(),
  ]
}

function assetSchema(): ObjectSchema {
  return sobject({
    name: 'Asset',
    label: 'Asset',
    labelPlural: 'Assets',
    keyPrefix: '02i',
    fields: [
      ...identity('Asset ID'),
      reference('ContactId', 'Contact ID', 'Contact', 'Contact'),
      reference('AccountId', 'Account ID', 'Account', 'Account'),
      reference('ParentId', 'Parent Asset ID', 'Asset', 'Parent'),
      reference('RootAssetId', 'Root Asset ID', 'Asset', 'RootAsset'),
      text('ProductCode', 'Product Code', 255),
      checkbox('IsCompetitorProduct', 'Competitor Asset'),
      ...auditFields(),
      text('Name', 'Asset Name', 255, { nameField: true, nillable: false }),
      text('SerialNumber', 'Serial Number', 80),
      field('date', 'InstallDate', 'Install Date'),
      field('date', 'PurchaseDate', 'Purchase Date'),
      field('date', 'UsageEndDate', 'Usage End Date'),
      picklist('Status', 'Status', ['Shipped', 'Installed', 'Registered', 'Obsolete', 'Purchased'], { length: 40 }),
      field('currency', 'Price', 'Price'),
      field('double', 'Quantity', 'Quantity'),
      longText('Description', 'Description'),
      owner('user'),
      reference('AssetProvidedById', 'Account ID', 'Account', 'AssetProvidedBy'),
      reference('AssetServicedById', 'Account ID', 'Account', 'AssetServicedBy'),
      checkbox('IsInternal', 'Internal Asset'),
      ...lastSeen(),
    ],
    children: [
      ...activities('WhatId'),
      child('Cases', 'Case', 'AssetId'),
      child('ChildAssets', 'Asset', 'ParentId'),
      child('Attachments', 'Attachment', 'ParentId'),
      child('ContentDocumentLinks', 'ContentDocumentLink', 'LinkedEntityId'),
      child('Emails', 'EmailMessage', 'RelatedToId'),
    ],
  })
}

/** The stages or statuses that the records of a record type go through. */
function businessProcessSchema(): ObjectSchema {
  const fields = [
    idField('Business Process ID'),
    text('Name', 'Name', 80, { nameField: true, nillable: false }),
    text('NamespacePrefix', 'Namespace Prefix', 15),
    text('Description', 'Description', 255),
    picklist('TableEnumOrId', 'Entity Enumeration Or ID', ['Case', 'Lead', 'Opportunity'], {
      length: 40,
      nillable: false,
    }),
    checkbox('IsActive', 'Active'),
    ...auditFields(),
  ]
  const flags = { keyPrefix: '019', createable: true, updateable: true }
  return readOnly('BusinessProcess', 'Business Process', 'Business Process', fields, flags)
}

function callCenterSchema(): ObjectSchema {
  const fields = [
    idField('Call Center ID'),
    text('Name', 'Name', 80, { nameField: true, nillable: false }),
    text('InternalName', 'Internal Name', 80, { nillable: false }),
    ...auditFields(),
    field('double', 'Version', 'Version'),
    text('AdapterUrl', 'CTI Adapter URL', 2000),
  ]
  const flags = { keyPrefix: '04v', createable: true }
  return readOnly('CallCenter', 'Call Center', 'Call Centers', fields, flags)
}

/** What Dun & Bradstreet knows of a company. */
function companyDataSchema(): ObjectSchema {
  return sobject({
    name: 'DandBCompany',
    label: 'D&B Company',
    labelPlural: 'D&B Companies',
    keyPrefix: '06E',
    fields: [
      ...identity('D&B Company ID'),
      text('Name', 'Primary Business Name', 255, { nameField: true, nillable: false }),
      ...auditFields(),
      ...lastSeen(),
      text('DunsNumber', 'D-U-N-S Number', 9, { nillable: false }),
      ...address('', ''),
      phone('Phone', 'Telephone Number'),
      phone('Fax', 'Facsimile Number'),
      field('url', 'URL', 'URL', { length: 255 }),
      text('StockSymbol', 'Ticker Symbol', 6),
      text('CompanyCurrencyIsoCode', 'Company Currency Code', 3),
      field('double', 'EmployeesTotal', 'Number of Employees - Total'),
      field('double', 'SalesVolume', 'Annual Sales Volume'),
      text('YearStarted', 'Year Started', 4),
    ],
    children: [child('Accounts', 'Account', 'DandbCompanyId'), child('Leads', 'Lead', 'DandbCompanyId')],
  })
}

/** What a person has said may be done with data about them. */
function individualSchema(): ObjectSchema {
  return sobject({
    name: 'Individual',
    label: 'Individual',
    labelPlural: 'Individuals',
    keyPrefix: '0PK',
    fields: [
      ...identity('Individual ID'),
      owner('user'),
      ...personName(),
      ...auditFields(),
      field('datetime', 'LastViewedDate', 'Last Viewed Date'),
      masterRecord('Individual'),
      checkbox('HasOptedOutTracking', "Don't Track"),
      checkbox('HasOptedOutProfiling', "Don't Profile"),
      checkbox('HasOptedOutProcessing', "Don't Process"),
      checkbox('HasOptedOutSolicit', "Don't Market"),
      checkbox('ShouldForget', 'Forget this Individual'),
      checkbox('SendIndividualData', 'Export Individual’s Data'),
      checkbox('CanStorePiiElsewhere', 'OK to Store PII Data Elsewhere'),
      checkbox('HasOptedOutGeoTracking', 'Block Geolocation Tracking'),
      field('date', 'BirthDate', 'Birth Date'),
      field('date', 'DeathDate', 'Death Date'),
    ],
  })
}

function operatingHoursSchema(): ObjectSchema {
  return sobject({
    name: 'OperatingHours',
    label: 'Operating Hours',
    labelPlural: 'Operating Hours',
    keyPrefix: '0OH',
    fields: [
      ...identity('Operating Hour ID'),
      text('Name', 'Name', 255, { nameField: true, nillable: false }),
      ...auditFields(),
      ...lastSeen(),
      longText('Description', 'Description'),
      picklist('TimeZone', 'Time Zone', ['Europe/Berlin', 'Europe/London'], { length: 40, nillable: false }),
    ],
    children: [child('Accounts', 'Account', 'OperatingHoursId')],
  })
}

function pricebookSchema(): ObjectSchema {
  return sobject({
    name: 'Pricebook2',
    label: 'Price Book',
    labelPlural: 'Price Books',
    keyPrefix: '01s',
    fields: [
      ...identity('Price Book ID'),
      text('Name', 'Price Book Name', 255, { nameField: true, nillable: false }),
      ...auditFields(),
      ...lastSeen(),
      checkbox('IsActive', 'Active'),
      checkbox('IsArchived', 'Archived'),
      text('Description', 'Description', 255),
      checkbox('IsStandard', 'Is Standard Price Book'),
    ],
    children: [child('Opportunities', 'Opportunity', 'Pricebook2Id')],
  })
}
