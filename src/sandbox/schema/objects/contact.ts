import type { ObjectSchema } from '../../terms.js'
import {
  activities,
  address,
  checkbox,
  child,
  email,
  field,
  longText,
  phone,
  picklist,
  reference,
  sobject,
  text,
} from '../fields.js'
import { personName } from '../person-name.js'
import { LEAD_SOURCES } from '../picklists.js'
import { auditFields, identity, masterRecord, owner } from '../system-fields.js'

/** Contact as a describe lists it. */
export function contactSchema(): ObjectSchema {
  return sobject({
    name: 'Contact',
    label: 'Contact',
    labelPlural: 'Contacts',
    keyPrefix: '003',
    fields: [
      ...identity('Contact ID'),
      masterRecord('Contact'),
      reference('AccountId', 'Account ID', 'Account', 'Account'),
      ...personName(),
      ...address('Other', 'Other'),
      ...address('Mailing', 'Mailing'),
      phone('Phone', 'Business Phone'),
      phone('Fax', 'Business Fax'),
      phone('MobilePhone', 'Mobile Phone'),
      phone('HomePhone', 'Home Phone'),
      phone('AssistantPhone', 'Asst. Phone'),
      reference('ReportsToId', 'Reports To ID', 'Contact', 'ReportsTo'),
      email('Email', 'Email'),
      text('Title', 'Title', 128),
      text('Department', 'Department', 80),
      text('AssistantName', "Assistant's Name", 40),
      picklist('LeadSource', 'Lead Source', LEAD_SOURCES),
      field('date', 'Birthdate', 'Birthdate'),
      longText('Description', 'Contact Description'),
      owner('user'),
      ...auditFields(),
      field('date', 'LastActivityDate', 'Last Activity'),
      text('EmailBouncedReason', 'Email Bounced Reason', 255),
      field('datetime', 'EmailBouncedDate', 'Email Bounced Date'),
      checkbox('IsEmailBounced', 'Is Email Bounced'),
    ],
    children: [
      child('Users', 'User', 'ContactId'),
      ...activities('WhoId'),
      child('CampaignMembers', 'CampaignMember', 'ContactId'),
      child('OpportunityContactRoles', 'OpportunityContactRole', 'ContactId'),
      child('Cases', 'Case', 'ContactId'),
      child('Assets', 'Asset', 'ContactId'),
      child('Attachments', 'Attachment', 'ParentId'),
      child('ContentDocumentLinks', 'ContentDocumentLink', 'LinkedEntityId'),
      child('Feeds', 'ContactFeed', 'ParentId'),
      child('Histories', 'ContactHistory', 'ContactId'),
      child('Opportunities', 'Opportunity', 'ContactId'),
    ],
  })
}
