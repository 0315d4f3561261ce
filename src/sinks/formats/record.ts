import type { Document } from '../../terms.js'
import type { Format } from './format.js'
import { renderLines } from './ndjson.js'
import { readRawRecords } from './raw-records.js'

/** The records as they were queried, one JSON object on each line, and deleted ones as Salesforce marks them. */
export const record: Format = {
  name: 'record',
  extension: '.record.ndjson',
  isOfRecords: true,
  render: (documents) => renderLines(rowsOf(documents)),
}

function* rowsOf(documents: Document[]): Generator<object> {
  for (const { id, row } of readRawRecords(documents)) yield row ?? { Id: id, IsDeleted: true }
}
