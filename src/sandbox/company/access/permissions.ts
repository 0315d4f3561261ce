import type { Store, StoredRecord } from '../../terms.js'
import { COMPANY_FOUNDED } from '../words/dates.js'

/**
 * Roles, record types, custom metadata, and what profiles and permission sets permit. Each profile has a hidden
 * permission set of its own, whose assignments are its users (Object Reference, PermissionSet).
 */
export function buildPermissions(store: Store): void {
  const at = COMPANY_FOUNDED
  const users = [...store.rows('User')]
  buildRoles(store, users)
  for (const [SobjectType, Name, DeveloperName] of RECORD_TYPES) {
    store.insert('RecordType', { SobjectType, Name, DeveloperName, IsActive: true }, { at })
  }
  for (const profile of store.rows('Profile')) {
    const isAdmin = profile.values['Name'] === 'System Administrator'
    const set = store.insert('PermissionSet', hiddenSet(profile, isAdmin), { at })
    permit(store, set, profile.values['Name'] === 'Minimum Access' ? READ : isAdmin ? ALL : WRITE)
    for (const user of users.filter(({ values }) => values['ProfileId'] === profile.id)) assign(store, set, user)
  }
  const extra = { Name: 'Invoice_Readers', Label: 'Invoice Readers', IsCustom: true, Type: 'Regular' }
  const readers = store.insert('PermissionSet', extra, { at })
  permitObject(store, readers, 'Invoice__c', READ)
  for (const Field of ['Invoice__c.Amount__c', 'Invoice__c.Status__c']) {
    const field = { ParentId: readers.id, SobjectType: 'Invoice__c', Field, PermissionsRead: true }
    store.insert('FieldPermissions', field, { at })
  }
  for (const user of users.slice(0, 3)) assign(store, readers, user)
  for (const [DeveloperName, MasterLabel, Hours__c] of ESCALATIONS) {
    const names = { DeveloperName, QualifiedApiName: DeveloperName, MasterLabel, Label: MasterLabel, Language: 'en_US' }
    store.insert('Escalation_Rule__mdt', { ...names, Hours__c }, { at })
  }
  buildGroupMembers(store, users)
}

const RECORD_TYPES = [
  ['Case', 'Support', 'Support'],
  ['Case', 'Return', 'Return'],
  ['Opportunity', 'New Business', 'New_Business'],
] as const

/** How many hours a case may lie before somebody else is told. */
const ESCALATIONS = [
  ['High_Priority', 'High priority', 4],
  ['Standard', 'Standard', 24],
] as const

const OBJECTS = [
  'Account',
  'Campaign',
  'Case',
  'Contact',
  'Event',
  'Invoice__c',
  'Lead',
  'Opportunity',
  'Project__c',
  'Region__c',
  'Task',
] as const

const READ = ['Read'] as const
const WRITE = ['Create', 'Read', 'Edit', 'Delete'] as const
const ALL = [...WRITE, 'ViewAllRecords', 'ModifyAllRecords', 'ViewAllFields'] as const

/** The manager has the role at the top; the integration user has none. */
function buildRoles(store: Store, users: StoredRecord[]): void {
  const top = buildRole(store, 'Management')
  const below = [buildRole(store, 'Sales Team', top), buildRole(store, 'Service Team', top)]
  users.slice(1).forEach((user, n) => {
    const UserRoleId = n === 0 ? top.id : below[n % below.length]!.id
    store.update(user.id, { UserRoleId }, { touch: 'none' })
  })
}

/** A role, below another one but for the role at the top. */
export function buildRole(store: Store, Name: string, parent?: StoredRecord): StoredRecord {
  const values = { Name, DeveloperName: Name.replaceAll(' ', '_'), ParentRoleId: parent?.id }
  return store.insert('UserRole', { ...values, OpportunityAccessForAccountOwner: 'Edit' }, { at: COMPANY_FOUNDED })
}

function hiddenSet(profile: StoredRecord, isAdmin: boolean): Record<string, unknown> {
  return {
    Name: `X00ex${profile.id.slice(-6)}`,
    Label: `00ex${profile.id.slice(-6)}`,
    ProfileId: profile.id,
    IsOwnedByProfile: true,
    Type: 'Profile',
    PermissionsApiEnabled: true,
    PermissionsViewAllData: true,
    PermissionsModifyAllData: isAdmin,
    PermissionsViewSetup: true,
    PermissionsManageUsers: isAdmin,
  }
}

function permit(store: Store, set: StoredRecord, permits: readonly string[]): void {
  for (const name of OBJECTS) permitObject(store, set, name, permits)
}

function permitObject(store: Store, set: StoredRecord, SobjectType: string, permits: readonly string[]): void {
  const granted = Object.fromEntries(permits.map((name) => [`Permissions${name}`, true]))
  store.insert('ObjectPermissions', { ParentId: set.id, SobjectType, ...granted }, { at: COMPANY_FOUNDED })
}

/** Gives a permission set to a user. */
export function assign(store: Store, set: StoredRecord, user: StoredRecord): void {
  const assignment = { PermissionSetId: set.id, AssigneeId: user.id, IsActive: true }
  store.insert('PermissionSetAssignment', assignment, { at: user.createdAt })
}

/** Everybody but the integration user takes turns in the queues. */
function buildGroupMembers(store: Store, users: StoredRecord[]): void {
  const groups = [...store.rows('Group')].filter(({ values }) => values['Type'] !== 'Role')
  users.slice(1).forEach((user, n) => {
    joinGroup(store, groups[n % groups.length]!, user)
  })
}

/** Makes a user a member of a group or queue. */
export function joinGroup(store: Store, group: StoredRecord, user: StoredRecord): void {
  store.insert('GroupMember', { GroupId: group.id, UserOrGroupId: user.id }, { at: user.createdAt })
}
