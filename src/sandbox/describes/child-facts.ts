import type { ChildSchema } from '../terms.js'

/** Whether a parent's delete takes the children along (Object Reference; real describes). */
export function cascades(parent: string, { childSObject, field }: ChildSchema): boolean {
  return (
    (ASSOCIATE.test(childSObject) && !ASIDE.test(field)) ||
    ANYWHERE.has(`${childSObject}.${field}`) ||
    OWN.has(`${parent} ${childSObject}.${field}`)
  )
}

/** The list of Ids on the parent that stands for the children, where there is one: an EmailMessage has its files. */
export function junctionOf(
  parent: string,
  { childSObject }: ChildSchema,
): { junctionIdListNames: string[]; junctionReferenceTo: string[] } {
  return parent === 'EmailMessage' && childSObject === 'ContentDocumentLink'
    ? { junctionIdListNames: ['ContentDocumentIds'], junctionReferenceTo: ['ContentDocument'] }
    : { junctionIdListNames: [], junctionReferenceTo: [] }
}

/** Whether children keep a parent from being deleted. */
export function restricts({ childSObject, field }: ChildSchema): boolean {
  if (childSObject === 'User') return field === 'ContactId'
  return childSObject === 'Case' && (field === 'AccountId' || field === 'ContactId')
}

/** What points to somebody or something beside the record the row belongs to. */
const ASIDE = /^(?:BestComment|CreatedBy|InsertedBy|LastEditBy|LastModifiedBy|RelatedRecord)Id$/
const ASSOCIATE = /^(?!ActivityHistory|OpportunityHistory).*(?:Feed|History|Share)$/
const ANYWHERE = new Set([
  'ActivityHistory.AccountId',
  'ActivityHistory.WhatId',
  'ActivityHistory.WhoId',
  'Asset.AccountId',
  'Asset.ContactId',
  'Attachment.ParentId',
  'CampaignMember.CampaignId',
  'CampaignMember.ContactId',
  'CampaignMember.LeadId',
  'CaseComment.ParentId',
  'ContentDocumentLink.ContentDocumentId',
  'ContentDocumentLink.LinkedEntityId',
  'ContentVersion.ContentDocumentId',
  'EmailMessage.ParentId',
  'Event.WhatId',
  'Event.WhoId',
  'FeedComment.FeedItemId',
  'FeedComment.ThreadParentId',
  'FeedItem.ParentId',
  'FieldPermissions.ParentId',
  'GroupMember.GroupId',
  'GroupMember.UserOrGroupId',
  'ObjectPermissions.ParentId',
  'OpenActivity.AccountId',
  'OpenActivity.WhatId',
  'OpenActivity.WhoId',
  'OpportunityContactRole.ContactId',
  'OpportunityContactRole.OpportunityId',
  'OpportunityHistory.OpportunityId',
  'PermissionSetAssignment.AssigneeId',
  'PermissionSetAssignment.PermissionSetId',
  'Task.WhatId',
  'Task.WhoId',
])
const OWN = new Set(['Account Contact.AccountId', 'Account Opportunity.AccountId', 'Account Invoice__c.Account__c'])
