/** Which records a changed file hangs on. */
import type { RecordId, Row, Stamp } from '../../terms.js'
import type { Run } from '../run/run.js'
import { chunkIn } from '../../soql/chunks.js'
import { isIn } from '../../soql/conditions.js'
import { soql } from '../../soql/soql.js'
import { stampOf } from '../windows/stamps.js'
import { searchableFileTypes } from '../plan/field-tables.js'

const filesPerQuery = 500

/**
 * The records that changed files hang on, or hung on. Salesforce answers for ContentDocumentLink only where the
 * statement names documents or records by Id, so changed documents come first and their links are asked for by
 * document; /queryAll, since a deleted file takes its links with it.
 */
export async function changedLinks(documents: Row[], run: Run): Promise<RecordId[]> {
  const files = new Map(documents.filter(isSearchable).map((row) => [String(row['Id']), row]))
  if (files.size === 0) return []
  const select = soql('ContentDocumentLink').id().fields(['ContentDocumentId', 'LinkedEntityId', 'SystemModstamp'])
  const statement = (ids: RecordId[]) => select.where(isIn('ContentDocumentId', ids))
  const records: RecordId[] = []
  for (const ids of chunkIn([...files.keys()], (chunk) => run.fits(statement(chunk).text()), filesPerQuery)) {
    const result = run.org.query({ sobject: 'ContentDocumentLink', scope: 'all', soql: statement(ids).text() })
    for await (const { rows } of result.pages()) {
      for (const link of rows) {
        const version = linkVersion(link, files.get(String(link['ContentDocumentId'])))
        if (run.children.links.has(String(link['Id']), version)) continue
        records.push(String(link['LinkedEntityId']))
      }
    }
  }
  return records
}

/** The later stamp of a link and its file: either may change what a record's document says of the file. */
export function linkVersion(link: Row, file: Row | null | undefined): Stamp {
  const stamps = [stampOf(link['SystemModstamp']), stampOf(file?.['SystemModstamp'])].filter(
    (stamp) => stamp !== undefined,
  )
  return stamps.toSorted().at(-1) ?? ''
}

/** Where the org hides the extension, lists of files have all of them. */
function isSearchable(file: Row): boolean {
  if (!('FileExtension' in file)) return true
  return searchableFileTypes.includes(String(file['FileExtension']).toLowerCase())
}
