import type { ObjectSchema } from '../../terms.js'
import {
  activities,
  checkbox,
  child,
  email,
  field,
  longText,
  picklist,
  reference,
  shortTextArea,
  sobject,
  text,
} from '../fields.js'
import { CASE_ORIGINS, CASE_REASONS, CASE_STATUSES, CASE_TYPES, PRIORITIES } from '../picklists.js'
import { auditFields, identity, masterRecord, owner } from '../system-fields.js'

/** Case as a describe lists it. */
export function caseSchema(): ObjectSchema {
  return sobject({
    name: 'Case',
    label: 'Case',
    labelPlural: 'Cases',
    keyPrefix: '500',
    fields: [
      ...identity('Case ID'),
      masterRecord('Case'),
      text('CaseNumber', 'Case Number', 30, { nameField: true, nillable: false, groupable: false }),
      reference('ContactId', 'Contact ID', 'Contact', 'Contact'),
      reference('AccountId', 'Account ID', 'Account', 'Account'),
      reference('ParentId', 'Parent Case ID', 'Case', 'Parent'),
      text('SuppliedName', 'Name', 80),
      email('SuppliedEmail', 'Email Address'),
      text('SuppliedPhone', 'Phone', 40),
      text('SuppliedCompany', 'Company', 80),
      picklist('Type', 'Case Type', CASE_TYPES, { length: 40 }),
      picklist('Status', 'Status', CASE_STATUSES, { length: 40 }),
      picklist('Reason', 'Case Reason', CASE_REASONS, { length: 40 }),
      picklist('Origin', 'Case Origin', CASE_ORIGINS, { length: 40 }),
      text('Subject', 'Subject', 255),
      picklist('Priority', 'Priority', PRIORITIES, { length: 40 }),
      longText('Description', 'Description'),
      checkbox('IsClosed', 'Closed'),
      field('datetime', 'ClosedDate', 'Closed Date'),
      checkbox('IsEscalated', 'Escalated'),
      owner('user or queue'),
      ...auditFields(),
      shortTextArea('Comments', 'Internal Comments', { length: 4000, filterable: false }),
      text('Product__c', 'Product', 80),
    ],
    children: [
      ...activities('WhatId'),
      child('Cases', 'Case', 'ParentId'),
      child('CaseComments', 'CaseComment', 'ParentId'),
      child('Feeds', 'CaseFeed', 'ParentId'),
      child('Histories', 'CaseHistory', 'CaseId'),
      child('Shares', 'CaseShare', 'CaseId'),
      child('Attachments', 'Attachment', 'ParentId'),
      child('ContentDocumentLinks', 'ContentDocumentLink', 'LinkedEntityId'),
      child('EmailMessages', 'EmailMessage', 'ParentId'),
      child('Emails', 'EmailMessage', 'RelatedToId'),
    ],
  })
}
