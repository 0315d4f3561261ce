import { FEED_PARENTS } from '../schema/parents.js'
import type { StoredRecord } from '../terms.js'
import { addRecord, type AddOptions } from './add-record.js'
import { completeVersion, getDocument, publishVersion, touchDocument } from './files/content.js'
import { countFeedComment } from './feed.js'
import { noteCreation } from './history.js'
import type { Org } from './org.js'
import { parseValues } from './parse-values.js'

export interface InsertOptions extends AddOptions {
  /** The bytes of a ContentVersion or an Attachment. */
  blob?: Buffer
}

/**
 * Stores a new record with what follows from it: the document of a first version, a feed item's count of comments, the
 * history of a deal.
 */
export function insertRecord(
  org: Org,
  sobject: string,
  given: Record<string, unknown>,
  options: InsertOptions = {},
): StoredRecord {
  const named = org.registry.get(sobject)
  const schema = named.name in FEED_PARENTS ? org.registry.get('FeedItem') : named
  if (schema.name === 'EntityDefinition') throw new Error('EntityDefinition takes no records')
  const { values, stamps, blob: parsedBlob } = parseValues(schema, given)
  const blob = options.blob ?? parsedBlob
  if (schema.name === 'ContentVersion') completeVersion(org, values, blob, options)
  if (schema.name === 'Attachment') values['BodyLength'] = blob?.length ?? 0
  if (schema.name === 'ContentDocumentLink') getDocument(org, values)
  if (schema.name === 'FeedComment')
    values['ParentId'] ??= org.tables.newest(String(values['FeedItemId']))?.values['ParentId']
  const record = addRecord(org, schema, values, { ...options, stamps })
  if (blob) org.blobs.set(record.id, blob)
  noteCreation(org, record)
  if (record.sobject === 'ContentVersion') publishVersion(org, record)
  if (record.sobject === 'ContentDocumentLink') touchDocument(org, record)
  if (record.sobject === 'FeedComment') countFeedComment(org, record, 1)
  return record
}
