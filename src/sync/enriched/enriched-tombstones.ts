import type { IdTexts } from '../../state/id-sets.js'
import type { Document, RecordId, Tombstone } from '../../terms.js'
import { buildTombstone } from '../documents/tombstone.js'
import type { ObjectSync } from '../run/object-context.js'
import type { WritingRun } from '../run/run.js'
import { parseEmitted } from './emitted.js'
import { noteFailures } from './enrichment-failures.js'

/** Tombstones of records, and of every other document that went out for them. */
export async function withDocumentsOf(tombstones: Tombstone[], emitted: IdTexts): Promise<Tombstone[]> {
  if ((await emitted.buckets()).length === 0) return tombstones
  const texts = await emitted.textsOf(tombstones.map(({ id }) => id))
  return tombstones.flatMap((tombstone) =>
    parseEmitted(tombstone.id, texts.get(tombstone.id) ?? '').map((id) => tombstoneFor(id, tombstone)),
  )
}

/** Tombstones as they go out: through the processors that ask for them. */
export async function enrichTombstones(object: ObjectSync, tombstones: Tombstone[]): Promise<Document[]> {
  const { run, plan } = object
  const processed = await throughPipeline(run, plan.object, tombstones)
  for (const [at, { failures }] of processed.entries()) noteFailures(object, tombstones[at]!.id, failures)
  return processed.flatMap(({ documents }) => documents)
}

/** The same where the object is no longer the datasource's. */
export async function enrichDropped(run: WritingRun, sobject: string, tombstones: Tombstone[]): Promise<Document[]> {
  return (await throughPipeline(run, sobject, tombstones)).flatMap(({ documents }) => documents)
}

/** Tombstones of documents of a record that lives: its pipeline doesn't make them any more. */
export async function goneTombstones(object: ObjectSync, record: RecordId, gone: string[]): Promise<Document[]> {
  const tombstone = tombstoneOf(object, { id: record, reason: 'out_of_scope' })
  return enrichTombstones(
    object,
    gone.map((id) => tombstoneFor(id, tombstone)),
  )
}

/**
 * It has the type of the document it stands for, and of files that is not their sObject's name. A file's lies under its
 * sObject: by which record its document lay is no longer known.
 */
export function tombstoneOf(
  { run, plan }: Pick<ObjectSync, 'run' | 'plan'>,
  deletion: Omit<Parameters<typeof buildTombstone>[0], 'source' | 'sobject' | 'isStandard'>,
): Tombstone {
  const { source } = run
  const tombstone = buildTombstone({ source, sobject: plan.object, isStandard: plan.isStandard, ...deletion })
  return plan.files ? { ...tombstone, type: fileDocumentType } : tombstone
}

const fileDocumentType = 'content_document'

function tombstoneFor(id: string, tombstone: Tombstone): Tombstone {
  return id === tombstone.id ? tombstone : { ...tombstone, id, parent_id: tombstone.id }
}

async function throughPipeline({ pipeline }: WritingRun, sobject: string, tombstones: Tombstone[]) {
  if (pipeline?.takesTombstones) return pipeline.process(tombstones, sobject)
  return tombstones.map((tombstone) => ({ documents: [tombstone as Document], failures: [] }))
}
