import type { FieldSchema } from '../terms.js'
import { choices, field } from './fields.js'
import { CLEAN_STATUSES, ENCODINGS } from './labelled-picklists.js'

/** The standard fields of an sObject that hold nothing here: what a describe lists besides those with data. */
export function moreStandardFields(sobject: string): FieldSchema[] {
  return (MORE[sobject] ?? '')
    .split('\n')
    .map((line) => /^\s*(\w+) (\w+) (\d+) (.+)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, type = '', name = '', length, label = '']) =>
      field(type, name, label, {
        ...(Number(length) > 0 && { length: Number(length) }),
        ...(type === 'boolean' && { nillable: false }),
        ...(/^User(Permissions|Preferences)|^EmailPreferences/.test(name) && { sortable: false, groupable: false }),
        ...(name === 'CleanStatus' && choices(CLEAN_STATUSES)),
        ...(name === 'EmailEncodingKey' && { ...choices(ENCODINGS), nillable: false }),
        ...REFERENCES[`${sobject}.${name}`],
      }),
    )
}

const REFERENCES: Readonly<Record<string, Partial<FieldSchema>>> = {
  'Account.DandbCompanyId': { referenceTo: ['DandBCompany'], relationshipName: 'DandbCompany' },
  'Account.OperatingHoursId': { referenceTo: ['OperatingHours'], relationshipName: 'OperatingHours' },
  'Campaign.CampaignMemberRecordTypeId': { referenceTo: ['RecordType'], relationshipName: 'CampaignMemberRecordType' },
  'Case.AssetId': { referenceTo: ['Asset'], relationshipName: 'Asset' },
  'Case.SourceId': { referenceTo: ['EmailMessage'], relationshipName: 'Source' },
  'Contact.IndividualId': { referenceTo: ['Individual'], relationshipName: 'Individual' },
  'Lead.DandbCompanyId': { referenceTo: ['DandBCompany'], relationshipName: 'DandbCompany' },
  'Lead.IndividualId': { referenceTo: ['Individual'], relationshipName: 'Individual' },
  'Opportunity.LastAmountChangedHistoryId': {
    referenceTo: ['OpportunityHistory'],
    relationshipName: 'LastAmountChangedHistory',
  },
  'Opportunity.LastCloseDateChangedHistoryId': {
    referenceTo: ['OpportunityHistory'],
    relationshipName: 'LastCloseDateChangedHistory',
  },
  'Opportunity.Pricebook2Id': { referenceTo: ['Pricebook2'], relationshipName: 'Pricebook2' },
  'User.AccountId': { referenceTo: ['Account'] },
  'User.CallCenterId': { referenceTo: ['CallCenter'] },
  'User.ContactId': { referenceTo: ['Contact'], relationshipName: 'Contact' },
  'User.DelegatedApproverId': { referenceTo: ['Group', 'User'] },
}

