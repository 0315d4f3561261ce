import type { ObjectSchema } from '../../terms.js'
import { checkbox, child, field, picklist, reference, shortTextArea, sobject, text } from '../fields.js'
import { auditFields, identity, owner, systemModstamp } from '../system-fields.js'

/** ContentDocument: the file as a whole; only a new version changes what it holds. */
export function contentDocumentSchema(): ObjectSchema {
  return sobject({
    name: 'ContentDocument',
    label: 'Content Document',
    labelPlural: 'Content Documents',
    keyPrefix: '069',
    createable: false,
    fields: [
      ...identity('ContentDocument ID'),
      text('Title', 'Title', 255, { nameField: true, nillable: false }),
      owner('user'),
      checkbox('IsArchived', 'Is Archived'),
      field('date', 'ArchivedDate', 'Archived Date'),
      picklist('PublishStatus', 'Publish Status', ['P', 'R', 'U'], { length: 40, nillable: false }),
      reference('LatestPublishedVersionId', 'Latest Published Version ID', 'ContentVersion', 'LatestPublishedVersion'),
      shortTextArea('Description', 'Description', { length: 1000 }),
      field('int', 'ContentSize', 'Size'),
      text('FileType', 'File Type', 20),
      text('FileExtension', 'File Extension', 40),
      picklist('SharingOption', 'Prevent others from sharing and unsharing', ['A', 'R'], { length: 40 }),
      picklist('SharingPrivacy', 'File Privacy on Records', ['N', 'P'], { length: 40 }),
      field('datetime', 'ContentModifiedDate', 'Content Modified Date'),
      ...auditFields(),
    ],
    children: [
      child('ContentDocumentLinks', 'ContentDocumentLink', 'ContentDocumentId'),
      child('ContentVersions', 'ContentVersion', 'ContentDocumentId'),
    ],
  })
}

/** ContentVersion: one state of a file. VersionData is its bytes, read at an address of its own. */
export function contentVersionSchema(): ObjectSchema {
  return sobject({
    name: 'ContentVersion',
    label: 'Content Version',
    labelPlural: 'Content Versions',
    keyPrefix: '068',
    deletable: false,
    fields: [
      ...identity('ContentVersion ID'),
      reference('ContentDocumentId', 'ContentDocument ID', 'ContentDocument', 'ContentDocument', { nillable: false }),
      checkbox('IsLatest', 'Is Latest'),
      field('url', 'ContentUrl', 'Content URL', { length: 1333 }),
      text('VersionNumber', 'Version Number', 20),
      text('Title', 'Title', 255, { nameField: true, nillable: false }),
      shortTextArea('Description', 'Description', { length: 1000 }),
      shortTextArea('ReasonForChange', 'Reason For Change', { length: 1000 }),
      picklist('SharingOption', 'Prevent others from sharing and unsharing', ['A', 'R'], { length: 40 }),
      text('PathOnClient', 'Path On Client', 500),
      field('datetime', 'ContentModifiedDate', 'Content Modified Date'),
      owner('user'),
      text('FileType', 'File Type', 20),
      picklist('PublishStatus', 'Publish Status', ['P', 'R', 'U'], { length: 40, nillable: false }),
      field('base64', 'VersionData', 'Version Data', { filterable: false, sortable: false }),
      field('int', 'ContentSize', 'Size'),
      text('FileExtension', 'File Extension', 40),
      reference('FirstPublishLocationId', 'First Publish Location ID', LINKED_ENTITIES, 'FirstPublishLocation'),
      picklist('Origin', 'Content Origin', ['C', 'H'], { length: 40, nillable: false }),
      picklist('ContentLocation', 'Content Location', ['S', 'E', 'L'], { length: 40, nillable: false }),
      text('Checksum', 'Checksum', 50),
      ...auditFields(),
    ],
  })
}

/** ContentDocumentLink: a file on a record. SystemModstamp is its only stamp. */
export function contentDocumentLinkSchema(): ObjectSchema {
  return sobject({
    name: 'ContentDocumentLink',
    label: 'Content Document Link',
    labelPlural: 'Content Document Link',
    keyPrefix: '06A',
    searchable: false,
    fields: [
      ...identity('ContentDocumentLink ID'),
      reference('LinkedEntityId', 'Linked Entity ID', LINKED_ENTITIES, 'LinkedEntity', { nillable: false }),
      reference('ContentDocumentId', 'ContentDocument ID', 'ContentDocument', 'ContentDocument', { nillable: false }),
      systemModstamp(),
      picklist('ShareType', 'Share Type', ['V', 'C', 'I'], { length: 40 }),
      picklist('Visibility', 'Visibility', ['AllUsers', 'InternalUsers', 'SharedUsers'], { length: 40 }),
    ],
  })
}

/** The sObjects a file can hang on. */
const LINKED_ENTITIES = [
  'Account',
  'Campaign',
  'Case',
  'Contact',
  'EmailMessage',
  'Event',
  'Invoice__c',
  'Lead',
  'Opportunity',
  'Project__c',
  'Task',
  'User',
]
