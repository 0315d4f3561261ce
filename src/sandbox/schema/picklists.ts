/** The values of the picklists that more than one sObject, the data or the rules of the store use. */

export const ACCOUNT_TYPES = [
  'Prospect', 'Customer - Direct', 'Customer - Channel', 'Channel Partner / Reseller', 'Installation Partner',
  'Technology Partner', 'Other',
] as const
export const INDUSTRIES = [
  'Agriculture', 'Banking', 'Biotechnology', 'Chemicals', 'Construction', 'Education', 'Electronics', 'Energy',
  'Engineering', 'Finance', 'Food & Beverage', 'Government', 'Healthcare', 'Hospitality', 'Insurance', 'Machinery',
  'Manufacturing', 'Media', 'Not For Profit', 'Retail', 'Shipping', 'Technology', 'Telecommunications',
  'Transportation', 'Utilities', 'Other',
] as const
export const RATINGS = ['Hot', 'Warm', 'Cold'] as const
export const OWNERSHIPS = ['Public', 'Private', 'Subsidiary', 'Other'] as const
export const SALUTATIONS = ['Mr.', 'Ms.', 'Mrs.', 'Dr.', 'Prof.', 'Mx.'] as const
export const LEAD_SOURCES = [
  'Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List', 'Trade Show', 'Word of mouth', 'Other',
] as const
export const LEAD_STATUSES = [
  'Open - Not Contacted', 'Working - Contacted', 'Closed - Converted', 'Closed - Not Converted',
] as const
export const CASE_STATUSES = ['New', 'Working', 'Escalated', 'On Hold', 'Closed'] as const
export const CASE_TYPES = ['Mechanical', 'Electrical', 'Electronic', 'Structural', 'Other'] as const
export const CASE_REASONS = [
  'Installation', 'Equipment Complexity', 'Performance', 'Breakdown', 'Equipment Design', 'Feedback', 'Other',
] as const
export const CASE_ORIGINS = ['Phone', 'Email', 'Web'] as const
export const PRIORITIES = ['High', 'Medium', 'Low'] as const
export const CAMPAIGN_TYPES = [
  'Conference', 'Webinar', 'Trade Show', 'Public Relations', 'Partners', 'Referral Program', 'Advertisement', 'Email',
  'Direct Mail', 'Other',
] as const
export const CAMPAIGN_STATUSES = ['Planned', 'In Progress', 'Completed', 'Aborted'] as const
export const OPPORTUNITY_TYPES = [
  'Existing Customer - Upgrade', 'Existing Customer - Replacement', 'Existing Customer - Downgrade', 'New Customer',
] as const
export const PROJECT_STATUSES = ['Draft', 'Planned', 'Running', 'On Hold', 'Done', 'Cancelled'] as const
export const INVOICE_STATUSES = ['Draft', 'Sent', 'Paid', 'Overdue', 'Void'] as const
export const TASK_STATUSES = ['Not Started', 'In Progress', 'Completed', 'Waiting on someone else', 'Deferred'] as const
export const TASK_PRIORITIES = ['High', 'Normal', 'Low'] as const
export const TASK_TYPES = ['Call', 'Meeting', 'Other', 'Email'] as const
export const EVENT_TYPES = ['Call', 'Email', 'Meeting', 'Other'] as const
export const TASK_SUBJECTS = ['Call', 'Send Letter', 'Send Quote', 'Other'] as const
export const EVENT_SUBJECTS = ['Call', 'Email', 'Meeting', 'Send Letter/Quote', 'Other'] as const
export const MONTHS = [
  'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November',
  'December',
] as const
export const MEMBER_STATUSES = ['Sent', 'Responded'] as const
export const CONTACT_ROLES = [
  'Business User', 'Decision Maker', 'Economic Buyer', 'Economic Decision Maker', 'Evaluator', 'Executive Sponsor',
  'Influencer', 'Technical Buyer', 'Other',
] as const
