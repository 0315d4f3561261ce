import type { Format } from './format.js'
import { renderLines } from './ndjson.js'

/** The documents themselves, one JSON object on each line. */
export const document: Format = { name: 'document', extension: '.ndjson', render: renderLines }
