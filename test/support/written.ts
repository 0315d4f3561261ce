import type { Document, RecordDocument, Tombstone } from '../../src/terms.js'

/** The Ids of the records among the documents, in order. */
export function recordIds(documents: Document[], type?: string): string[] {
  return records(documents, type).map(({ id }) => id)
}

/** The record documents, of one type where one is named. */
export function records(documents: Document[], type?: string): RecordDocument[] {
  const all = documents.filter((document) => document.type !== 'folder' && !('deleted' in document)) as RecordDocument[]
  return type === undefined ? all : all.filter((document) => document.type === type)
}

/** The tombstones of records and files. */
export function tombstones(documents: Document[]): Tombstone[] {
  return documents.filter((document): document is Tombstone => 'deleted' in document && document.type !== 'folder')
}

/** What an index holds that took the documents in their order. */
export function indexOf(documents: Document[]): Map<string, Document> {
  const index = new Map<string, Document>()
  for (const document of documents) {
    if ('deleted' in document) index.delete(document.id)
    else index.set(document.id, document)
  }
  return index
}
