import type { ObjectSchema } from '../../../terms.js'
import { address, checkbox, child, email, field, phone, picklist, reference, sobject, text } from '../../fields.js'
import { LANGUAGES, LOCALES, TIME_ZONES, USER_TYPES } from '../../labelled-picklists.js'
import { auditFields, idField, lastSeen } from '../../system-fields.js'

/** User as a describe lists it: no IsDeleted, users are only made inactive. */
export function userSchema(): ObjectSchema {
  return sobject({
    name: 'User',
    label: 'User',
    labelPlural: 'Users',
    keyPrefix: '005',
    deletable: false,
    fields: [
      idField('User ID'),
      text('Username', 'Username', 80, { nillable: false }),
      text('LastName', 'Last Name', 80, { nillable: false }),
      text('FirstName', 'First Name', 40),
      text('Name', 'Full Name', 121, { nameField: true, nillable: false, extraTypeInfo: 'personname' }),
      text('CompanyName', 'Company Name', 80),
      text('Division', 'Division', 80),
      text('Department', 'Department', 80),
      text('Title', 'Title', 80),
      ...address('', ''),
      email('Email', 'Email', 128),
      phone('Phone', 'Phone'),
      phone('MobilePhone', 'Mobile'),
      text('Alias', 'Alias', 8, { nillable: false }),
      text('CommunityNickname', 'Nickname', 40, { nillable: false }),
      checkbox('IsActive', 'Active'),
      picklist('TimeZoneSidKey', 'Time Zone', TIME_ZONES, { length: 40, nillable: false }),
      picklist('LocaleSidKey', 'Locale', LOCALES, { length: 40, nillable: false }),
      picklist('LanguageLocaleKey', 'Language', LANGUAGES, { length: 40, nillable: false }),
      picklist('UserType', 'User Type', USER_TYPES, { length: 40 }),
      reference('ProfileId', 'Profile ID', 'Profile', 'Profile', { nillable: false }),
      reference('UserRoleId', 'Role ID', 'UserRole', 'UserRole'),
      text('EmployeeNumber', 'Employee Number', 20),
      reference('ManagerId', 'Manager ID', 'User', 'Manager'),
      field('datetime', 'LastLoginDate', 'Last Login'),
      ...auditFields(),
    ],
    children: [
      child('DelegatedUsers', 'User', 'DelegatedApproverId'),
      child('ManagedUsers', 'User', 'ManagerId'),
      child('PermissionSetAssignments', 'PermissionSetAssignment', 'AssigneeId'),
    ],
  })
}

/** Profile as a describe lists it: what its users may do, by default. */
export function profileSchema(): ObjectSchema {
  return sobject({
    name: 'Profile',
    label: 'Profile',
    labelPlural: 'Profiles',
    keyPrefix: '00e',
    fields: [
      idField('Profile ID'),
      text('Name', 'Name', 255, { nameField: true, nillable: false }),
      picklist('UserType', 'User Type', USER_TYPES, { length: 40 }),
      ...auditFields(),
      text('Description', 'Description', 255),
      ...lastSeen(),
    ],
    children: [child('Users', 'User', 'ProfileId')],
  })
}

/** Group as a describe lists it. A queue is a Group of type Queue. */
export function groupSchema(): ObjectSchema {
  return sobject({
    name: 'Group',
    label: 'Group',
    labelPlural: 'Group',
    keyPrefix: '00G',
    fields: [
      idField('Group ID'),
      text('Name', 'Name', 40, { nameField: true, nillable: false }),
      text('DeveloperName', 'Developer Name', 80),
      reference('RelatedId', 'Related ID', ['User', 'UserRole'], 'Related'),
      picklist('Type', 'Type', ['Regular', 'Role', 'RoleAndSubordinates', 'Organization', 'Queue'], {
        length: 40,
        nillable: false,
      }),
      email('Email', 'Email', 255),
      reference('OwnerId', 'Owner ID', ['Organization', 'User'], 'Owner', { nillable: false }),
      checkbox('DoesSendEmailToMembers', 'Send Email to Members'),
      checkbox('DoesIncludeBosses', 'Include Bosses'),
      ...auditFields(),
    ],
    children: [child('GroupMembers', 'GroupMember', 'GroupId')],
  })
}
