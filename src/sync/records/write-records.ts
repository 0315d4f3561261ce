/** Records on their way out: their documents to the sink, their versions and Ids to the state. */
import type { Document, RecordId, Row } from '../../terms.js'
import { childSignature } from '../children/child-signature.js'
import { noteChildren } from '../children/child-notes.js'
import { buildDocument } from '../documents/document.js'
import { buildRules } from '../documents/rules.js'
import { enrichDocuments } from '../enriched/enrich-documents.js'
import { buildFileDocuments, hangsOnRecord } from '../files/file-documents.js'
import { settingsOf } from '../plan/settings-of.js'
import type { ObjectContext, ObjectSync } from '../run/object-context.js'
import { hashesIn } from './listed-children.js'
import { eventOf } from '../run/run.js'
import { shortVersion, versionOf } from '../windows/version.js'

/**
 * Writes the documents of rows, in their order, and notes the children in them as written. The caller notes the rows.
 */
export async function writeRecords(object: ObjectSync, all: Row[]): Promise<void> {
  const { run, plan, report } = object
  const rows = await withDocument(object, all)
  const ids = rows.map((row) => String(row['Id']))
  const signatures = new Map(rows.map((row, at) => [ids[at]!, childSignature(row, plan)]))
  const listed = new Map(rows.map((row, at) => [ids[at]!, hashesIn(row, plan.selection)]))
  const versions = versionsToKeep(rows, object)
  const documents = await buildDocuments(rows, object)
  const going = await enrichDocuments(object, documents)
  const refusedBefore = run.sink.refused?.(plan.object).count ?? 0
  await run.sink.write(plan.object, going.documents)
  const refused = (run.sink.refused?.(plan.object).count ?? 0) - refusedBefore
  for (const row of rows) noteChildren(row, plan, run)
  await noteWritten(object, ids)
  await object.signatures.put(signatures)
  await object.listed.put(listed)
  await object.versions.put(versions)
  await object.emitted.put(going.emitted)
  report.written += going.documents.length - going.deleted - refused
  report.deleted += going.deleted
  object.unsaved.documents += going.documents.length
}

/**
 * Notes records as written. Those that are to be read again, whatever their version, count as gone out with a tombstone
 * too.
 */
async function noteWritten({ state, ids, deletedIds, cut, enrichment: { again } }: ObjectSync, written: RecordId[]) {
  for (const id of written) {
    if (cut.has(id) || again.has(id)) state.reEmit.add(id)
    else state.reEmit.delete(id)
  }
  await ids.add(written)
  await deletedIds.remove(written.filter((id) => !again.has(id)))
  await deletedIds.add(written.filter((id) => again.has(id)))
}

/** The rows that make a document: all, but for files that hang on no record of the datasource and never did. */
export async function withDocument({ plan, run, ids, deletedIds }: ObjectSync, rows: Row[]): Promise<Row[]> {
  if (plan.files === undefined) return rows
  const loose = rows.filter((row) => !hangsOnRecord(row, plan, run)).map(idOf)
  const left = new Set(loose)
  const written = await ids.among(loose)
  const deleted = await deletedIds.among(loose)
  for (const id of written) if (!deleted.has(id)) left.delete(id)
  return rows.filter((row) => !left.has(idOf(row)))
}

function idOf(row: Row): RecordId {
  return String(row['Id'])
}

/** The versions about to be written, where they are kept. */
function versionsToKeep(rows: Row[], object: ObjectSync): Map<string, string> {
  if (!keepsVersions(object)) return new Map()
  return new Map(rows.map((row) => [String(row['Id']), shortVersion(versionOf(row, object.plan.versionField))]))
}

/**
 * Whether the versions written are kept by Id: a touch by the system, or an undelete, brings a row whose own version is
 * old, and whether it was written no other field tells.
 */
export function keepsVersions({ plan }: ObjectSync): boolean {
  return plan.versionField !== plan.watermarkField
}

/** Reports how far an object has come, after a page that was written. */
export function logPage({ run, plan, report }: ObjectSync): void {
  if (run.listener.pageDone === undefined) return
  const { object } = plan
  const { written, pages, deleted } = report
  const bytes = run.sink.bytes?.(object)
  const [calls, quota] = [run.org.calls(object), run.org.quota()]
  run.listener.pageDone({ ...eventOf(run), object, written, pages, deleted, bytes, calls, quota })
}

/** Documents are made and written in batches, so that a page's copies are gone before they grow old. */
const recordsAtOnce = 200

/** Rows of an object to write at once: files one by one where their texts, which may be large, are fetched. */
export function batchSizeOf(object: ObjectSync): number {
  return writesTexts(object) ? 1 : recordsAtOnce
}

/** Whether a call is made for each of the object's rows that has a text. */
export function writesTexts({ run, plan }: ObjectContext): boolean {
  return plan.files !== undefined && run.datasource.files === 'download'
}

/** The documents of rows, in their order. */
async function buildDocuments(rows: Row[], object: ObjectSync): Promise<Document[]> {
  const { run, plan } = object
  if (plan.files) return buildFileDocuments(rows, object)
  const { source, instanceUrl, catalog, datasource } = run
  const { describe, isStandard } = plan
  const rules = buildRules(describe, (name) => catalog.describes.get(name), settingsOf(plan.object, datasource))
  return rows.map((row) => buildDocument(row, { source, instanceUrl, describe, isStandard, rules }))
}
