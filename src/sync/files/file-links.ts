/** Which records a changed file hangs on. */
import type { RecordId, Row } from '../../terms.js'
import type { Run } from '../run/run.js'
import { queryByIds, type IdsQuery } from '../records/query-by-ids.js'
import { soql } from '../../soql/soql.js'
import { stampOf } from '../windows/stamps.js'
import { searchableFileTypes } from '../plan/field-tables.js'

const filesPerQuery = 500

/**
 * The records that changed files hang on, or hung on. Salesforce takes a query of ContentDocumentLink only where the
 * statement names documents or records by Id, so changed documents come first and their links are queried by document;
 * /queryAll, since a deleted file takes its links with it.
 */
export async function changedLinks(documents: Row[], run: Run): Promise<RecordId[]> {
  const files = new Map(documents.filter(isSearchable).map((row) => [String(row['Id']), row]))
  const records: RecordId[] = []
  for await (const links of queryByIds(run, linksOf([...files.keys()]))) {
    for (const link of links) {
      const version = linkVersion(link, files.get(String(link['ContentDocumentId'])))
      if (run.children.links.has(String(link['Id']), version)) continue
      records.push(String(link['LinkedEntityId']))
    }
  }
  return records
}

/**
 * The stamps of a link and its file, the later one first: either may change what a record's document says of the file,
 * and a change of the file that is committed late may be older than one of the link.
 */
export function linkVersion(link: Row, file: Row | null | undefined): string {
  const stamps = [stampOf(link['SystemModstamp']), stampOf(file?.['SystemModstamp'])].filter(
    (stamp) => stamp !== undefined,
  )
  return stamps.toSorted().toReversed().join(' ')
}

function linksOf(ids: RecordId[]): IdsQuery {
  const sobject = 'ContentDocumentLink'
  const select = soql(sobject).id().fields(['ContentDocumentId', 'LinkedEntityId', 'SystemModstamp'])
  return { sobject, scope: 'all', select, field: 'ContentDocumentId', ids, mostIds: filesPerQuery }
}

/** Where the org hides the extension, lists of files have all of them. */
function isSearchable(file: Row): boolean {
  if (!('FileExtension' in file)) return true
  return searchableFileTypes.includes(String(file['FileExtension']).toLowerCase())
}
