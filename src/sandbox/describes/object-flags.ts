import type { ObjectSchema } from '../terms.js'

/** What a describe says an sObject can do besides being read and written. */
export interface ObjectFlags {
  deepCloneable: boolean
  layoutable: boolean
  mruEnabled: boolean
  triggerable: boolean
  undeletable: boolean
}

/**
 * As real orgs have them for standard objects; custom ones have layouts, triggers and lists of the last seen. Big
 * objects have none of these, external ones that are only read have layouts.
 */
export function flagsOfObject(object: ObjectSchema, isAssociate: boolean): ObjectFlags {
  const { name, createable, deletable } = object
  const isChangeEvent = name.endsWith('ChangeEvent')
  const isBig = name.endsWith('__b')
  const isWritten = !isAssociate && !isBig && createable
  const layoutable = (isWritten && !WITHOUT_LAYOUT.has(name)) || name === 'ContentDocument' || name.endsWith('__x')
  return {
    deepCloneable: name === 'Opportunity',
    layoutable,
    mruEnabled: (isWritten && object.custom) || LAST_SEEN.has(name),
    triggerable: isChangeEvent || name === 'ContentDocument' || (isWritten && !WITHOUT_TRIGGER.has(name)),
    undeletable: (object.undeletable ?? (deletable && (isWritten || layoutable))) && !WITHOUT_BIN.has(name),
  }
}

const SETUP = [
  'BusinessProcess',
  'CurrencyType',
  'FieldPermissions',
  'Group',
  'GroupMember',
  'ObjectPermissions',
  'PermissionSet',
  'PermissionSetAssignment',
  'Profile',
  'RecordType',
]
const WITHOUT_LAYOUT = new Set([...SETUP, 'Attachment', 'CallCenter', 'ContentAsset', 'FeedComment'])
const WITHOUT_TRIGGER = new Set([
  ...SETUP,
  'CallCenter',
  'ContentAsset',
  'ContentWorkspace',
  'EmailTemplate',
  'UserRole',
])
/** Deleted ones are still shown by queryAll, but can't be brought back. */
const WITHOUT_BIN = new Set(['ContentDocumentLink', 'FeedComment', 'FeedItem', 'Group', 'Profile'])
const LAST_SEEN = new Set([
  'Account',
  'Asset',
  'Campaign',
  'Case',
  'Contact',
  'ContentDocument',
  'DandBCompany',
  'EmailTemplate',
  'Event',
  'Individual',
  'Lead',
  'OperatingHours',
  'Opportunity',
  'PermissionSet',
  'Pricebook2',
  'Profile',
  'RecordType',
  'Task',
  'User',
  'UserRole',
])
