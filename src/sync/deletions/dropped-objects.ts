import type { Datasource } from '../../config/config-types.js'
import {
  openDeletedIds,
  openEmitted,
  openListed,
  openSignatures,
  openVersions,
  openWrittenIds,
} from '../../state/id-sets.js'
import { idsIndexKey, keysBelow, objectKey } from '../../state/keys.js'
import type { ObjectReport, Tombstone } from '../../terms.js'
import { signatureLength } from '../children/child-signature.js'
import { shortVersionLength } from '../windows/version.js'
import { loadDirectories } from '../documents/known-directories.js'
import { buildTombstone } from '../documents/tombstone.js'
import { enrichDropped, withDocumentsOf } from '../enriched/enriched-tombstones.js'
import { fileObjects } from '../plan/field-tables.js'
import { isStandardObject } from '../plan/standard-objects.js'
import { openObjectReport } from '../run/object-report.js'
import { loadObjectState } from '../run/object-state.js'
import type { Run, WritingRun } from '../run/run.js'

/**
 * Tombstones for the records of objects that were taken out of the datasource since they were read. Gives a report of
 * each such object.
 */
export async function dropObjects(run: WritingRun): Promise<ObjectReport[]> {
  const reports: ObjectReport[] = []
  for (const object of await findDropped(run)) {
    const deleted = await dropObject(object, run)
    const reason = 'It was taken out of the datasource.'
    const bytes = run.sink.bytes?.(object)
    if (deleted > 0) reports.push({ ...openObjectReport(object, 'incremental'), deleted, bytes, reason })
    run.last = { ...run.last, objects: run.last?.objects?.filter((name) => name !== object) }
  }
  return reports
}

/**
 * Objects that are no longer the datasource's, of which something was written: also by runs that died or were rolled
 * back, and before a reset. One that is handed is dropped when it has been taken back.
 */
export async function findDropped({ state, datasource, options, last, handed }: Run): Promise<string[]> {
  if (options.objects !== undefined || !datasource.deletes) return []
  const prefix = keysBelow('written-index', datasource.id)
  const written = (await state.keys(prefix)).map((key) => key.slice(prefix.length))
  const directories = [...(await loadDirectories(state, datasource.id)).values()].flatMap(
    ({ sobject }) => sobject ?? [],
  )
  const known = new Set([...(last?.objects ?? []), ...written, ...directories])
  return [...known].filter((object) => !isWanted(object, datasource) && !handed.has(object))
}

/** Whether the settings of a datasource have the object in it, be it that the org doesn't show it. */
export function isWanted(object: string, { standardObjects, customObjects, files }: Datasource): boolean {
  if (fileObjects.includes(object) && files !== 'links') return true
  if (customObjects.includes('*') && object.endsWith('__c')) return true
  return [...standardObjects, ...customObjects].some((name) => name.toLowerCase() === object.toLowerCase())
}

/** A bucket of Ids at a time: a run that dies on the way goes on with the next. */
async function dropObject(object: string, run: WritingRun): Promise<number> {
  const { state, sink, datasource, source } = run
  const sets = [
    openWrittenIds(state, datasource.id, object),
    openDeletedIds(state, datasource.id, object),
    openSignatures(state, datasource.id, object, signatureLength),
    openListed(state, datasource.id, object),
    openVersions(state, datasource.id, object, shortVersionLength),
    openEmitted(state, datasource.id, object),
  ] as const
  const [written, , , , , emitted] = sets
  const isStandard = isStandardObject(object)
  const wereFiles = await wasReadAsFiles(object, run)
  let deleted = 0
  for (const bucket of await written.buckets()) {
    const ids = [...(await written.idsIn(bucket))]
    const records = ids.map((id): Tombstone => {
      const tombstone = buildTombstone({ source, sobject: object, isStandard, id, reason: 'out_of_scope' })
      return wereFiles ? { ...tombstone, type: 'content_document' } : tombstone
    })
    const tombstones = await enrichDropped(run, object, await withDocumentsOf(records, emitted))
    await sink.write(object, tombstones)
    for (const set of sets) await set.remove(ids)
    await sink.commit(object, (await Promise.all(sets.map((set) => set.changes()))).flat())
    for (const set of sets) set.saved()
    deleted += tombstones.length
  }
  const keys = [objectKey(datasource.id, object), idsIndexKey('written', datasource.id, object)]
  await sink.commit(
    object,
    keys.map((key) => ({ key, value: undefined })),
  )
  return deleted
}

/** Files may have been records of the datasource instead, where it names their object. */
async function wasReadAsFiles(object: string, { state, datasource }: Run): Promise<boolean> {
  const { scope } = await loadObjectState(state, datasource.id, object)
  return scope === undefined ? fileObjects.includes(object) : scope.holders !== undefined
}
