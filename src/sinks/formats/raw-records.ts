import type { Document, RecordId, Row } from '../../terms.js'

/** A record as it was queried, or the Id of one that was deleted. */
export type RawRecord = { id: RecordId; row: Row } | { id: RecordId; row?: never }

/**
 * The records that documents are of. Directories are none, and what enrichment made of a record beside its own
 * document, such as a passage, is left out.
 */
export function* readRawRecords(documents: Document[]): Generator<RawRecord> {
  for (const document of documents) {
    if (document.type === 'folder' || ('parent_id' in document && document.parent_id !== undefined)) continue
    if ('deleted' in document) yield { id: document.id }
    // A pipeline may have taken it away.
    else if ('payload' in document && isRow(document.payload)) yield { id: document.id, row: document.payload }
  }
}

function isRow(payload: unknown): payload is Row {
  return typeof payload === 'object' && payload !== null
}
