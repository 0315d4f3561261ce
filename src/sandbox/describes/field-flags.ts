import type { FieldSchema, ObjectSchema } from '../terms.js'
import { writeFlagsOf } from './write-flags.js'

/** What real describes say of a field that its type doesn't tell; of custom ones those of the company's own objects. */
export function flagsOf(object: ObjectSchema, field: FieldSchema): Record<string, unknown> {
  const { name, type } = field
  const own = FLAGS[`${object.name}.${name}`]
  if (field.custom) return own ?? {}
  return {
    ...(/(^|[a-z])(Latitude|Longitude)$/.test(name) && { scale: 15 }),
    ...(/(?:GeocodeAccuracy|StateCode|CountryCode)$/.test(name) && { restrictedPicklist: true }),
    ...(name === 'CurrencyIsoCode' && { restrictedPicklist: true, defaultedOnCreate: true }),
    // A country has states of its own.
    ...(name.endsWith('StateCode') && { dependentPicklist: true, controllerName: name.replace('State', 'Country') }),
    ...(name === 'OwnerId' && { defaultedOnCreate: true }),
    ...(name === 'PhotoUrl' && { extraTypeInfo: 'imageurl' }),
    ...(name === 'JigsawContactId' && { relationshipName: 'JigsawContact' }),
    ...(isUnpermitted(object, field) && { permissionable: false }),
    ...(BY_THE_ORG.test(name) && BY_ITSELF),
    ...(object.name === 'User' && type === 'boolean' && { defaultValue: null }),
    ...(SETTINGS.test(name) && { defaultedOnCreate: false }),
    ...(type === 'reference' && PREFILTERED.has(field.referenceTo?.join() ?? '') && isSearched(object, field)),
    ...writeFlagsOf(object, field),
    ...own,
  }
}

/** Nobody is granted or refused these: people's names, what the org keeps itself, and everything in Setup. */
function isUnpermitted({ name: sobject }: ObjectSchema, { name, compoundFieldName }: FieldSchema): boolean {
  const isOfAll = WITHOUT_PERMISSIONS.has(sobject) || OF_ANOTHER.test(sobject)
  return isOfAll || KEPT.has(name) || compoundFieldName === 'Name'
}

/** Who sees a row of these sees all of it. */
const OF_ANOTHER = /(?:Feed|History|Share)$/
const WITHOUT_PERMISSIONS = new Set([
  'Attachment',
  'BusinessProcess',
  'CallCenter',
  'CaseComment',
  'ContentDocument',
  'ContentDocumentLink',
  'EmailTemplate',
  'FeedComment',
  'FeedItem',
  'FieldPermissions',
  'Group',
  'GroupMember',
  'ObjectPermissions',
  'Organization',
  'PermissionSet',
  'PermissionSetAssignment',
  'Profile',
  'RecordType',
  'User',
  'UserRole',
])

const KEPT = new Set(['LastActivityDate', 'MasterRecordId'])
const BY_THE_ORG = /^(?:Last(?:Referenced|Viewed)Date|PhotoUrl|Jigsaw\w+Id)$/
/** A user's own settings. */
const SETTINGS = /^(?:EmailPreferences|UserPermissions|UserPreferences)/

/** Lookups that a search may be narrowed by. */
function isSearched(object: ObjectSchema, { name }: FieldSchema): { searchPrefilterable: boolean } | undefined {
  const isOne = object.searchable && object.createable && name !== 'MasterRecordId' && object.name !== 'User'
  return isOne ? { searchPrefilterable: true } : undefined
}

const PREFILTERED = new Set([
  'Account',
  'Asset',
  'Campaign',
  'Case',
  'Contact',
  'DandBCompany',
  'OperatingHours',
  'Opportunity',
  'OpportunityHistory',
])

/** The org fills these in itself. */
const BY_ITSELF = { permissionable: false, createable: false, updateable: false }

