import { createHash } from 'node:crypto'
import type { StoredRecord } from '../../terms.js'
import { addRecord, type AddOptions } from '../add-record.js'
import { fileTypeOf } from './file-types.js'
import { wholeSeconds, type Org } from '../org.js'
import { laterOf, replaceRecord } from '../replace.js'
import { updateRecord } from '../update.js'

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
  values['ContentModifiedDate'] ??= wholeSeconds(options.at ?? org.clock.now())
  Object.assign(values, {
    PublishStatus: 'P',
    SharingOption: 'A',
    SharingPrivacy: 'N',
    IsMajorVersion: true,
    Origin: values['Origin'] ?? 'H',
    ContentLocation: 'S',
    IsLatest: true,
  })
  const before = values['ContentDocumentId'] ? latestVersion(org, getDocument(org, values)) : undefined
  values['VersionNumber'] = String(Number(before?.values['VersionNumber'] ?? 0) + 1)
  if (!before) {
    values['ContentDocumentId'] ??= addDocument(org, values, options)
    return
  }
  const superseded = { ...before, values: { ...before.values, IsLatest: false } }
  replaceRecord(org, superseded, laterOf(before.hiddenUntil, options.hiddenUntil))
}

/**
 * Lets the document show what its newest version is; a first version also links it to its owner and to where it was
 * published.
 */
export function publishVersion(org: Org, version: StoredRecord): void {
  const { values, hiddenUntil } = version
  const documentId = String(values['ContentDocumentId'])
  const options = { at: version.systemModstampAt, ...(hiddenUntil !== undefined && { hiddenUntil }) }
  const { LastModifiedById } = values
  updateRecord(
    org,
    documentId,
    { ...documentValues(values), LatestPublishedVersionId: version.id, LastModifiedById },
    options,
  )
  if (values['VersionNumber'] !== '1') return
  const shares = [
    [values['OwnerId'], 'I'],
    [values['FirstPublishLocationId'], 'V'],
  ]
  for (const [LinkedEntityId, ShareType] of shares) {
    if (!LinkedEntityId) continue
    const link = { ContentDocumentId: documentId, LinkedEntityId, ShareType, Visibility: 'AllUsers' }
    addRecord(org, org.registry.get('ContentDocumentLink'), link, options)
  }
}

/** The live document that a version or a link is for; throws where there is none. */
export function getDocument(org: Org, values: Values): StoredRecord {
  const documentId = String(values['ContentDocumentId'])
  const document = org.tables.newest(documentId)
  if (!document || document.isDeleted) throw new Error(`There is no ContentDocument ${documentId}`)
  return document
}

/** A new link moves its document's SystemModstamp. */
export function touchDocument(org: Org, link: StoredRecord): void {
  const document = getDocument(org, link.values)
  const systemModstampAt = Math.max(document.systemModstampAt, link.systemModstampAt)
  replaceRecord(org, { ...document, systemModstampAt }, laterOf(document.hiddenUntil, link.hiddenUntil))
}

function latestVersion(org: Org, document: StoredRecord): StoredRecord | undefined {
  return org.tables
    .newestChildren('ContentVersion', 'ContentDocumentId', document.id)
    .find(({ values }) => values['IsLatest'])
}

function addDocument(org: Org, version: Values, options: AddOptions): string {
  const people = { CreatedById: version['CreatedById'], OwnerId: version['OwnerId'] ?? version['CreatedById'] }
  const given = Object.fromEntries(
    Object.entries({ ...people, ...documentValues(version) }).filter(([, value]) => value !== undefined),
  )
  const document = { ...given, PublishStatus: 'P', SharingOption: 'A', SharingPrivacy: 'N' }
  return addRecord(org, org.registry.get('ContentDocument'), document, options).id
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
