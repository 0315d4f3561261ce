import type { ObjectSchema } from '../../terms.js'
import { activities, checkbox, child, field, longText, picklist, reference, sobject, text } from '../fields.js'
import { CAMPAIGN_STATUSES, CAMPAIGN_TYPES } from '../picklists.js'
import { auditFields, identity, owner } from '../system-fields.js'

/** Campaign as a describe lists it. */
export function campaignSchema(): ObjectSchema {
  return sobject({
    name: 'Campaign',
    label: 'Campaign',
    labelPlural: 'Campaigns',
    keyPrefix: '701',
    fields: [
      ...identity('Campaign ID'),
      text('Name', 'Name', 80, { nameField: true, nillable: false }),
      reference('ParentId', 'Parent Campaign ID', 'Campaign', 'Parent'),
      picklist('Type', 'Type', CAMPAIGN_TYPES, { length: 40 }),
      picklist('Status', 'Status', CAMPAIGN_STATUSES, { length: 40 }),
      field('date', 'StartDate', 'Start Date'),
      field('date', 'EndDate', 'End Date'),
      field('currency', 'ExpectedRevenue', 'Expected Revenue in Campaign'),
      field('currency', 'BudgetedCost', 'Budgeted Cost in Campaign'),
      field('currency', 'ActualCost', 'Actual Cost in Campaign'),
      field('percent', 'ExpectedResponse', 'Expected Response (%)'),
      field('double', 'NumberSent', 'Num Sent in Campaign'),
      checkbox('IsActive', 'Active'),
      longText('Description', 'Description'),
      owner('user'),
      ...auditFields(),
      field('date', 'LastActivityDate', 'Last Activity'),
    ],
    children: [
      ...activities('WhatId'),
      child('CampaignMembers', 'CampaignMember', 'CampaignId'),
      child('ChildCampaigns', 'Campaign', 'ParentId'),
      child('Attachments', 'Attachment', 'ParentId'),
      child('ContentDocumentLinks', 'ContentDocumentLink', 'LinkedEntityId'),
      child('Emails', 'EmailMessage', 'RelatedToId'),
      child('Feeds', 'CampaignFeed', 'ParentId'),
      child('Opportunities', 'Opportunity', 'CampaignId'),
    ],
  })
}
