import type { Document, Row } from '../terms.js'
import { buildDocument } from './document.js'
import { buildFileDocuments } from './files.js'
import type { ObjectRun } from './object-work.js'

/** The documents of rows, in their order; file rows that hang on no record of the datasource make none. */
export async function buildDocuments(rows: Row[], { run, plan }: ObjectRun): Promise<Document[]> {
  if (plan.isFiles) return buildFileDocuments(rows, plan.describe, run)
  const { source, instanceUrl } = run
  return rows.map((row) => buildDocument(row, { source, instanceUrl, describe: plan.describe, isStandard: plan.isStandard }))
}
