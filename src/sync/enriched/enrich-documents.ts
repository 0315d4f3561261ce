/** Documents through the enrichment pipeline, with tombstones for those that it made before and no longer makes. */
import type { Enriched } from '../../enrichment/pipeline.js'
import type { Document, RecordId } from '../../terms.js'
import type { ObjectSync } from '../run/object-context.js'
import { parseEmitted, renderEmitted } from './emitted.js'
import { goneTombstones } from './enriched-tombstones.js'
import { noteFailures } from './enrichment-failures.js'

/** What goes out for a batch of records. */
export interface Going {
  /** Those of a record stand together, tombstones last. */
  documents: Document[]
  /** How many of them are tombstones. */
  deleted: number
  /** What the state says of each record when they are out. */
  emitted: Map<RecordId, string>
}

/**
 * What goes out for the documents of records, one of each. Without a pipeline, and where there never was one, that is
 * the documents themselves. Throws ENRICHMENT_FAILED.
 */
export async function enrichDocuments(object: ObjectSync, documents: Document[]): Promise<Going> {
  const { run, plan, emitted } = object
  const isTouched = isEnriched(object)
  if (!isTouched && (await emitted.buckets()).length === 0) return { documents, deleted: 0, emitted: new Map() }
  const results = isTouched
    ? await run.pipeline!.process(documents, plan.object)
    : documents.map((document): Enriched => ({ documents: [document], failures: [] }))
  for (const [at, { failures }] of results.entries()) noteFailures(object, documents[at]!.id, failures)
  const known = await knownDocuments(
    object,
    documents.map(({ id }) => id),
  )
  const going: Going = { documents: [], deleted: 0, emitted: new Map() }
  for (const [at, { id }] of documents.entries())
    await addRecord(going, { id, ...results[at]! }, known.get(id)!, object)
  if (run.sink.sendsAtOnce) await announceDocuments(object, known, going)
  return going
}

/** Whether a processor sees documents of the object. */
export function isEnriched({ run, plan }: Pick<ObjectSync, 'run' | 'plan'>): boolean {
  return run.pipeline?.fingerprintOf(plan.object) !== undefined
}

/** By record, the documents that its reader has. */
async function knownDocuments({ emitted, ids }: ObjectSync, records: RecordId[]): Promise<Map<RecordId, string[]>> {
  const texts = await emitted.textsOf(records)
  const written = await ids.among(records)
  const known = (id: RecordId) => (texts.has(id) || written.has(id) ? parseEmitted(id, texts.get(id) ?? '') : [])
  return new Map(records.map((id) => [id, known(id)]))
}

/** A document that was left out stays as its reader has it. */
async function addRecord(
  going: Going,
  { id, documents, failures }: Enriched & { id: RecordId },
  known: string[],
  object: ObjectSync,
): Promise<void> {
  const made = documents.map((document) => document.id)
  const left = new Set(failures.filter(({ action }) => action === 'skip_document').map((failure) => failure.document))
  const isLeft = (each: string) => left.has(each) || (left.size > 0 && made.length === 0)
  const stays = known.filter((each) => isLeft(each) && !made.includes(each))
  const gone = object.run.datasource.deletes ? known.filter((each) => !made.includes(each) && !isLeft(each)) : []
  const tombstones = gone.length === 0 ? [] : await goneTombstones(object, id, gone)
  going.documents.push(...documents, ...tombstones)
  going.deleted += tombstones.length
  going.emitted.set(id, renderEmitted(id, [...made, ...stays]))
}

/**
 * Where documents are out as soon as they are written, those that are about to go out are known before: should the run
 * die, those that the next one doesn't make get their tombstones.
 */
async function announceDocuments(object: ObjectSync, known: Map<RecordId, string[]>, going: Going): Promise<void> {
  const { run, plan, emitted } = object
  const announced = new Map<RecordId, string>()
  for (const [id, text] of going.emitted) {
    const before = known.get(id)!
    const all = [...new Set([...before, ...parseEmitted(id, text)])]
    if (all.length > before.length) announced.set(id, renderEmitted(id, all))
  }
  if (announced.size === 0) return
  await emitted.put(announced)
  await run.sink.commit(plan.object, await emitted.changes())
  emitted.saved()
}
