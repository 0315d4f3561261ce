import type { Document, Tombstone } from '../../terms.js'
import type { Format } from './format.js'
import { renderLines } from './ndjson.js'

/**
 * The documents as the Coco server has them (infinilabs/coco-server, core/document.go): the place is in `_system`, what
 * it has no field for in `metadata`. It knows deletions by Id alone, and leaves what is `disabled` out of its searches:
 * so a tombstone works in the same call that a document does.
 */
export const coco: Format = {
  name: 'coco',
  extension: '.coco.ndjson',
  render: (documents) => renderLines(formsOf(documents)),
}

function* formsOf(documents: Document[]): Generator<object> {
  for (const each of documents) yield 'deleted' in each ? buildDisabled(each) : buildForm(each)
}

function buildForm({ system, metadata, ...document }: Exclude<Document, Tombstone>): object {
  const { parent_id, passage, ...known } = document as typeof document & { parent_id?: unknown; passage?: unknown }
  return { ...known, metadata: { ...metadata, parent_id, passage }, _system: system }
}

function buildDisabled({ system, metadata, ...tombstone }: Tombstone): object {
  const { id, source, type, category, categories, deleted_at, reason, merged_into, parent_id } = tombstone
  const facts = { ...metadata, reason, merged_into, parent_id }
  return {
    id,
    source,
    type,
    category,
    categories,
    updated: deleted_at,
    disabled: true,
    metadata: facts,
    _system: system,
  }
}
