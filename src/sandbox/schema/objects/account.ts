import type { ObjectSchema } from '../../terms.js'
import { address, child, field, longText, phone, picklist, reference, sobject, text } from '../fields.js'
import { ACCOUNT_TYPES, INDUSTRIES, LEAD_SOURCES, OWNERSHIPS, RATINGS } from '../picklists.js'
import { auditFields, identity, masterRecord, owner } from '../system-fields.js'

/** Account as a describe lists it. */
export function accountSchema(): ObjectSchema {
  return sobject({
    name: 'Account',
    label: 'Account',
    labelPlural: 'Accounts',
    keyPrefix: '001',
    fields: [
      ...identity('Account ID'),
      masterRecord('Account'),
      text('Name', 'Account Name', 255, {
        nameField: true,
        nillable: false,
        compoundFieldName: 'Name',
        extraTypeInfo: 'switchablepersonname',
      }),
      picklist('Type', 'Account Type', ACCOUNT_TYPES),
      reference('ParentId', 'Parent Account ID', 'Account', 'Parent'),
      ...address('Billing', 'Billing'),
      ...address('Shipping', 'Shipping'),
      phone('Phone', 'Account Phone'),
      phone('Fax', 'Account Fax'),
      text('AccountNumber', 'Account Number', 40),
      field('url', 'Website', 'Website', { length: 255 }),
      text('Sic', 'SIC Code', 20),
      picklist('Industry', 'Industry', INDUSTRIES),
      field('currency', 'AnnualRevenue', 'Annual Revenue'),
      field('int', 'NumberOfEmployees', 'Employees'),
      picklist('Ownership', 'Ownership', OWNERSHIPS),
      text('TickerSymbol', 'Ticker Symbol', 20),
      longText('Description', 'Account Description'),
      picklist('Rating', 'Account Rating', RATINGS),
      text('Site', 'Account Site', 80),
      owner('user'),
      ...auditFields(),
      field('date', 'LastActivityDate', 'Last Activity'),
      picklist('AccountSource', 'Account Source', LEAD_SOURCES),
      text('Customer_Number__c', 'Customer Number', 20, { externalId: true }),
      reference('Region__c', 'Region', 'Region__c', 'Region__r'),
    ],
    children: [
      child('Users', 'User', 'AccountId'),
      child('Tasks', 'Task', 'WhatId'),
      child('Events', 'Event', 'WhatId'),
      child('OpenActivities', 'OpenActivity', 'AccountId'),
      child('ActivityHistories', 'ActivityHistory', 'AccountId'),
      child('Assets', 'Asset', 'AccountId'),
      child('ProvidedAssets', 'Asset', 'AssetProvidedById'),
      child('ServicedAssets', 'Asset', 'AssetServicedById'),
      child('ChildAccounts', 'Account', 'ParentId'),
      child('Cases', 'Case', 'AccountId'),
      child('Contacts', 'Contact', 'AccountId'),
      child('Attachments', 'Attachment', 'ParentId'),
      child('ContentDocumentLinks', 'ContentDocumentLink', 'LinkedEntityId'),
      child('Emails', 'EmailMessage', 'RelatedToId'),
      child('Feeds', 'AccountFeed', 'ParentId'),
      child('Histories', 'AccountHistory', 'AccountId'),
      child('Opportunities', 'Opportunity', 'AccountId'),
      child('Shares', 'AccountShare', 'AccountId'),
      child('Projects__r', 'Project__c', 'Account__c'),
      child('Invoices__r', 'Invoice__c', 'Account__c'),
    ],
  })
}
