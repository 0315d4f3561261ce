/** The picklists of the service whose values users see under other names: the label by the value, in Setup's order. */

export type LabelledChoices = Readonly<Record<string, string>>

export const CALENDAR_STATES: LabelledChoices = { Busy: 'Busy', OutOfOffice: 'Out of Office', Free: 'Free' }

export const CLEAN_STATUSES: LabelledChoices = {
  Matched: 'In Sync',
  Different: 'Different',
  Acknowledged: 'Reviewed',
  NotFound: 'Not Found',
  Inactive: 'Inactive',
  Pending: 'Not Compared',
  SelectMatch: 'Select Match',
  Skipped: 'Skipped',
}

export const CONTENT_LOCATIONS: LabelledChoices = { S: 'Salesforce', E: 'External', L: 'Social Customer Service' }
export const CONTENT_ORIGINS: LabelledChoices = { C: 'Content', H: 'Chatter' }

export const EMAIL_STATUSES: LabelledChoices = {
  '0': 'New',
  '1': 'Read',
  '2': 'Replied',
  '3': 'Sent',
  '4': 'Forwarded',
  '5': 'Draft',
}

export const ENCODINGS: LabelledChoices = {
  'UTF-8': 'Unicode (UTF-8)',
  'ISO-8859-1': 'General US & Western Europe (ISO-8859-1, ISO-LATIN-1)',
  Shift_JIS: 'Japanese (Shift-JIS)',
  'ISO-2022-JP': 'Japanese (JIS)',
  'EUC-JP': 'Japanese (EUC)',
  'ks_c_5601-1987': 'Korean (ks_c_5601-1987)',
  Big5: 'Traditional Chinese (Big5)',
  GB2312: 'Simplified Chinese (GB2312)',
  'Big5-HKSCS': 'Traditional Chinese Hong Kong (Big5-HKSCS)',
  'x-SJIS_0213': 'Japanese (Shift-JIS_2004)',
}

export const FEED_ITEM_TYPES: LabelledChoices = {
  TrackedChange: 'Tracked Change',
  UserStatus: 'User Status',
  TextPost: 'Text Post',
  AdvancedTextPost: 'Advanced Text Post',
  LinkPost: 'Link Post',
  ContentPost: 'Content Post',
  PollPost: 'Poll',
  RypplePost: 'WDC Thanks',
  ProfileSkillPost: 'Profile Skill Post',
  DashboardComponentSnapshot: 'Dashboard Component Snapshot',
  ApprovalPost: 'Approval Post',
  CaseCommentPost: 'Case Comment Feed',
  ReplyPost: 'Reply Post',
  EmailMessageEvent: 'Email Message Feed',
  CallLogPost: 'Call Log Feed',
  ChangeStatusPost: 'Change Status Feed',
  AttachArticleEvent: 'Attached Article',
  MilestoneEvent: 'Milestone Event',
  ActivityEvent: 'Activity Change',
  ChatTranscriptPost: 'Chat Transcript Post',
  CollaborationGroupCreated: 'Collaboration Group Created',
  CollaborationGroupUnarchived: 'Collaboration Group Reactivated',
  SocialPost: 'Social Post',
  QuestionPost: 'Question Post',
  FacebookPost: 'Facebook Post',
  BasicTemplateFeedItem: 'Basic Template Post',
  CreateRecordEvent: 'Created Record',
  CanvasPost: 'Canvas',
  AnnouncementPost: 'Announcement Post',
}

export const FILE_SHARINGS: LabelledChoices = { A: 'Freeze Sharing Off', R: 'Freeze Sharing On' }
export const FILE_PRIVACIES: LabelledChoices = { N: 'Visible to Anyone With Record Access', P: 'Private on Records' }
export const FILE_SHARE_TYPES: LabelledChoices = { V: 'Viewer', C: 'Collaborator', I: 'Inferred' }
export const FILE_STATES: LabelledChoices = { U: 'Upload Interrupted', P: 'Public', R: 'Private Library' }
export const FILE_VISIBILITIES: LabelledChoices = {
  AllUsers: 'All Users',
  InternalUsers: 'Standard Users',
  SharedUsers: 'Shared Users',
}

export const FORECAST_CATEGORIES: LabelledChoices = {
  Omitted: 'Omitted',
  Pipeline: 'Pipeline',
  BestCase: 'Best Case',
  MostLikely: 'Most Likely',
  Forecast: 'Commit',
  Closed: 'Closed',
}

export const GEOCODE_ACCURACIES: LabelledChoices = {
  Address: 'Address',
  NearAddress: 'Near Address',
  Block: 'Block',
  Street: 'Street',
  ExtendedZip: 'Extended Zip',
  Zip: 'Zip',
  Neighborhood: 'Neighborhood',
  City: 'City',
  County: 'County',
  State: 'State',
  Unknown: 'Unknown',
}

export const LANGUAGES: LabelledChoices = {
  en_US: 'English',
  de: 'German',
  es: 'Spanish',
  fr: 'French',
  it: 'Italian',
  ja: 'Japanese',
}

export const LOCALES: LabelledChoices = {
  en_GB: 'English (United Kingdom)',
  en_US: 'English (United States)',
  fr_FR: 'French (France)',
  de_DE: 'German (Germany)',
  ja_JP: 'Japanese (Japan)',
  es_ES: 'Spanish (Spain)',
}

export const RECURRENCES: LabelledChoices = {
  RecursDaily: 'Recurs Daily',
  RecursEveryWeekday: 'Recurs Every Weekday',
  RecursMonthly: 'Recurs Monthly',
  RecursMonthlyNth: 'Recurs Monthly Nth',
  RecursWeekly: 'Recurs Weekly',
  RecursYearly: 'Recurs Yearly',
  RecursYearlyNth: 'Recurs Yearly Nth',
}
export const RECURRENCE_INSTANCES: LabelledChoices = {
  First: '1st',
  Second: '2nd',
  Third: '3rd',
  Fourth: '4th',
  Last: 'last',
}
export const REGENERATIONS: LabelledChoices = {
  RecurrenceRegenerateAfterDueDate: 'After due date',
  RecurrenceRegenerateAfterToday: 'After date completed',
  RecurrenceRegenerated: '(Task Closed)',
}

export const TASK_SUBTYPES: LabelledChoices = {
  Task: 'Task',
  Email: 'Email',
  ListEmail: 'List Email',
  Cadence: 'Cadence',
  Call: 'Call',
  LinkedIn: 'LinkedIn',
}

export const TIME_ZONES: LabelledChoices = {
  'Asia/Tokyo': '(GMT+09:00) Japan Standard Time (Asia/Tokyo)',
  'Europe/Berlin': '(GMT+02:00) Central European Summer Time (Europe/Berlin)',
  'Europe/London': '(GMT+01:00) British Summer Time (Europe/London)',
  'America/Los_Angeles': '(GMT-07:00) Pacific Daylight Time (America/Los_Angeles)',
}

export const USER_TYPES: LabelledChoices = {
  Standard: 'Standard',
  PowerPartner: 'Partner',
  PowerCustomerSuccess: 'Customer Portal Manager',
  CustomerSuccess: 'Customer Portal User',
  Guest: 'Guest',
  CspLitePortal: 'High Volume Portal',
  CsnOnly: 'CSN Only',
  SelfService: 'Self Service',
}
