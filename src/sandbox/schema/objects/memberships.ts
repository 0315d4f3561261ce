import type { ObjectSchema } from '../../terms.js'
import { checkbox, email, field, longText, phone, picklist, reference, sobject, text } from '../fields.js'
import { CONTACT_ROLES, LEAD_SOURCES, MEMBER_STATUSES, SALUTATIONS } from '../picklists.js'
import { auditFields, identity, idField, isDeleted } from '../system-fields.js'

/** CampaignMember: a contact or lead in a campaign. A deleted one is gone at once, without a recycle bin. */
export function campaignMemberSchema(): ObjectSchema {
  return sobject({
    name: 'CampaignMember',
    label: 'Campaign Member',
    labelPlural: 'Campaign Members',
    keyPrefix: '00v',
    searchable: false,
    undeletable: false,
    fields: [
      ...identity('Campaign Member ID'),
      reference('CampaignId', 'Campaign ID', 'Campaign', 'Campaign', { nillable: false }),
      reference('LeadId', 'Lead ID', 'Lead', 'Lead'),
      reference('ContactId', 'Contact ID', 'Contact', 'Contact'),
      picklist('Status', 'Status', MEMBER_STATUSES, { length: 40 }),
      checkbox('HasResponded', 'Responded'),
      ...auditFields(),
      field('date', 'FirstRespondedDate', 'First Responded Date'),
      picklist('Salutation', 'Salutation', SALUTATIONS, { length: 40 }),
      text('Name', 'Name', 121, { nameField: true }),
      text('FirstName', 'First Name', 40),
      text('LastName', 'Last Name', 80),
      text('Title', 'Title', 128),
      text('Street', 'Street', 255),
      text('City', 'City', 40),
      text('State', 'State/Province', 80),
      text('PostalCode', 'Zip/Postal Code', 20),
      text('Country', 'Country', 80),
      email('Email', 'Email'),
      phone('Phone', 'Phone'),
      phone('Fax', 'Fax'),
      phone('MobilePhone', 'Mobile'),
      longText('Description', 'Description'),
      checkbox('DoNotCall', 'Do Not Call'),
      checkbox('HasOptedOutOfEmail', 'Email Opt Out'),
      checkbox('HasOptedOutOfFax', 'Fax Opt Out'),
      picklist('LeadSource', 'Lead Source', LEAD_SOURCES, { length: 40 }),
      text('CompanyOrAccount', 'Company or Account', 255),
      text('Type', 'Type', 40),
      reference('LeadOrContactId', 'Related Record ID', ['Account', 'Contact', 'Lead']),
      reference('LeadOrContactOwnerId', 'Related Record Owner ID', ['Group', 'User'], 'LeadOrContactOwner'),
    ],
  })
}

/** OpportunityContactRole: who of the customer's people does what in a deal. */
export function contactRoleSchema(): ObjectSchema {
  return sobject({
    name: 'OpportunityContactRole',
    label: 'Opportunity Contact Role',
    labelPlural: 'Opportunity Contact Role',
    keyPrefix: '00K',
    searchable: false,
    undeletable: false,
    fields: [
      idField('Contact Role ID'),
      reference('OpportunityId', 'Opportunity ID', 'Opportunity', 'Opportunity', { nillable: false }),
      reference('ContactId', 'Contact ID', 'Contact', 'Contact', { nillable: false }),
      picklist('Role', 'Role', CONTACT_ROLES, { length: 40 }),
      checkbox('IsPrimary', 'Primary'),
      ...auditFields(),
      isDeleted(),
    ],
  })
}
