import type { FieldSchema, ObjectSchema } from '../../../terms.js'
import { checkbox, child, field, picklist, reference, sobject, text, type ObjectFacts } from '../../fields.js'
import { auditFields, idField, lastModifiedBy, lastModifiedDate, systemModstamp } from '../../system-fields.js'

/** Roles, record types, permission sets with what they permit and to whom, and the members of groups. */
export function permissionSchemas(): ObjectSchema[] {
  return [
    roleSchema(),
    recordTypeSchema(),
    permissionSetSchema(),
    assignmentSchema(),
    objectPermissionsSchema(),
    fieldPermissionsSchema(),
    groupMemberSchema(),
  ]
}

/** None of these has a recycle bin. */
function setup(facts: ObjectFacts): ObjectSchema {
  return sobject({ undeletable: false, ...facts })
}

function roleSchema(): ObjectSchema {
  return setup({
    name: 'UserRole',
    label: 'Role',
    labelPlural: 'Role',
    keyPrefix: '00E',
    fields: [
      idField('Role ID'),
      text('Name', 'Name', 80, { nameField: true, nillable: false }),
      reference('ParentRoleId', 'Parent Role ID', 'UserRole'),
      text('RollupDescription', 'Description', 80),
      picklist('OpportunityAccessForAccountOwner', 'Opportunity Access Level', ['None', 'Read', 'Edit'], {
        length: 40,
        nillable: false,
      }),
      picklist('CaseAccessForAccountOwner', 'Case Access Level', ['None', 'Read', 'Edit'], { length: 40 }),
      picklist('ContactAccessForAccountOwner', 'Contact Access Level', ['None', 'Read', 'Edit'], { length: 40 }),
      reference('ForecastUserId', 'User ID', 'User'),
      checkbox('MayForecastManagerShare', 'May Forecast Manager Share'),
      lastModifiedDate(),
      lastModifiedBy(),
      systemModstamp(),
      text('DeveloperName', 'Developer Name', 80),
      reference('PortalAccountId', 'Account ID', 'Account'),
      reference('PortalAccountOwnerId', 'User ID', 'User'),
      picklist('PortalType', 'Portal Type', ['None', 'CustomerPortal', 'Partner'], { length: 40 }),
      picklist('PortalRole', 'Portal Role', ['Executive', 'Manager', 'Worker', 'PersonAccount'], { length: 40 }),
    ],
    children: [child('Users', 'User', 'UserRoleId')],
  })
}

function recordTypeSchema(): ObjectSchema {
  return setup({
    name: 'RecordType',
    label: 'Record Type',
    labelPlural: 'Record Types',
    keyPrefix: '012',
    deletable: false,
    fields: [
      idField('Record Type ID'),
      text('Name', 'Name', 80, { nameField: true, nillable: false }),
      text('DeveloperName', 'Record Type Name', 80, { nillable: false }),
      text('NamespacePrefix', 'Namespace Prefix', 15),
      text('Description', 'Description', 255),
      reference('BusinessProcessId', 'Business Process ID', 'BusinessProcess'),
      picklist('SobjectType', 'SObject Type Name', [], { length: 40, nillable: false }),
      checkbox('IsActive', 'Active'),
      ...auditFields(),
    ],
  })
}

function permissionSetSchema(): ObjectSchema {
  return setup({
    name: 'PermissionSet',
    label: 'Permission Set',
    labelPlural: 'Permission Sets',
    keyPrefix: '0PS',
    replicateable: false,
    fields: [
      idField('PermissionSet ID'),
      text('Name', 'Permission Set Name', 80, { nameField: true, nillable: false }),
      text('Label', 'Permission Set Label', 80, { nillable: false }),
      reference('ProfileId', 'Profile ID', 'Profile', 'Profile'),
      checkbox('IsOwnedByProfile', 'Is Owned By Profile'),
      checkbox('IsCustom', 'Custom Permission Set'),
      ...permits('ApiEnabled', 'ViewAllData', 'ModifyAllData', 'ViewSetup', 'ManageUsers'),
      text('Description', 'Description', 255),
      ...auditFields(),
      text('NamespacePrefix', 'Namespace Prefix', 15),
      picklist('Type', 'Type', ['Regular', 'Standard', 'Profile', 'Group', 'Session'], { length: 40 }),
    ],
    children: [
      child('Assignments', 'PermissionSetAssignment', 'PermissionSetId'),
      child('FieldPerms', 'FieldPermissions', 'ParentId'),
      child('ObjectPerms', 'ObjectPermissions', 'ParentId'),
    ],
  })
}

function assignmentSchema(): ObjectSchema {
  return setup({
    name: 'PermissionSetAssignment',
    label: 'Permission Set Assignment',
    labelPlural: 'Permission Set Assignments',
    keyPrefix: '0Pa',
    searchable: false,
    replicateable: false,
    fields: [
      idField('PermissionSetAssignment ID'),
      reference('PermissionSetId', 'PermissionSet ID', 'PermissionSet', 'PermissionSet'),
      reference('AssigneeId', 'Assignee ID', 'User', 'Assignee', { nillable: false }),
      systemModstamp(),
      field('datetime', 'ExpirationDate', 'Expires On'),
      checkbox('IsActive', 'Is Active'),
      checkbox('IsRevoked', 'Is Revoked'),
    ],
  })
}

function objectPermissionsSchema(): ObjectSchema {
  return setup({
    name: 'ObjectPermissions',
    label: 'Object Permissions',
    labelPlural: 'Object Permissions',
    keyPrefix: '110',
    searchable: false,
    replicateable: false,
    fields: [
      idField('ObjectPermissions ID'),
      reference('ParentId', 'Parent ID', 'PermissionSet', 'Parent', { nillable: false }),
      picklist('SobjectType', 'SObject Type Name', [], { length: 40, nillable: false }),
      ...permits('Create', 'Read', 'Edit', 'Delete', 'ViewAllRecords', 'ModifyAllRecords', 'ViewAllFields'),
      ...auditFields(),
    ],
  })
}

/** What is permitted or not; rows can be filtered by it, but neither sorted nor grouped (Object Reference). */
function permits(...names: string[]): FieldSchema[] {
  return names.map((name) => checkbox(`Permissions${name}`, name, { sortable: false, groupable: false }))
}

function fieldPermissionsSchema(): ObjectSchema {
  return setup({
    name: 'FieldPermissions',
    label: 'Field Permissions',
    labelPlural: 'Field Permissions',
    keyPrefix: '01k',
    searchable: false,
    replicateable: false,
    fields: [
      idField('FieldPermissions ID'),
      reference('ParentId', 'Parent ID', 'PermissionSet', 'Parent', { nillable: false }),
      picklist('SobjectType', 'SObject Type Name', [], { length: 40, nillable: false }),
      picklist('Field', 'Field Name', [], { length: 4000, nillable: false }),
      checkbox('PermissionsEdit', 'Edit Field'),
      checkbox('PermissionsRead', 'Read Field'),
      systemModstamp(),
    ],
  })
}

function groupMemberSchema(): ObjectSchema {
  return setup({
    name: 'GroupMember',
    label: 'Group Member',
    labelPlural: 'Group Member',
    keyPrefix: '011',
    searchable: false,
    updateable: false,
    fields: [
      idField('Group Member ID'),
      reference('GroupId', 'Group ID', 'Group', 'Group', { nillable: false }),
      reference('UserOrGroupId', 'User/Group ID', ['Group', 'User'], 'UserOrGroup', { nillable: false }),
      systemModstamp(),
    ],
  })
}
