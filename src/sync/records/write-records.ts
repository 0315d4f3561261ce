/** Records on their way out: their documents to the sink, their versions and Ids to the state. */
import type { Document, Row } from '../../terms.js'
import { noteChildren } from '../children/child-notes.js'
import { buildDocument } from '../documents/document.js'
import { buildFileDocuments } from '../files/file-documents.js'
import type { ObjectRun } from '../run/object-context.js'
import { eventOf } from '../run/run.js'
import { versionOf } from '../windows/version.js'
import { noteWritten } from '../windows/watermark.js'

/** Writes the documents of a page's rows, in their order, and notes the rows, with the children in them, as written. */
export async function writeRecords(object: ObjectRun, rows: Row[]): Promise<void> {
  const size = batchSize(object)
  for (let start = 0; start < rows.length; start += size) await writeBatch(object, rows.slice(start, start + size))
}

/** Tells how far an object has come, after a page that was written. */
export function tellPage({ run, plan, report }: ObjectRun): void {
  const { written, pages, deleted } = report
  run.listener.pageDone?.({ ...eventOf(run), object: plan.object, written, pages, deleted })
}

/**
 * Documents are made and written in batches, so that a page's copies are gone before they grow old; files with their
 * text, which may be large, in smaller ones.
 */
const recordsAtOnce = 200
const filesAtOnce = 20

function batchSize({ run, plan }: ObjectRun): number {
  return plan.isFiles && run.datasource.files === 'download' ? filesAtOnce : recordsAtOnce
}

async function writeBatch(object: ObjectRun, rows: Row[]): Promise<void> {
  const { run, plan, state, report } = object
  const documents = await buildDocuments(rows, object)
  await run.sink.write(plan.object, documents)
  const written = rows.map((row) => String(row['Id']))
  for (const [index, row] of rows.entries()) {
    const id = written[index]!
    noteWritten(state.rows, id, versionOf(row, plan.watermarkField), run.datasource.lookbackMs)
    noteChildren(row, plan, run)
    state.rewrite.delete(id)
    state.gone.delete(id)
  }
  await object.ids.add(written)
  report.written += documents.length
  object.unsaved.documents += documents.length
}

/** The documents of rows, in their order; file rows that hang on no record of the datasource make none. */
async function buildDocuments(rows: Row[], { run, plan }: ObjectRun): Promise<Document[]> {
  if (plan.isFiles) return buildFileDocuments(rows, plan.describe, run)
  const { source, instanceUrl } = run
  return rows.map((row) =>
    buildDocument(row, { source, instanceUrl, describe: plan.describe, isStandard: plan.isStandard }),
  )
}
