import { access, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isErrno, makeFolder, removeDurably, syncFolder, writeDurably } from '../../durable-files.js'
import { ExtractError } from '../../errors/extract-error.js'
import type { State, StateChange } from '../../state/state.js'

/**
 * What a commit is about to do. Once this is on the disk under its name the commit holds: whoever comes next finishes
 * it, and finishing it twice is the same as once. Paths are relative to the output folder.
 */
export interface Manifest {
  run: string
  datasource: string
  parts: { staged: string; target: string }[]
  changes: StateChange[]
  /** The run was held: the next start drops what it left pending, so these changes are not for the state itself. */
  held: boolean
  /** The value of resetKey: after another reset these changes are no longer for the state. */
  resetMark?: unknown
}

export const manifestSuffix = '.manifest.json'

/** The commit point: resolves when the manifest is on the disk. The parts it names have been flushed. */
export async function writeManifest(path: string, manifest: Manifest): Promise<void> {
  await writeDurably(path, `${JSON.stringify(manifest)}\n`)
}

/** Throws OUTPUT_FAILED for a file that isn't a manifest. */
export async function loadManifest(path: string): Promise<Manifest> {
  const text = await readFile(path, 'utf8')
  try {
    return JSON.parse(text) as Manifest
  } catch (cause) {
    throw new ExtractError('OUTPUT_FAILED', `${path} is damaged: ${(cause as Error).message}`, {
      hint:
        'A failing disk or another program changed it. Delete it and run again; ' +
        'the documents of the commit it was for may come twice.',
      cause,
    })
  }
}

/**
 * Moves the parts to their names, applies the changes where a state is given, and removes the manifest, each
 * lastingly before the next. A part that is no longer staged was moved already, and its reader may have taken it away
 * since.
 */
export async function finishManifest(path: string, folder: string, manifest: Manifest, state?: State): Promise<void> {
  const touched = new Set<string>()
  for (const { staged, target } of manifest.parts) {
    await makeFolder(join(folder, dirname(target)))
    await moveOnce(join(folder, staged), join(folder, target))
    touched.add(join(folder, dirname(target)))
  }
  for (const each of touched) await syncFolder(each)
  if (manifest.changes.length > 0) await state?.write(manifest.changes)
  await removeDurably(path)
}

async function moveOnce(staged: string, target: string): Promise<void> {
  try {
    await rename(staged, target)
  } catch (error) {
    if (!isErrno(error, 'ENOENT') || (await exists(staged))) throw error
  }
}

/** True where there is something at the path. */
export async function exists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return false
    throw error
  }
}
