import type { ProcessorOptions } from '../../config/enrichment/enrichment-types.js'
import { writeField } from '../fields.js'
import { eachDocument, type Processor } from '../processor.js'
import { fillTemplate, renderValue } from '../templates.js'

/** Gives fields values; one for which the document has nothing stays as it is. */
export function openSet({ fields }: ProcessorOptions<'set'>): Processor {
  return eachDocument((document) => {
    let changed = document
    for (const { path, value } of fields) {
      const filled = fillTemplate(value, changed)
      if (filled === undefined || filled === null) continue
      changed = writeField(changed, path, isTitle(path) ? renderValue(filled) : filled)
    }
    return changed
  })
}

function isTitle(path: string[]): boolean {
  return path.length === 1 && path[0] === 'title'
}
