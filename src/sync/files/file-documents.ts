/** Files as documents of their own: `files: index` and `files: download`. */
import type { Datasource, Document, Row } from '../../terms.js'
import type { Catalog } from '../plan/catalog.js'
import { buildFileDocument, type FileLink } from './file-document.js'
import { fetchText } from './file-text.js'
import { noteRead, noteUnread } from './unread-files.js'
import { childRows } from '../records/child-lists.js'
import type { ObjectSync } from '../run/object-context.js'
import type { ObjectPlan } from '../plan/object-plan.js'
import { readablePath } from '../plan/readable.js'
import type { Run } from '../run/run.js'
import { isIn, soql } from '../../soql/soql.js'
import { chooseWatermarkField } from '../plan/watermark-field.js'
import { isStandardObject } from '../plan/standard-objects.js'
import { fileObject, parentPaths, person, searchableFileTypes, words } from '../plan/field-tables.js'

/**
 * What is asked of the org for files; undefined where they stay links in their records, or the org doesn't show them.
 */
export function planFiles({ describes }: Pick<Catalog, 'describes'>, { files }: Datasource): ObjectPlan | undefined {
  const describe = describes.get(fileObject)
  if (files === 'links' || describe === undefined) return undefined
  const readable = (path: string) => readablePath(path, describe, (name) => describes.get(name)) ?? []
  const fields = [...fileFields, ...parentPaths({ Owner: person, CreatedBy: person })].flatMap(readable)
  const links = soql('ContentDocumentLinks').id().fields(['LinkedEntityId', 'SystemModstamp']).orderBy('Id')
  const watermarkField = chooseWatermarkField(describe, 'SystemModstamp')
  return {
    object: fileObject,
    isStandard: true,
    isFiles: true,
    describe,
    selection: { sobject: fileObject, fields, keys: ['Id'], children: [], missing: [] },
    selects: [
      soql(fileObject)
        .id()
        .metaFields(describe.fields.map((field) => field.name))
        .fields(fields)
        .child(links),
    ],
    condition: isIn('FileExtension', searchableFileTypes),
    ...(watermarkField === undefined ? {} : { watermarkField }),
  }
}

/**
 * A document for each file that hangs on a record of the datasource; with `download` its text is fetched. A text that the
 * org would not give is left out and noted, or the document, where it was written without its text before.
 */
export async function buildFileDocuments(rows: Row[], object: ObjectSync): Promise<Document[]> {
  const { run, plan, unread } = object
  const { describe } = plan
  const documents: Document[] = []
  for (const row of rows) {
    const links = linksOf(row, run)
    if (links.length === 0) continue
    const content = run.datasource.files === 'download' ? await tryText(row, object) : undefined
    if (unread.isRetry && unread.again.has(String(row['Id']))) continue
    const { source, instanceUrl } = run
    documents.push(buildFileDocument(row, { source, instanceUrl, describe, links, content }))
  }
  return documents
}

async function tryText(row: Row, object: ObjectSync): Promise<string | undefined> {
  const id = String(row['Id'])
  try {
    const text = await fetchText(row, object.run)
    noteRead(object, id)
    return text
  } catch (error) {
    noteUnread(object, id, error)
    return undefined
  }
}

const fileFields = words('Title FileExtension FileType ContentSize Description LatestPublishedVersionId')

function linksOf(row: Row, { objectByKeyPrefix }: Run): FileLink[] {
  return childRows(row['ContentDocumentLinks']).flatMap((link) => {
    const id = String(link['LinkedEntityId'])
    const sobject = objectByKeyPrefix.get(id.slice(0, 3))
    return sobject === undefined ? [] : [{ id, sobject, isStandard: isStandardObject(sobject) }]
  })
}
