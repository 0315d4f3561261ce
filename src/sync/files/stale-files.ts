/**
 * Files in the user's folder that no document names any more. They are noted with the document or tombstone that tells,
 * and removed by the next run: by then it is committed, whatever becomes of this one, and its reader had time to look.
 */
import type { RecordId, Row } from '../../terms.js'
import type { ObjectSync } from '../run/object-context.js'
import { fileOf } from './file-content.js'
import { hasOthers, removeKept } from './file-place.js'

/** Removes what earlier runs have noted. Throws OUTPUT_FAILED. */
export async function removeStaleFiles({ run, state }: ObjectSync): Promise<void> {
  const { filesDir } = run.settings
  if (filesDir === undefined) return
  for (const [id, keep] of state.staleFiles) await removeKept(filesDir, run.datasource.id, id, keep)
  state.staleFiles.clear()
}

/** Notes the other versions of a file whose document is about to be written. */
export async function noteOtherVersions({ run, plan, state }: ObjectSync, row: Row): Promise<void> {
  const { filesDir } = run.settings
  const file = fileOf(row, plan.files!)
  if (filesDir === undefined || file === undefined) return
  state.staleFiles.delete(file.id)
  if (await hasOthers(filesDir, run.datasource.id, file)) state.staleFiles.set(file.id, file.version)
}

/** Notes files that get a tombstone, and forgets what they said. */
export async function noteDeletedFiles({ run, plan, state }: ObjectSync, ids: RecordId[]): Promise<void> {
  if (plan.files === undefined) return
  if (run.settings.filesDir !== undefined) for (const id of ids) state.staleFiles.set(id, '')
  if (run.texts === undefined) return
  const { orgId } = await run.org.session()
  for (const id of ids) await run.texts.forget({ org: orgId, file: id })
}
