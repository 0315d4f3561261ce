import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isErrno } from '../../durable-files.js'
import { resetKey } from '../../state/keys.js'
import type { State } from '../../state/state.js'
import { finishManifest, loadManifest, manifestSuffix } from './manifest.js'
import { ownFolder, renderDatasource } from './mark.js'
import { outputFailed } from '../output-failed.js'

export interface RecoveryOptions {
  /** The output folder, DIR. */
  folder: string
  datasource: string
  /** The state of this destination, not a view that holds changes back. */
  state: State
}

/** What an output folder keeps for a datasource: manifests, and a folder of parts for each run. */
export function stagedFolder(datasource: string): string {
  return join(ownFolder, 'output', renderDatasource(datasource))
}

/**
 * Finishes the commits that a crash cut short in an output folder, and deletes the parts of that datasource no commit
 * names. Has to be done before the cursors are read, by the holder of the datasource's lock; with nothing to do it is
 * one look. Throws OUTPUT_FAILED or STATE_BROKEN; then it can be tried again.
 */
export async function recoverFiles({ folder, datasource, state }: RecoveryOptions): Promise<void> {
  const staged = join(folder, stagedFolder(datasource))
  try {
    const names = await listFolder(staged)
    for (const name of names.filter((entry) => entry.endsWith(manifestSuffix)).toSorted()) {
      const path = join(staged, name)
      const manifest = await loadManifest(path)
      const isForState = !manifest.held && manifest.resetMark === (await state.read(resetKey(datasource)))
      await finishManifest(path, folder, manifest, isForState ? state : undefined)
    }
    for (const name of names) {
      if (!name.endsWith(manifestSuffix)) await rm(join(staged, name), { recursive: true, force: true })
    }
  } catch (cause) {
    throw outputFailed(folder, cause)
  }
}

async function listFolder(path: string): Promise<string[]> {
  try {
    return await readdir(path)
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  }
}
