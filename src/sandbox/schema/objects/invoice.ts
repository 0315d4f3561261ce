import type { ObjectSchema } from '../../terms.js'
import { checkbox, child, field, longText, picklist, reference, sobject, text } from '../fields.js'
import { INVOICE_STATUSES } from '../picklists.js'
import { auditFields, identity } from '../system-fields.js'

/** Invoice__c: the detail side of a master-detail to Account, so it has no owner; its name is an autonumber. */
export function invoiceSchema(): ObjectSchema {
  return sobject({
    name: 'Invoice__c',
    label: 'Invoice',
    labelPlural: 'Invoices',
    keyPrefix: 'a01',
    fields: [
      ...identity('Record ID'),
      text('Name', 'Invoice Number', 80, { nameField: true, nillable: false }),
      ...auditFields(),
      reference('Account__c', 'Account', 'Account', 'Account__r', { nillable: false }),
      reference('Project__c', 'Project', 'Project__c', 'Project__r'),
      picklist('Status__c', 'Status', INVOICE_STATUSES),
      field('currency', 'Amount__c', 'Amount'),
      field('date', 'Due__c', 'Due'),
      field('datetime', 'Sent__c', 'Sent'),
      field('time', 'Cutoff__c', 'Cut-Off Time'),
      checkbox('Disputed__c', 'Disputed'),
      text('Purchase_Order__c', 'Purchase Order', 40),
      longText('Terms__c', 'Terms'),
      field('boolean', 'Open__c', 'Open', { calculated: true, nillable: false }),
    ],
    children: [
      child('Attachments', 'Attachment', 'ParentId'),
      child('ContentDocumentLinks', 'ContentDocumentLink', 'LinkedEntityId'),
    ],
  })
}
