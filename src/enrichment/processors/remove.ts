import type { ProcessorOptions } from '../../config/enrichment/enrichment-types.js'
import { absent, changeField } from '../fields.js'
import { eachDocument, type Processor } from '../processor.js'

/** Takes fields away; one that isn't there is no failure. */
export function openRemove({ fields }: ProcessorOptions<'remove'>): Processor {
  return eachDocument((document) => fields.reduce((left, path) => changeField(left, path, () => absent), document))
}
