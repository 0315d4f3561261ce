/** Files as documents of their own: `files: index` and `files: download`. */
import type { Document, Row, SObjectDescribe } from '../../terms.js'
import { buildFileDocument, type FileLink } from './file-document.js'
import { fetchText } from './file-text.js'
import { isStandardObject } from '../plan/standard-objects.js'
import { childRows } from '../records/child-lists.js'
import type { Run } from '../run/run.js'

/** A document for each file that hangs on a record of the datasource; with `download` its text is fetched. */
export async function buildFileDocuments(rows: Row[], describe: SObjectDescribe, run: Run): Promise<Document[]> {
  const documents: Document[] = []
  for (const row of rows) {
    const links = linksOf(row, run)
    if (links.length === 0) continue
    const content = run.datasource.files === 'download' ? await fetchText(row, run) : undefined
    const { source, instanceUrl } = run
    documents.push(buildFileDocument(row, { source, instanceUrl, describe, links, content }))
  }
  return documents
}

function linksOf(row: Row, { objectByKeyPrefix }: Run): FileLink[] {
  return childRows(row['ContentDocumentLinks']).flatMap((link) => {
    const id = String(link['LinkedEntityId'])
    const sobject = objectByKeyPrefix.get(id.slice(0, 3))
    return sobject === undefined ? [] : [{ id, sobject, isStandard: isStandardObject(sobject) }]
  })
}
