import type { FieldSchema, ObjectSchema } from '../../terms.js'
import {
  checkbox,
  child,
  CHOSEN,
  field,
  longText,
  picklist,
  reference,
  shortTextArea,
  sobject,
  text,
} from '../fields.js'
import {
  CONTENT_LOCATIONS,
  CONTENT_ORIGINS,
  FILE_PRIVACIES,
  FILE_SHARE_TYPES,
  FILE_SHARINGS,
  FILE_STATES,
  FILE_VISIBILITIES,
} from '../labelled-picklists.js'
import {
  auditFields,
  createdBy,
  createdDate,
  idField,
  isDeleted,
  lastModifiedBy,
  lastModifiedDate,
  lastSeen,
  owner,
  systemModstamp,
} from '../system-fields.js'
import { LINKED_ENTITIES } from '../parents.js'

/** ContentDocument: the file as a whole; only a new version changes what it holds. */
export function contentDocumentSchema(): ObjectSchema {
  return sobject({
    name: 'ContentDocument',
    label: 'Content Document',
    labelPlural: 'Content Documents',
    keyPrefix: '069',
    createable: false,
    fields: [
      idField('ContentDocument ID'),
      createdBy(),
      createdDate('Created'),
      lastModifiedBy(),
      lastModifiedDate(),
      checkbox('IsArchived', 'Is Archived'),
      reference('ArchivedById', 'User ID', 'User'),
      field('date', 'ArchivedDate', 'Archived Date'),
      isDeleted('Is Deleted'),
      owner('user'),
      systemModstamp(),
      text('Title', 'Title', 255, { nameField: true, nillable: false }),
      picklist('PublishStatus', 'Publish Status', FILE_STATES, CHOSEN),
      reference('LatestPublishedVersionId', 'Latest Published Version ID', 'ContentVersion', 'LatestPublishedVersion'),
      reference('ParentId', 'Parent ID', 'ContentWorkspace'),
      ...lastSeen(),
      shortTextArea('Description', 'Description', { length: 1000 }),
      field('int', 'ContentSize', 'Size'),
      text('FileType', 'File Type', 20),
      text('FileExtension', 'File Extension', 40),
      picklist('SharingOption', 'Prevent others from sharing and unsharing', FILE_SHARINGS, { length: 40 }),
      picklist('SharingPrivacy', 'File Privacy on Records', FILE_PRIVACIES, { length: 40 }),
      field('datetime', 'ContentModifiedDate', 'Content Modified Date'),
      reference('ContentAssetId', 'Asset File ID', 'ContentAsset', 'ContentAsset'),
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
      idField('ContentVersion ID'),
      reference('ContentDocumentId', 'ContentDocument ID', 'ContentDocument', 'ContentDocument', { nillable: false }),
      checkbox('IsLatest', 'Is Latest'),
      field('url', 'ContentUrl', 'Content URL', { length: 1333 }),
      text('VersionNumber', 'Version Number', 20),
      text('Title', 'Title', 255, { nameField: true, nillable: false }),
      shortTextArea('Description', 'Description', { length: 1000 }),
      shortTextArea('ReasonForChange', 'Reason For Change', { length: 1000 }),
      picklist('SharingOption', 'Prevent others from sharing and unsharing', FILE_SHARINGS, CHOSEN),
      picklist('SharingPrivacy', 'File Privacy on Records', FILE_PRIVACIES, CHOSEN),
      text('PathOnClient', 'Path On Client', 500),
      isDeleted('Is Deleted'),
      reference('ContentModifiedById', 'User ID', 'User', 'ContentModifiedBy'),
      field('datetime', 'ContentModifiedDate', 'Content Modified Date'),
      ...ratings(),
      owner('user'),
      longText('TagCsv', 'Tags', { length: 2000, sortable: true }),
      text('FileType', 'File Type', 20, { nillable: false }),
      picklist('PublishStatus', 'Publish Status', FILE_STATES, CHOSEN),
      field('base64', 'VersionData', 'Version Data', { filterable: false, sortable: false }),
      field('int', 'ContentSize', 'Size'),
      text('FileExtension', 'File Extension', 40),
      reference('FirstPublishLocationId', 'First Publish Location ID', LINKED_ENTITIES, 'FirstPublishLocation'),
      picklist('Origin', 'Content Origin', CONTENT_ORIGINS, CHOSEN),
      reference('ContentBodyId', 'Content Body ID', 'ContentBody', 'ContentBody'),
      picklist('ContentLocation', 'Content Location', CONTENT_LOCATIONS, CHOSEN),
      text('TextPreview', 'Text Preview', 255),
      text('Checksum', 'Checksum', 50),
      checkbox('IsMajorVersion', 'Major Version'),
      checkbox('IsAssetEnabled', 'Asset File Enabled', { filterable: false, sortable: false }),
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
      idField('ContentDocumentLink ID'),
      reference('LinkedEntityId', 'Linked Entity ID', LINKED_ENTITIES, 'LinkedEntity', { nillable: false }),
      reference('ContentDocumentId', 'ContentDocument ID', 'ContentDocument', 'ContentDocument', { nillable: false }),
      isDeleted('Is Deleted'),
      systemModstamp(),
      picklist('ShareType', 'Share Type', FILE_SHARE_TYPES, { length: 40 }),
      picklist('Visibility', 'Visibility', FILE_VISIBILITIES, { length: 40 }),
    ],
  })
}

/** What people thought of a version. */
function ratings(): FieldSchema[] {
  return [
    field('int', 'PositiveRatingCount', 'Positive Rating Count'),
    field('int', 'NegativeRatingCount', 'Negative Rating Count'),
    field('int', 'RatingCount', 'Rating Count'),
    field('int', 'FeaturedContentBoost', 'Featured Content Boost'),
    field('date', 'FeaturedContentDate', 'Featured Content Date'),
  ]
}