const FLAGS: Readonly<Record<string, Record<string, unknown>>> = {
  'Account.AnnualRevenue': { scale: 0 },
  'Account.CleanStatus': { restrictedPicklist: true },
  'Account.JigsawCompanyId': { relationshipName: 'JigsawCompany' },
  'Account.FirstName': { idLookup: false },
  'Account.IsPersonAccount': { createable: false, updateable: false },
  'Contact.IsPersonAccount': { createable: false, updateable: false },
  'Account.LastName': { idLookup: false },
  'Account.Name': { idLookup: false },
  'Account.PersonContactId': BY_ITSELF,
  'Account.PersonDoNotCall': { permissionable: true },
  'Account.PersonEmail': { idLookup: false },
  'Account.PersonEmailBouncedDate': { permissionable: false },
  'Account.PersonEmailBouncedReason': { permissionable: false },
  'Account.PersonHasOptedOutOfEmail': { permissionable: true },
  'Account.PersonHasOptedOutOfFax': { permissionable: true },
  'Account.PersonIndividualId': { permissionable: false },
  'Account.PersonLastCURequestDate': BY_ITSELF,
  'Account.PersonLastCUUpdateDate': BY_ITSELF,
  'Account.RecordTypeId': { permissionable: false },
  'Campaign.ActualCost': { scale: 0 },
  'Campaign.AmountAllOpportunities': { createable: false, updateable: false, scale: 0, nillable: false },
  'Campaign.AmountWonOpportunities': { createable: false, updateable: false, scale: 0, nillable: false },
  'Campaign.BudgetedCost': { scale: 0 },
  'Campaign.CampaignMemberRecordTypeId': { permissionable: false, searchPrefilterable: true },
  'Campaign.ExpectedResponse': { precision: 10 },
  'Campaign.ExpectedRevenue': { scale: 0 },
  'Campaign.IsActive': { permissionable: true },
  'Campaign.NumberOfContacts': { createable: false, updateable: false, nillable: false, digits: 9 },
  'Campaign.NumberOfConvertedLeads': { createable: false, updateable: false, nillable: false, digits: 9 },
  'Campaign.NumberOfLeads': { createable: false, updateable: false, nillable: false, digits: 9 },
  'Campaign.NumberOfOpportunities': { createable: false, updateable: false, nillable: false, digits: 9 },
  'Campaign.NumberOfResponses': { createable: false, updateable: false, nillable: false, digits: 9 },
  'Campaign.NumberOfWonOpportunities': { createable: false, updateable: false, nillable: false, digits: 9 },
  'Campaign.NumberSent': { scale: 0 },
  'Campaign.Status': { defaultedOnCreate: true, defaultValue: 'Planned' },
  'Campaign.Type': { defaultedOnCreate: true, defaultValue: 'Conference' },
  'Case.CaseNumber': { defaultedOnCreate: true, autoNumber: true },
  'Case.Comments': { permissionable: false, byteLength: 4000 },
  'Case.ContactEmail': { permissionable: false, createable: false, updateable: false, idLookup: false },
  'Case.ContactFax': BY_ITSELF,
  'Case.ContactMobile': BY_ITSELF,
  'Case.ContactPhone': BY_ITSELF,
  'Case.IsEscalated': { permissionable: true },
  'Case.Priority': { defaultedOnCreate: true, defaultValue: 'Medium' },
  'Case.Status': { permissionable: false, defaultedOnCreate: true, defaultValue: 'New' },
  'Case.SuppliedEmail': { idLookup: false },
  'CampaignMember.Email': { idLookup: false },
  'CampaignMember.Name': { idLookup: false },
  'Contact.CleanStatus': { restrictedPicklist: true },
  'Contact.EmailBouncedDate': { permissionable: false },
  'Contact.EmailBouncedReason': { permissionable: false },
  'Contact.IndividualId': { permissionable: false, searchPrefilterable: true },
  'Contact.IsEmailBounced': { createable: false, updateable: false },
  'Contact.LastCURequestDate': BY_ITSELF,
  'Contact.LastCUUpdateDate': BY_ITSELF,
  'EmailMessage.FromAddress': { idLookup: false },
  'EmailMessage.MessageIdentifier': { idLookup: true },
  'EmailMessage.ThreadIdentifier': { idLookup: true },
  'Group.Email': { idLookup: false },
  // The detail of a master-detail relationship can't change its master.
  'Invoice__c.Account__c': { cascadeDelete: true, relationshipOrder: 0, updateable: false },
  'Invoice__c.Name': { ...BY_ITSELF, autoNumber: true, defaultedOnCreate: true },
  'Invoice__c.Open__c': { calculatedFormula: 'NOT(OR(ISPICKVAL(Status__c, "Paid"), ISPICKVAL(Status__c, "Void")))' },
  'Lead.AnnualRevenue': { scale: 0 },
  'Lead.CleanStatus': { restrictedPicklist: true },
  'Lead.ConvertedAccountId': BY_ITSELF,
  'Lead.ConvertedContactId': BY_ITSELF,
  'Lead.ConvertedDate': BY_ITSELF,
  'Lead.ConvertedOpportunityId': BY_ITSELF,
  'Lead.EmailBouncedDate': { permissionable: false, createable: false },
  'Lead.EmailBouncedReason': { permissionable: false, createable: false },
  'Lead.IndividualId': { permissionable: false, searchPrefilterable: true },
  'Lead.IsConverted': { createable: true },
  'Lead.Status': { defaultedOnCreate: true, defaultValue: 'Open - Not Contacted' },
  'Opportunity.ContactId': { permissionable: false, updateable: false, searchPrefilterable: false },
  'Opportunity.ExpectedRevenue': { createable: false, updateable: false },
  'Opportunity.Fiscal': { ...BY_ITSELF, byteLength: 6 },
  'Opportunity.FiscalQuarter': BY_ITSELF,
  'Opportunity.FiscalYear': BY_ITSELF,
  'Opportunity.ForecastCategory': { createable: false, updateable: false, restrictedPicklist: true },
  'Opportunity.ForecastCategoryName': { permissionable: false, defaultedOnCreate: true, restrictedPicklist: true },
  'Opportunity.HasOpenActivity': { createable: false, updateable: false },
  'Opportunity.HasOpportunityLineItem': { createable: false, updateable: false },
  'Opportunity.HasOverdueTask': { createable: false, updateable: false },
  'Opportunity.IsPrivate': { permissionable: true },
  'Opportunity.LastAmountChangedHistoryId': BY_ITSELF,
  'Opportunity.LastCloseDateChangedHistoryId': BY_ITSELF,
  'Opportunity.LastStageChangeDate': BY_ITSELF,
  'Opportunity.Pricebook2Id': { permissionable: false, searchPrefilterable: true, defaultedOnCreate: true },
  'Opportunity.Probability': { defaultedOnCreate: true, scale: 0, precision: 3 },
  'OpportunityContactRole.OpportunityId': { updateable: false },
  'OpportunityContactRole.Role': { permissionable: false },
  'PermissionSet.Name': { idLookup: false },
  'User.AccountId': { createable: false, updateable: false },
  'User.ContactId': { updateable: false },
  'User.DelegatedApproverId': { namePointing: false },
  'User.Email': { nillable: false },
  'User.EmailEncodingKey': { restrictedPicklist: true },
  'User.FederationIdentifier': { idLookup: true },
  'User.LanguageLocaleKey': { restrictedPicklist: true },
  'User.LastLoginDate': { createable: false, updateable: false },
  'User.LastPasswordChangeDate': { createable: false, updateable: false },
  'User.LocaleSidKey': { restrictedPicklist: true },
  'User.OfflinePdaTrialExpirationDate': { createable: false, updateable: false },
  'User.OfflineTrialExpirationDate': { createable: false, updateable: false },
  'User.SenderEmail': { idLookup: false },
  'User.TimeZoneSidKey': { restrictedPicklist: true },
  'User.UserType': { createable: false, updateable: false, restrictedPicklist: true },
  'User.Username': { idLookup: true },
}
