/** The sObjects whose rows are files, and what each calls that which a document says of one. */
import type { FileBlob } from '../../org/org.js'
import { atMost, endsWith, isIn, or, type Condition } from '../../soql/conditions.js'
import { soql, type Soql } from '../../soql/soql.js'
import type { RecordId, Row } from '../../terms.js'
import { attachmentObject, fileObject, words } from '../plan/field-tables.js'
import { childRows } from '../records/child-lists.js'
import { stampOf } from '../windows/stamps.js'

export interface FileTable {
  sobject: string
  /** Queried beside stamps and people. */
  fields: string[]
  /**
   * The list of the records a file hangs on, which may change while the file does not. Absent where it hangs on one
   * record for good, which its row names.
   */
  links?: Soql
  /** The files with one of these extensions, at least one. */
  hasExtension(extensions: string[]): Condition
  /** The files of at most so many bytes. */
  isAtMost(bytes: number): Condition
  read(row: Row): FileRow
}

/** What a row says of its file. */
export interface FileRow {
  /** With the extension; undefined where it has no name. */
  title: string | undefined
  /** As the org has it, without the dot. */
  extension: string | undefined
  size: number | undefined
  /** The records it hangs on. */
  recordIds: RecordId[]
  /** Where its bytes are; undefined for a link, which has none here. */
  stored: StoredFile | undefined
}

export interface StoredFile {
  /** Stands for bytes that never change; letters and digits. */
  version: string
  blob: FileBlob
}

/** The table of an sObject whose rows are files; undefined for all others. */
export function fileTableOf(sobject: string): FileTable | undefined {
  return fileTables.find((table) => table.sobject === sobject)
}

const contentDocuments: FileTable = {
  sobject: fileObject,
  fields: words('Title FileExtension FileType ContentSize Description LatestPublishedVersionId'),
  links: soql('ContentDocumentLinks').id().fields(['LinkedEntityId', 'SystemModstamp']).orderBy('Id'),
  hasExtension: (extensions) => isIn('FileExtension', extensions),
  isAtMost: (bytes) => atMost('ContentSize', bytes),
  read(row) {
    const extension = textOf(row['FileExtension'])
    const version = row['LatestPublishedVersionId']
    const isStored = typeof version === 'string' && row['FileType'] !== 'LINK'
    return {
      title: withExtension(textOf(row['Title']), extension),
      extension,
      size: numberOf(row['ContentSize']),
      recordIds: childRows(row['ContentDocumentLinks']).map((link) => String(link['LinkedEntityId'])),
      stored: isStored ? { version, blob: { sobject: 'ContentVersion', id: version } } : undefined,
    }
  },
}

/** Files as they were before Salesforce Files. Their bytes may be replaced, which moves LastModifiedDate. */
const attachments: FileTable = {
  sobject: attachmentObject,
  fields: words('Name ParentId ContentType BodyLength Description IsPrivate'),
  hasExtension: (extensions) => or(...extensions.map((extension) => endsWith('Name', `.${extension}`))),
  isAtMost: (bytes) => atMost('BodyLength', bytes),
  read(row) {
    const name = textOf(row['Name'])
    const modified = stampOf(row['LastModifiedDate']) ?? stampOf(row['SystemModstamp'])
    const version = modified?.replaceAll(/\D/g, '')
    return {
      title: name,
      extension: extensionOf(name),
      size: numberOf(row['BodyLength']),
      recordIds: typeof row['ParentId'] === 'string' ? [row['ParentId']] : [],
      stored: version === undefined ? undefined : { version, blob: { sobject: 'Attachment', id: String(row['Id']) } },
    }
  },
}

const fileTables = [contentDocuments, attachments]

/** ContentDocument.Title comes without the extension, though people type it in. */
function withExtension(title: string | undefined, extension: string | undefined): string | undefined {
  if (title === undefined || extension === undefined) return title
  return title.toLowerCase().endsWith(`.${extension.toLowerCase()}`) ? title : `${title}.${extension}`
}

function extensionOf(name = ''): string | undefined {
  return /.\.([\p{L}\p{N}_+~-]{1,40})$/u.exec(name)?.[1]
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}
