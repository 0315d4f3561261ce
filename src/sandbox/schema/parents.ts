/** What a record of another kind can hang on. The service's lists are longer: they name every object of an org. */

/** What can have activities and mails. */
export const WHAT = ['Account', 'Asset', 'Campaign', 'Case', 'Opportunity', 'Project__c']

/** What can have attachments. */
export const ATTACHED_TO = [
  ...WHAT,
  'Contact',
  'EmailMessage',
  'EmailTemplate',
  'Event',
  'Invoice__c',
  'Lead',
  'Task',
].toSorted()

/** What files can be on. */
export const LINKED_ENTITIES = [...ATTACHED_TO, 'ContentWorkspace', 'Organization', 'User'].toSorted()

/** The sObjects whose feed has an sObject of its own, by the name of that one. */
export const FEED_PARENTS: Readonly<Record<string, string>> = {
  AccountFeed: 'Account',
  CampaignFeed: 'Campaign',
  CaseFeed: 'Case',
  ContactFeed: 'Contact',
  LeadFeed: 'Lead',
  OpportunityFeed: 'Opportunity',
}

/** What posts can be on. */
export const POSTED_ON = [
  ...Object.values(FEED_PARENTS),
  'Asset',
  'ContentDocument',
  'Event',
  'Task',
  'User',
].toSorted()