/** Type, name, length, label. */
const MORE: Readonly<Record<string, string>> = {
  Account: `
    reference OperatingHoursId 18 Operating Hour ID
    url PhotoUrl 255 Photo URL
    datetime LastViewedDate 0 Last Viewed Date
    datetime LastReferencedDate 0 Last Referenced Date
    string Jigsaw 20 Data.com Key
    string JigsawCompanyId 20 Jigsaw Company ID
    picklist CleanStatus 40 Clean Status
    string DunsNumber 9 D-U-N-S Number
    string Tradestyle 255 Tradestyle
    string NaicsCode 8 NAICS Code
    string NaicsDesc 120 NAICS Description
    string YearStarted 4 Year Started
    string SicDesc 80 SIC Description
    reference DandbCompanyId 18 D&B Company ID
  `,
  Campaign: `
    int NumberOfLeads 0 Leads in Campaign
    int NumberOfConvertedLeads 0 Converted Leads in Campaign
    int NumberOfContacts 0 Contacts in Campaign
    int NumberOfResponses 0 Responses in Campaign
    int NumberOfOpportunities 0 Opportunities in Campaign
    int NumberOfWonOpportunities 0 Won Opportunities in Campaign
    currency AmountAllOpportunities 0 Value Opportunities in Campaign
    currency AmountWonOpportunities 0 Value Won Opportunities in Campaign
    datetime LastViewedDate 0 Last Viewed Date
    datetime LastReferencedDate 0 Last Referenced Date
    reference CampaignMemberRecordTypeId 18 Record Type ID
  `,
  Case: `
    reference AssetId 18 Asset ID
    reference SourceId 18 Source ID
    phone ContactPhone 40 Contact Phone
    phone ContactMobile 40 Contact Mobile
    email ContactEmail 80 Contact Email
    phone ContactFax 40 Contact Fax
    datetime LastViewedDate 0 Last Viewed Date
    datetime LastReferencedDate 0 Last Referenced Date
  `,
  Contact: `
    reference IndividualId 18 Individual ID
    phone OtherPhone 40 Other Phone
    datetime LastCURequestDate 0 Last Stay-in-Touch Request Date
    datetime LastCUUpdateDate 0 Last Stay-in-Touch Save Date
    datetime LastViewedDate 0 Last Viewed Date
    datetime LastReferencedDate 0 Last Referenced Date
    url PhotoUrl 255 Photo URL
    string Jigsaw 20 Data.com Key
    string JigsawContactId 20 Jigsaw Contact ID
    picklist CleanStatus 40 Clean Status
  `,
  Lead: `
    reference IndividualId 18 Individual ID
    url PhotoUrl 255 Photo URL
    datetime LastViewedDate 0 Last Viewed Date
    datetime LastReferencedDate 0 Last Referenced Date
    string Jigsaw 20 Data.com Key
    string JigsawContactId 20 Jigsaw Contact ID
    picklist CleanStatus 40 Clean Status
    string CompanyDunsNumber 9 Company D-U-N-S Number
    reference DandbCompanyId 18 D&B Company ID
    string EmailBouncedReason 255 Email Bounced Reason
    datetime EmailBouncedDate 0 Email Bounced Date
  `,
  Opportunity: `
    reference Pricebook2Id 18 Price Book ID
    reference LastAmountChangedHistoryId 18 Opportunity History ID
    reference LastCloseDateChangedHistoryId 18 Opportunity History ID
    datetime LastViewedDate 0 Last Viewed Date
    datetime LastReferencedDate 0 Last Referenced Date
  `,
  User: `
    boolean EmailPreferencesAutoBcc 0 AutoBcc
    boolean EmailPreferencesAutoBccStayInTouch 0 AutoBccStayInTouch
    boolean EmailPreferencesStayInTouchReminder 0 StayInTouchReminder
    email SenderEmail 80 Email Sender Address
    string SenderName 80 Email Sender Name
    string Signature 1333 Email Signature
    string StayInTouchSubject 80 Stay-in-Touch Email Subject
    string StayInTouchSignature 512 Stay-in-Touch Email Signature
    string StayInTouchNote 512 Stay-in-Touch Email Note
    phone Fax 40 Fax
    boolean ReceivesInfoEmails 0 Info Emails
    boolean ReceivesAdminInfoEmails 0 Admin Info Emails
    picklist EmailEncodingKey 40 Email Encoding
    reference DelegatedApproverId 18 Delegated Approver ID
    datetime LastPasswordChangeDate 0 Last Password Change or Reset
    datetime OfflineTrialExpirationDate 0 Offline Edition Trial Expiration Date
    datetime OfflinePdaTrialExpirationDate 0 Sales Anywhere Trial Expiration Date
    boolean UserPermissionsMarketingUser 0 Marketing User
    boolean UserPermissionsOfflineUser 0 Offline User
    boolean UserPermissionsCallCenterAutoLogin 0 Auto-login To Call Center
    boolean UserPermissionsMobileUser 0 Apex Mobile User
    boolean UserPermissionsSFContentUser 0 Salesforce CRM Content User
    boolean UserPermissionsKnowledgeUser 0 Knowledge User
    boolean UserPermissionsInteractionUser 0 Force.com Flow User
    boolean UserPermissionsSupportUser 0 Service Cloud User
    boolean UserPermissionsSiteforceContributorUser 0 Site.com Contributor User
    boolean UserPermissionsSiteforcePublisherUser 0 Site.com Publisher User
    boolean UserPermissionsChatterAnswersUser 0 Chatter Answers User
    boolean ForecastEnabled 0 Allow Forecasting
    boolean UserPreferencesActivityRemindersPopup 0 ActivityRemindersPopup
    boolean UserPreferencesEventRemindersCheckboxDefault 0 EventRemindersCheckboxDefault
    boolean UserPreferencesTaskRemindersCheckboxDefault 0 TaskRemindersCheckboxDefault
    boolean UserPreferencesReminderSoundOff 0 ReminderSoundOff
    boolean UserPreferencesContentNoEmail 0 ContentNoEmail
    boolean UserPreferencesContentEmailAsAndWhen 0 ContentEmailAsAndWhen
    boolean UserPreferencesApexPagesDeveloperMode 0 ApexPagesDeveloperMode
    boolean UserPreferencesHideCSNGetChatterMobileTask 0 HideCSNGetChatterMobileTask
    boolean UserPreferencesHideCSNDesktopTask 0 HideCSNDesktopTask
    boolean UserPreferencesHideChatterOnboardingSplash 0 HideChatterOnboardingSplash
    boolean UserPreferencesHideSecondChatterOnboardingSplash 0 HideSecondChatterOnboardingSplash
    boolean UserPreferencesOptOutOfTouch 0 OptOutOfTouch
    boolean UserPreferencesShowTitleToExternalUsers 0 ShowTitleToExternalUsers
    boolean UserPreferencesShowManagerToExternalUsers 0 ShowManagerToExternalUsers
    boolean UserPreferencesShowEmailToExternalUsers 0 ShowEmailToExternalUsers
    boolean UserPreferencesShowWorkPhoneToExternalUsers 0 ShowWorkPhoneToExternalUsers
    boolean UserPreferencesShowMobilePhoneToExternalUsers 0 ShowMobilePhoneToExternalUsers
    boolean UserPreferencesShowFaxToExternalUsers 0 ShowFaxToExternalUsers
    boolean UserPreferencesShowStreetAddressToExternalUsers 0 ShowStreetAddressToExternalUsers
    boolean UserPreferencesShowCityToExternalUsers 0 ShowCityToExternalUsers
    boolean UserPreferencesShowStateToExternalUsers 0 ShowStateToExternalUsers
    boolean UserPreferencesShowPostalCodeToExternalUsers 0 ShowPostalCodeToExternalUsers
    boolean UserPreferencesShowCountryToExternalUsers 0 ShowCountryToExternalUsers
    boolean UserPreferencesShowProfilePicToGuestUsers 0 ShowProfilePicToGuestUsers
    boolean UserPreferencesShowTitleToGuestUsers 0 ShowTitleToGuestUsers
    boolean UserPreferencesShowCityToGuestUsers 0 ShowCityToGuestUsers
    boolean UserPreferencesShowStateToGuestUsers 0 ShowStateToGuestUsers
    boolean UserPreferencesShowPostalCodeToGuestUsers 0 ShowPostalCodeToGuestUsers
    boolean UserPreferencesShowCountryToGuestUsers 0 ShowCountryToGuestUsers
    boolean UserPreferencesHideS1BrowserUI 0 HideS1BrowserUI
    reference CallCenterId 18 Call Center ID
    reference ContactId 18 Contact ID
    reference AccountId 18 Account ID
    phone Extension 40 Extension
    string FederationIdentifier 512 SAML Federation ID
    datetime LastViewedDate 0 Last Viewed Date
    datetime LastReferencedDate 0 Last Referenced Date
  `,
}
