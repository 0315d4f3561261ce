/**
 * Files in the user's folder that no document names any more. They are noted with the document or tombstone that tells,
 * and removed by the next run: by then it is committed, whatever becomes of this one, and its reader had time to look.
 */
import type { RecordId, Row } from '../../terms.js'
import type { ObjectSync } from '../run/object-context.js'
import { fileOf, type FileContent } from './file-content.js'
import { hasOthers, keptIds, removeKept } from './file-place.js'

/** Removes what earlier runs have noted. Throws OUTPUT_FAILED. */
export async function removeStaleFiles({ run: { kept }, state }: ObjectSync): Promise<void> {
  if (kept === undefined) return
  for (const [id, keep] of state.staleFiles) await removeKept(kept, id, keep)
  state.staleFiles.clear()
}

/** Notes what lies there of a file whose document is about to be written, beside the version that it names, if any. */
export async function noteOtherVersions(
  { run: { kept }, plan, state }: ObjectSync,
  row: Row,
  { path }: FileContent,
): Promise<void> {
  if (kept === undefined) return
  const id = String(row['Id'])
  const keep = path === undefined ? '' : fileOf(row, plan.files!)!.version
  state.staleFiles.delete(id)
  if (await hasOthers(kept, id, keep)) state.staleFiles.set(id, keep)
}

/** Notes files that get a tombstone, and forgets what they said. */
export async function noteDeletedFiles({ run, plan, state }: ObjectSync, ids: RecordId[]): Promise<void> {
  if (plan.files === undefined) return
  if (run.kept !== undefined) for (const id of ids) state.staleFiles.set(id, '')
  if (run.texts === undefined) return
  const { orgId } = await run.org.session()
  for (const id of ids) await run.texts.forget({ org: orgId, file: id })
}

/**
 * Notes what lies there of files that no document is of, once every file has been read: their tombstones were written
 * while the folder was another, or a kill came between a file and its document.
 */
export async function noteStrayFiles({ run: { kept }, plan, state, ids, report }: ObjectSync): Promise<void> {
  if (plan.files === undefined || kept === undefined || report.mode === 'incremental') return
  let some: RecordId[] = []
  const noteSome = async () => {
    const written = await ids.among(some)
    for (const id of some) if (!written.has(id)) state.staleFiles.set(id, '')
    some = []
  }
  for await (const id of keptIds(kept)) {
    if (id.startsWith(plan.describe.keyPrefix ?? id)) some.push(id)
    if (some.length >= idsAtOnce) await noteSome()
  }
  await noteSome()
}

const idsAtOnce = 1000
