/** Files as documents of their own: `files: index` and `files: download`. */
import type { Document, Row } from '../../terms.js'
import { buildFileDocument, type FileLink } from './file-document.js'
import { fetchContent, type FileContent } from './file-content.js'
import type { FileTable } from './file-tables.js'
import { noteOtherVersions } from './stale-files.js'
import { noteRead, noteUnread } from './unread-files.js'
import type { ObjectSync } from '../run/object-context.js'
import type { ObjectPlan } from '../plan/object-plan.js'
import { isStandardObject } from '../plan/standard-objects.js'
import type { Run } from '../run/run.js'

/**
 * A document for each file, from rows that hang on records; with `download` its text is fetched. A text that the org
 * would not give is left out and noted, or the document is, where it was written without its text before.
 */
export async function buildFileDocuments(rows: Row[], object: ObjectSync): Promise<Document[]> {
  const { run, plan, unread } = object
  const { describe } = plan
  const table = plan.files!
  const documents: Document[] = []
  for (const row of rows) {
    const content = run.datasource.files === 'download' ? await tryContent(row, object) : undefined
    if (unread.isRetry && (unread.again.has(String(row['Id'])) || isNothing(content))) continue
    const { source, instanceUrl } = run
    const links = linksOf(row, table, run)
    documents.push(buildFileDocument(row, { source, instanceUrl, describe, table, links, content }))
  }
  return documents
}

/** Whether a file hangs on a record of the datasource: others make no document. */
export function hangsOnRecord(row: Row, { files }: ObjectPlan, run: Run): boolean {
  return linksOf(row, files!, run).length > 0
}

/** What was written before says as much. */
function isNothing(content: FileContent = {}): boolean {
  return Object.values(content).every((value) => value === undefined)
}

async function tryContent(row: Row, object: ObjectSync): Promise<FileContent> {
  const id = String(row['Id'])
  const content = await fetchContent(row, object)
  await noteOtherVersions(object, row, content)
  if (content.error === undefined) noteRead(object, id)
  else noteUnread(object, id, content.error)
  return content
}

function linksOf(row: Row, table: FileTable, { objectByKeyPrefix }: Run): FileLink[] {
  return table.read(row).recordIds.flatMap((id) => {
    const sobject = objectByKeyPrefix.get(id.slice(0, 3))
    return sobject === undefined ? [] : [{ id, sobject, isStandard: isStandardObject(sobject) }]
  })
}
