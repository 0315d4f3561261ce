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
import { INDUSTRIES, LEAD_SOURCES, LEAD_STATUSES, RATINGS } from '../picklists.js'
import { auditFields, identity, masterRecord, owner } from '../system-fields.js'

/** Lead as a describe lists it. */
export function leadSchema(): ObjectSchema {
  return sobject({
    name: 'Lead',
    label: 'Lead',
    labelPlural: 'Leads',
    keyPrefix: '00Q',
    fields: [
      ...identity('Lead ID'),
      masterRecord('Lead'),
      ...personName(),
      text('Title', 'Title', 128),
      text('Company', 'Company', 255, { nillable: false }),
      ...address('', ''),
      phone('Phone', 'Phone'),
      phone('MobilePhone', 'Mobile Phone'),
      phone('Fax', 'Fax'),
      email('Email', 'Email'),
      field('url', 'Website', 'Website', { length: 255 }),
      longText('Description', 'Description'),
      picklist('LeadSource', 'Lead Source', LEAD_SOURCES),
      picklist('Status', 'Status', LEAD_STATUSES, { nillable: false }),
      picklist('Industry', 'Industry', INDUSTRIES),
      picklist('Rating', 'Rating', RATINGS),
      field('currency', 'AnnualRevenue', 'Annual Revenue'),
      field('int', 'NumberOfEmployees', 'Employees'),
      owner('user or queue'),
      checkbox('IsConverted', 'Converted'),
      field('date', 'ConvertedDate', 'Converted Date'),
      reference('ConvertedAccountId', 'Converted Account ID', 'Account', 'ConvertedAccount'),
      reference('ConvertedContactId', 'Converted Contact ID', 'Contact', 'ConvertedContact'),
      reference('ConvertedOpportunityId', 'Converted Opportunity ID', 'Opportunity', 'ConvertedOpportunity'),
      checkbox('IsUnreadByOwner', 'Unread By Owner'),
      ...auditFields(),
      field('date', 'LastActivityDate', 'Last Activity'),
    ],
    children: [
      ...activities('WhoId'),
      child('CampaignMembers', 'CampaignMember', 'LeadId'),
      child('Attachments', 'Attachment', 'ParentId'),
      child('ContentDocumentLinks', 'ContentDocumentLink', 'LinkedEntityId'),
      child('Feeds', 'LeadFeed', 'ParentId'),
      child('Histories', 'LeadHistory', 'LeadId'),
      child('Shares', 'LeadShare', 'LeadId'),
    ],
  })
}
