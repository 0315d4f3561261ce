import type { ObjectSchema } from '../../terms.js'
import { activities, checkbox, child, field, longText, picklist, reference, sobject, text } from '../fields.js'
import { FORECAST_CATEGORIES } from '../labelled-picklists.js'
import { LEAD_SOURCES, OPPORTUNITY_TYPES } from '../picklists.js'
import { STAGES } from '../stages.js'
import { auditFields, identity, owner } from '../system-fields.js'

/** Opportunity as a describe lists it. */
export function opportunitySchema(): ObjectSchema {
  return sobject({
    name: 'Opportunity',
    label: 'Opportunity',
    labelPlural: 'Opportunities',
    keyPrefix: '006',
    fields: [
      ...identity('Opportunity ID'),
      reference('AccountId', 'Account ID', 'Account', 'Account'),
      checkbox('IsPrivate', 'Private'),
      text('Name', 'Name', 120, { nameField: true, nillable: false }),
      longText('Description', 'Description'),
      picklist(
        'StageName',
        'Stage',
        STAGES.map(({ name }) => name),
        { nillable: false },
      ),
      field('currency', 'Amount', 'Amount'),
      field('percent', 'Probability', 'Probability (%)'),
      field('currency', 'ExpectedRevenue', 'Expected Amount'),
      field('double', 'TotalOpportunityQuantity', 'Quantity'),
      field('date', 'CloseDate', 'Close Date', { nillable: false }),
      picklist('Type', 'Opportunity Type', OPPORTUNITY_TYPES),
      text('NextStep', 'Next Step', 255),
      picklist('LeadSource', 'Lead Source', LEAD_SOURCES),
      checkbox('IsClosed', 'Closed'),
      checkbox('IsWon', 'Won'),
      picklist('ForecastCategory', 'Forecast Category', FORECAST_CATEGORIES, { length: 40, nillable: false }),
      picklist('ForecastCategoryName', 'Forecast Category', ['Omitted', 'Pipeline', 'Best Case', 'Commit', 'Closed']),
      reference('CampaignId', 'Campaign ID', 'Campaign', 'Campaign'),
      checkbox('HasOpportunityLineItem', 'Has Line Item'),
      owner('user'),
      ...auditFields(),
      field('date', 'LastActivityDate', 'Last Activity'),
      field('datetime', 'LastStageChangeDate', 'Last Stage Change Date'),
      field('int', 'FiscalQuarter', 'Fiscal Quarter', { compoundFieldName: 'Fiscal' }),
      field('int', 'FiscalYear', 'Fiscal Year', { compoundFieldName: 'Fiscal' }),
      text('Fiscal', 'Fiscal Period', 6),
      reference('ContactId', 'Contact ID', 'Contact'),
      checkbox('HasOpenActivity', 'Has Open Activity', { filterable: false, sortable: false }),
      checkbox('HasOverdueTask', 'Has Overdue Task', { filterable: false, sortable: false }),
    ],
    children: [
      ...activities('WhatId'),
      child('OpportunityContactRoles', 'OpportunityContactRole', 'OpportunityId'),
      child('Attachments', 'Attachment', 'ParentId'),
      child('ContentDocumentLinks', 'ContentDocumentLink', 'LinkedEntityId'),
      child('Emails', 'EmailMessage', 'RelatedToId'),
      child('Feeds', 'OpportunityFeed', 'ParentId'),
      child('Histories', 'OpportunityFieldHistory', 'OpportunityId'),
      child('OpportunityHistories', 'OpportunityHistory', 'OpportunityId'),
    ],
  })
}
