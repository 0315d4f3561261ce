import type { FieldSchema, ObjectSchema } from '../terms.js'

/**
 * Who writes a standard field and when, and what stands in it from the start. Of the objects left out, field-flags.ts
 * says what their fields' types don't tell. Source: Object Reference, the properties of each field.
 */
export function writeFlagsOf({ name: sobject }: ObjectSchema, { name }: FieldSchema): Record<string, unknown> {
  const of = RULES[sobject]
  if (of === undefined) return {}
  const isAmong = (names = '') => names.split(/\s+/).includes(name)
  const start = of.start?.[name]
  return {
    ...(isAmong(of.org) && { createable: false, updateable: false }),
    ...(isAmong(of.once) && { updateable: false }),
    ...(isAmong(of.later) && { createable: false }),
    ...(isAmong(of.restricted) && { restrictedPicklist: true }),
    ...(start !== undefined && { defaultedOnCreate: true, defaultValue: start }),
  }
}

interface Rules {
  /** Fields the org fills in itself. */
  org?: string
  /** Fields that are set when a record is created, and never after. */
  once?: string
  /** Fields that are set after a record is created alone. */
  later?: string
  /** Picklists that take no value but their own. */
  restricted?: string
  /** The value a new record has; null for one that depends on the record. */
  start?: Readonly<Record<string, string | null>>
}

const RECURRENCE =
  'RecurrenceInstance RecurrenceMonthOfYear RecurrenceRegeneratedType RecurrenceTimeZoneSidKey RecurrenceType'
const FILE_CHOICES = 'ContentLocation Origin PublishStatus SharingOption SharingPrivacy'
const SHARE: Rules = {
  once: 'AccountId CaseId LeadId ParentId RowCause UserOrGroupId',
  org: 'ContactAccessLevel',
  restricted:
    'AccountAccessLevel CaseAccessLevel ContactAccessLevel LeadAccessLevel OpportunityAccessLevel AccessLevel RowCause',
}
const HISTORY: Rules = { restricted: 'Field' }
const FEED: Rules = { restricted: 'Type' }

