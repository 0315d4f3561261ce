import { reportError } from '../../errors/extract-error.js'
import { shorten } from '../../errors/shorten.js'
import type { FileDocument, RecordId, Row, SObjectDescribe, Source } from '../../terms.js'
import { datesOf, defaultIcon, ownerOf, recordIdOf } from '../documents/document.js'
import { buildPayload } from '../documents/payload.js'
import { placeBelow, placeOf } from '../documents/place.js'
import type { FileContent } from './file-content.js'
import type { FileTable } from './file-tables.js'

/** A record a file hangs on. */
export interface FileLink {
  id: RecordId
  sobject: string
  isStandard: boolean
}

export interface FileContext {
  source: Source
  /** Describe of the sObject whose rows are files. */
  describe: SObjectDescribe
  table: FileTable
  instanceUrl: string
  /** The records the file hangs on, in any order. */
  links: FileLink[]
  /** What is in the file, where that was fetched. */
  content?: FileContent | undefined
}

/**
 * The document of a file, from its row: one however many records share it. It lies with the first of
 * them by Id. Throws BAD_ANSWER for a row without Id.
 */
export function buildFileDocument(row: Row, context: FileContext): FileDocument {
  const { source, describe, table, instanceUrl, links, content = {} } = context
  const { sobject } = table
  const id = recordIdOf(row, sobject)
  const { title = id, extension, size } = table.read(row)
  const ordered = links.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const [first] = ordered
  const place = first === undefined ? placeBelow([]) : placeOf(first.sobject, first.isStandard)
  return {
    id,
    source,
    type: 'content_document',
    category: place.category,
    categories: place.categories,
    subcategory: first?.sobject ?? sobject,
    title,
    ...(content.text === undefined ? {} : { content: content.text }),
    icon: defaultIcon,
    ...ownerOf(row),
    tags: ['content_document', ...(extension === undefined ? [] : [extension.toLowerCase()])],
    url: `${instanceUrl}/${id}`,
    ...(size === undefined ? {} : { size }),
    ...datesOf(row),
    payload: buildPayload(row, describe),
    metadata: {
      sobject_type: sobject,
      is_standard: true,
      linked_ids: [...new Set(ordered.map((link) => link.id))],
      ...(content.path === undefined ? {} : { file_path: content.path }),
      ...(content.error === undefined ? {} : { content_error: describeError(content.error) }),
      ...(content.isCut === undefined ? {} : { content_cut: true as const }),
    },
    system: place.system,
  }
}

/** Hosts and numbers of tries are no matter of the file: the org's refusals have their code alone. */
function describeError(error: unknown): { code: string; message: string } {
  const { code, message } = reportError(error)
  return { code, message: code.startsWith('FILE_') ? shorten(message, 200) : 'The org did not give the file.' }
}
