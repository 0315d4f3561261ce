import type { FieldSchema } from '../terms.js'
import { address, checkbox, email, field, phone, picklist, reference, text } from './fields.js'
import { LEAD_SOURCES, SALUTATIONS } from './picklists.js'

/** What an account has besides where it may be a person: a person's name, and what its contact says. */
export function personFields(): FieldSchema[] {
  return [
    text('LastName', 'Last Name', 80, NAME_PART),
    text('FirstName', 'First Name', 40, NAME_PART),
    picklist('Salutation', 'Salutation', SALUTATIONS, { length: 40, ...NAME_PART }),
    reference('RecordTypeId', 'Record Type ID', 'RecordType', 'RecordType'),
    reference('PersonContactId', 'Contact ID', 'Contact', 'PersonContact'),
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
