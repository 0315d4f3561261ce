import type { ProcessorOptions } from '../../config/enrichment/enrichment-types.js'
import { absent, changeField, readField, writeField } from '../fields.js'
import { eachDocument, type Processor } from '../processor.js'

/** Moves values from one place to another; one that isn't there is no failure. */
export function openRename({ fields }: ProcessorOptions<'rename'>): Processor {
  return eachDocument((document) => {
    let changed = document
    for (const { from, to } of fields) {
      const value = readField(changed, from)
      if (value === undefined) continue
      changed = writeField(
        changeField(changed, from, () => absent),
        to,
        value,
      )
    }
    return changed
  })
}
