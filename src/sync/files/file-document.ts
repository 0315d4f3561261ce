import { reportError } from '../../errors/extract-error.js'
import { shorten } from '../../errors/shorten.js'
import type { FileDocument, RecordId, Row, SObjectDescribe, Source } from '../../terms.js'
import { datesOf, defaultIcon, ownerOf, recordIdOf } from '../documents/document.js'
import { buildPayload } from '../documents/payload.js'
import { placeBelow, placeOf } from '../documents/place.js'
import type { FileContent } from './file-content.js'

/** A record a file hangs on. */
export interface FileLink {
  id: RecordId
  sobject: string
  isStandard: boolean
}

export interface FileContext {
  source: Source
  /** Describe of ContentDocument. */
  describe: SObjectDescribe
  instanceUrl: string
  /** The records the file hangs on, in any order. */
  links: FileLink[]
  /** What is in the file, where that was fetched. */
  content?: FileContent | undefined
}

/**
 * The document of a file, from its ContentDocument row: one however many records share it. It lies with the first of
 * them by Id. Throws BAD_ANSWER for a row without Id.
 */
export function buildFileDocument(row: Row, context: FileContext): FileDocument {
  const { source, describe, instanceUrl, links, content = {} } = context
  const id = recordIdOf(row, 'ContentDocument')
  const ordered = links.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const [first] = ordered
  const place = first === undefined ? placeBelow([]) : placeOf(first.sobject, first.isStandard)
  const extension = textOf(row['FileExtension'])?.toLowerCase()
  const size = row['ContentSize']
  return {
    id,
    source,
    type: 'content_document',
    category: place.category,
    categories: place.categories,
    subcategory: first?.sobject ?? 'ContentDocument',
    title: titleOf(row, id),
    ...(content.text === undefined ? {} : { content: content.text }),
    icon: defaultIcon,
    ...ownerOf(row),
    tags: ['content_document', ...(extension === undefined ? [] : [extension])],
    url: `${instanceUrl}/${id}`,
    ...(typeof size === 'number' ? { size } : {}),
    ...datesOf(row),
    payload: buildPayload(row, describe),
    metadata: {
      sobject_type: 'ContentDocument',
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

/** ContentDocument.Title comes without the extension, though people type it in. */
function titleOf(row: Row, id: RecordId): string {
  const title = textOf(row['Title']) ?? id
  const ending = `.${textOf(row['FileExtension']) ?? ''}`
  return ending === '.' || title.toLowerCase().endsWith(ending.toLowerCase()) ? title : `${title}${ending}`
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}
