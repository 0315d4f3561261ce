import type { ObjectSchema } from '../../terms.js'
import {
  activities,
  checkbox,
  child,
  customAddress,
  field,
  geolocation,
  longText,
  picklist,
  reference,
  sobject,
  text,
} from '../fields.js'
import { PROJECT_STATUSES } from '../picklists.js'
import { auditFields, identity, owner } from '../system-fields.js'

/** Project__c: a custom object with an owner and a lookup to its account. */
export function projectSchema(): ObjectSchema {
  return sobject({
    name: 'Project__c',
    label: 'Project',
    labelPlural: 'Projects',
    keyPrefix: 'a00',
    fields: [
      ...identity('Record ID'),
      owner('user or queue'),
      text('Name', 'Project Name', 80, { nameField: true }),
      ...auditFields(),
      field('date', 'LastActivityDate', 'Last Activity Date'),
      reference('Account__c', 'Account', 'Account', 'Account__r'),
      picklist('Status__c', 'Status', PROJECT_STATUSES),
      longText('Summary__c', 'Summary'),
      longText('Notes__c', 'Notes', { extraTypeInfo: 'richtextarea' }),
      field('date', 'Start__c', 'Start'),
      field('date', 'Go_Live__c', 'Go-Live'),
      field('currency', 'Budget__c', 'Budget'),
      field('percent', 'Completion__c', 'Completion'),
      field('double', 'Team_Size__c', 'Team Size'),
      checkbox('Billable__c', 'Billable'),
      field('multipicklist', 'Regions__c', 'Regions', {
        length: 4099,
        picklist: ['Americas', 'Asia Pacific', 'Europe', 'Middle East'],
      }),
      text('Cost_Center__c', 'Cost Center', 20),
      field('email', 'Contact_Email__c', 'Contact Email', { length: 80 }),
      field('url', 'Wiki__c', 'Wiki', { length: 255 }),
      ...geolocation('Site_Location', 'Site Location'),
      ...customAddress('Site_Address', 'Site Address'),
    ],
    children: [
      ...activities('WhatId'),
      child('Attachments', 'Attachment', 'ParentId'),
      child('ContentDocumentLinks', 'ContentDocumentLink', 'LinkedEntityId'),
      child('Emails', 'EmailMessage', 'RelatedToId'),
      child('Histories', 'Project__History', 'ParentId'),
      child('Shares', 'Project__Share', 'ParentId'),
      child('Invoices__r', 'Invoice__c', 'Project__c'),
    ],
  })
}
