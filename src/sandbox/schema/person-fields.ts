import type { ChildSchema, FieldSchema, ObjectSchema } from '../terms.js'
import { activities, address, checkbox, child, email, field, phone, picklist, reference, text } from './fields.js'
import { LEAD_SOURCES, SALUTATIONS } from './picklists.js'

/** Account where accounts may be people: with a person's name, and with the fields and lists of its contact. */
export function withPersons(account: ObjectSchema): ObjectSchema {
  return {
    ...account,
    fields: [
      ...account.fields.map((one) => (one.name === 'Name' ? { ...one, nillable: true } : one)),
      ...personFields(),
    ],
    children: [...account.children, ...personChildren()],
  }
}

function personFields(): FieldSchema[] {
  return [
    text('LastName', 'Last Name', 80, { nameField: true, ...NAME_PART }),
    text('FirstName', 'First Name', 40, { nameField: true, ...NAME_PART }),
    picklist('Salutation', 'Salutation', SALUTATIONS, { length: 40, ...NAME_PART }),
    reference('RecordTypeId', 'Record Type ID', 'RecordType', 'RecordType'),
    reference('PersonContactId', 'Contact ID', 'Contact', 'PersonContact'),
    reference('PersonIndividualId', 'Individual ID', 'Individual', 'PersonIndividual'),
    checkbox('IsPersonAccount', 'Is Person Account'),
    ...address('PersonMailing', 'Mailing'),
    ...address('PersonOther', 'Other'),
    phone('PersonMobilePhone', 'Mobile'),
    phone('PersonHomePhone', 'Home Phone'),
    phone('PersonOtherPhone', 'Other Phone'),
    phone('PersonAssistantPhone', 'Asst. Phone'),
    email('PersonEmail', 'Email'),
    text('PersonTitle', 'Title', 80),
    text('PersonDepartment', 'Department', 80),
    text('PersonAssistantName', 'Assistant', 40),
    picklist('PersonLeadSource', 'Lead Source', LEAD_SOURCES),
    field('date', 'PersonBirthdate', 'Birthdate'),
    checkbox('PersonHasOptedOutOfEmail', 'Email Opt Out'),
    checkbox('PersonHasOptedOutOfFax', 'Fax Opt Out'),
    checkbox('PersonDoNotCall', 'Do Not Call'),
    field('datetime', 'PersonLastCURequestDate', 'Last Stay-in-Touch Request Date'),
    field('datetime', 'PersonLastCUUpdateDate', 'Last Stay-in-Touch Save Date'),
    text('PersonEmailBouncedReason', 'Email Bounced Reason', 255),
    field('datetime', 'PersonEmailBouncedDate', 'Email Bounced Date'),
    picklist('PersonPronouns', 'Pronouns', ['He/Him', 'She/Her', 'They/Them']),
    picklist('PersonGenderIdentity', 'Gender Identity', ['Male', 'Female', 'Nonbinary']),
  ]
}

/** The name of an account is a person's, or a company's in one piece. */
const NAME_PART = { compoundFieldName: 'Name', extraTypeInfo: 'switchablepersonname' }

/** What hangs on the contact hangs on the account too: `PersonCases` are the contact's Cases. */
function personChildren(): ChildSchema[] {
  return [
    ...activities('WhoId'),
    child('Assets', 'Asset', 'ContactId'),
    child('CampaignMembers', 'CampaignMember', 'ContactId'),
    child('Cases', 'Case', 'ContactId'),
    child('Opportunities', 'Opportunity', 'ContactId'),
    child('OpportunityContactRoles', 'OpportunityContactRole', 'ContactId'),
    child('Users', 'User', 'ContactId'),
  ].map((one) => ({ ...one, relationshipName: `Person${one.relationshipName}`, parentKey: 'PersonContactId' }))
}
