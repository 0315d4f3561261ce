import { createHash } from 'node:crypto'
import type { StoredRecord } from '../terms.js'
import { addRecord, type AddOptions } from './add-record.js'
import { fileTypeOf } from './file-types.js'
import { getRecord, type Org } from './org.js'
import { laterOf, replaceRecord, updateRecord } from './update.js'

type Values = Record<string, unknown>

/**
 * Fills in what the org knows of a version about to be stored: name parts, size, checksum, number.
 * Without ContentDocumentId it is the first version of a new file, whose document is made here.
 */
export function completeVersion(org: Org, values: Values, blob: Buffer | undefined, options: AddOptions): void {
  const path = String(values['PathOnClient'] ?? values['Title'] ?? 'Untitled')
  const dot = path.lastIndexOf('.')
  const extension = dot > 0 && blob ? path.slice(dot + 1).toLowerCase() : null
  values['Title'] ??= dot > 0 ? path.slice(0, dot) : path
  values['FileExtension'] ??= extension
  values['FileType'] ??= values['ContentUrl'] ? 'LINK' : fileTypeOf(extension)
  values['ContentSize'] ??= blob?.length ?? null
  values['Checksum'] ??= blob ? createHash('md5').update(blob).digest('hex') : null
  values['ContentModifiedDate'] ??= options.at ?? org.clock.now()
  Object.assign(values, {
    PublishStatus: 'P',
    SharingOption: 'A',
    Origin: values['Origin'] ?? 'H',
    ContentLocation: 'S',
    IsLatest: true,
  })
  const before = values['ContentDocumentId'] ? latestVersion(org, String(values['ContentDocumentId'])) : undefined
  values['VersionNumber'] = String(Number(before?.values['VersionNumber'] ?? 0) + 1)
  if (before)
    replaceRecord(
      org,
      { ...before, values: { ...before.values, IsLatest: false } },
      laterOf(before.hiddenUntil, options.hiddenUntil),
    )
  else values['ContentDocumentId'] = addDocument(org, values, options)
}

/**
 * Lets the document show what its newest version is; a first version also links it to its owner and to where it was
 * published.
 */
export function publishVersion(org: Org, version: StoredRecord): void {
  const { values, hiddenUntil } = version
  const documentId = String(values['ContentDocumentId'])
  const options = { at: version.systemModstampAt, ...(hiddenUntil !== undefined && { hiddenUntil }) }
  updateRecord(
    org,
    documentId,
    { ...documentValues(values), LatestPublishedVersionId: version.id, LastModifiedById: values['LastModifiedById'] },
    options,
  )
  if (values['VersionNumber'] !== '1') return
  addLink(
    org,
    { ContentDocumentId: documentId, LinkedEntityId: values['OwnerId'], ShareType: 'I', Visibility: 'AllUsers' },
    options,
  )
  const place = values['FirstPublishLocationId']
  if (place)
    addLink(
      org,
      { ContentDocumentId: documentId, LinkedEntityId: place, ShareType: 'V', Visibility: 'AllUsers' },
      options,
    )
}

/** A new link moves its document's SystemModstamp. */
export function touchDocument(org: Org, link: StoredRecord): void {
  const document = getRecord(org, String(link.values['ContentDocumentId']))
  const systemModstampAt = Math.max(document.systemModstampAt, link.systemModstampAt)
  replaceRecord(org, { ...document, systemModstampAt }, laterOf(document.hiddenUntil, link.hiddenUntil))
}

function latestVersion(org: Org, documentId: string): StoredRecord {
  const latest = org.tables
    .newestChildren('ContentVersion', 'ContentDocumentId', documentId)
    .find(({ values }) => values['IsLatest'])
  if (!latest) throw new Error(`There is no ContentDocument ${documentId}`)
  return latest
}

function addDocument(org: Org, version: Values, options: AddOptions): string {
  const people = { CreatedById: version['CreatedById'], OwnerId: version['OwnerId'] ?? version['CreatedById'] }
  const given = Object.fromEntries(
    Object.entries({ ...people, ...documentValues(version) }).filter(([, value]) => value !== undefined),
  )
  return addRecord(
    org,
    org.registry.get('ContentDocument'),
    { ...given, PublishStatus: 'P', SharingOption: 'A', SharingPrivacy: 'N' },
    options,
  ).id
}

function documentValues(version: Values): Values {
  return {
    Title: version['Title'],
    FileType: version['FileType'],
    FileExtension: version['FileExtension'],
    ContentSize: version['ContentSize'],
    ContentModifiedDate: version['ContentModifiedDate'],
    Description: version['Description'],
  }
}

function addLink(org: Org, values: Values, options: AddOptions): void {
  addRecord(org, org.registry.get('ContentDocumentLink'), values, options)
}
