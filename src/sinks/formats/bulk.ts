import type { Document } from '../../terms.js'
import type { Format } from './format.js'
import { defaultIndex, parseIndexTemplate, type NameIndex } from './index-name.js'
import { encodeLines } from './line-buffers.js'
import { renderValue } from './ndjson.js'

/**
 * The lines of a `_bulk` request to Elasticsearch or OpenSearch: an action, and the document below it where the action
 * is `index`. Throws CONFIG_INVALID for a template that names no index.
 */
export function openBulk(template: string = defaultIndex): Format {
  const nameIndex = parseIndexTemplate(template)
  return {
    name: 'bulk',
    extension: '.bulk.ndjson',
    validate: (datasource) => void nameIndex(datasource, 'object'),
    render: (documents) => encodeLines(linesOf(documents, nameIndex)),
  }
}

function* linesOf(documents: Document[], nameIndex: NameIndex): Generator<string> {
  for (const document of documents) {
    const target = { _index: nameIndex(document.source.id, objectOf(document)), _id: document.id }
    if ('deleted' in document) yield renderValue({ delete: target })
    else {
      yield renderValue({ index: target })
      yield renderValue(document)
    }
  }
}

/**
 * A document and its tombstone have the same: a pipeline may change the type of a document. Directories have an index
 * of their own.
 */
function objectOf({ type, metadata }: Document): string {
  return type === 'folder' ? type : (metadata?.sobject_type ?? type)
}