const RULES: Readonly<Record<string, Rules>> = {
  AccountFeed: FEED,
  AccountHistory: HISTORY,
  AccountShare: {
    ...SHARE,
    start: { AccountAccessLevel: null, CaseAccessLevel: null, OpportunityAccessLevel: null },
  },
  Asset: { org: 'ProductCode RootAssetId' },
  AsyncApexJob: { restricted: 'JobType Status' },
  Attachment: { org: 'BodyLength', once: 'ParentId' },
  BusinessProcess: { org: 'NamespacePrefix', once: 'TableEnumOrId', restricted: 'TableEnumOrId' },
  CampaignFeed: FEED,
  CampaignMember: {
    org: `City CompanyOrAccount Country Description DoNotCall Email Fax FirstName FirstRespondedDate HasOptedOutOfEmail
      HasOptedOutOfFax HasResponded LastName LeadOrContactId LeadOrContactOwnerId LeadSource MobilePhone Name Phone
      PostalCode Salutation State Street Title Type`,
    once: 'CampaignId ContactId LeadId',
  },
  CaseComment: { once: 'ParentId' },
  CaseFeed: FEED,
  CaseHistory: HISTORY,
  CaseShare: SHARE,
  ContactFeed: FEED,
  ContactHistory: HISTORY,
  ContentAsset: { once: 'ContentDocumentId', org: 'NamespacePrefix', restricted: 'Language' },
  ContentDocument: {
    org: `ArchivedById ArchivedDate ContentModifiedDate ContentSize FileExtension FileType LatestPublishedVersionId
      PublishStatus`,
    restricted: FILE_CHOICES,
    start: { PublishStatus: 'U', SharingOption: 'A', SharingPrivacy: 'N' },
  },
  ContentDocumentLink: { once: 'ContentDocumentId LinkedEntityId', restricted: 'ShareType Visibility' },
  ContentVersion: {
    org: `Checksum ContentModifiedById ContentSize FeaturedContentBoost FeaturedContentDate FileExtension FileType
      IsLatest NegativeRatingCount PositiveRatingCount PublishStatus RatingCount TextPreview VersionNumber`,
    once: `ContentBodyId ContentDocumentId ContentLocation ContentModifiedDate FirstPublishLocationId IsAssetEnabled
      IsMajorVersion Origin PathOnClient`,
    restricted: FILE_CHOICES,
    start: { ContentLocation: 'S', Origin: 'C', PublishStatus: 'U', SharingOption: 'A', SharingPrivacy: 'N' },
  },
  ContentWorkspace: { org: 'LastWorkspaceActivityDate NamespacePrefix WorkspaceType' },
  EmailMessage: {
    org: 'HasAttachment IsExternallyVisible IsOpened',
    once: 'ActivityId Incoming IsClientManaged ParentId ReplyToEmailMessageId',
    restricted: 'Status ValidatedFromAddress',
  },
  EmailTemplate: { org: 'LastUsedDate NamespacePrefix TimesUsed', once: 'UiType' },
  Event: {
    org: `AccountId EndDate GroupEventType IsArchived IsChild IsGroupEvent IsRecurrence2 IsRecurrence2Exception
      IsRecurrence2Exclusion Recurrence2PatternStartDate Recurrence2PatternTimeZone Recurrence2PatternVersion
      RecurrenceActivityId`,
    once: 'EventSubtype IsRecurrence Recurrence2PatternText',
    restricted: `EventSubtype GroupEventType Recurrence2PatternVersion ShowAs ${RECURRENCE}`,
    start: { GroupEventType: null, ShowAs: 'Busy' },
  },
  FeedComment: {
    org: 'HasEntityLinks InsertedById IsVerified ParentId',
    once: `CommentType FeedItemId LastEditById LastEditDate RelatedRecordId Revision ThreadChildrenCount
      ThreadLastUpdatedDate ThreadLevel ThreadParentId`,
    restricted: 'CommentType Status',
  },
  FeedItem: {
    org: `BestCommentId CommentCount HasContent HasFeedEntity HasLink HasVerifiedComment InsertedById IsClosed
      LikeCount`,
    once: 'LastEditById LastEditDate LinkUrl ParentId RelatedRecordId Revision Type',
    restricted: 'Status Type',
  },
  FieldPermissions: { once: 'Field ParentId SobjectType', restricted: 'Field SobjectType' },
  Group: { org: 'OwnerId RelatedId', once: 'Type', restricted: 'Type' },
  GroupMember: { once: 'GroupId UserOrGroupId' },
  LeadFeed: FEED,
  LeadHistory: HISTORY,
  LeadShare: SHARE,
  ObjectPermissions: { once: 'ParentId SobjectType', restricted: 'SobjectType' },
  OpportunityFeed: FEED,
  OpportunityFieldHistory: HISTORY,
  OpportunityHistory: { restricted: 'ForecastCategory' },
  Organization: {
    org: 'FiscalYearStartMonth InstanceName IsSandbox NamespacePrefix OrganizationType TrialExpirationDate',
    restricted: 'DefaultLocaleSidKey LanguageLocaleKey OrganizationType TimeZoneSidKey',
  },
  PermissionSet: { org: 'IsCustom IsOwnedByProfile NamespacePrefix ProfileId Type', restricted: 'Type' },
  PermissionSetAssignment: { org: 'IsActive', once: 'AssigneeId PermissionSetId', later: 'IsRevoked' },
  Profile: { org: 'UserType', restricted: 'UserType' },
  Project__History: HISTORY,
  Project__Share: SHARE,
  RecordType: { org: 'NamespacePrefix', once: 'SobjectType', later: 'IsActive', restricted: 'SobjectType' },
  Task: {
    org: 'AccountId CompletedDateTime IsArchived IsClosed IsHighPriority RecurrenceActivityId',
    once: 'IsRecurrence TaskSubtype',
    restricted: `CallType TaskSubtype ${RECURRENCE}`,
    start: { Priority: 'Normal', Status: 'Not Started' },
  },
  UserRole: {
    org: 'ContactAccessForAccountOwner MayForecastManagerShare PortalAccountOwnerId PortalRole',
    once: 'PortalAccountId PortalType',
    restricted: `CaseAccessForAccountOwner ContactAccessForAccountOwner OpportunityAccessForAccountOwner PortalRole
      PortalType`,
  },
}
