import { readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isErrno, removeDurably, syncFolder, writeDurably } from '../../../durable-files.js'
import { exists, loadManifest, manifestSuffix, moveParts, sizeOf, type NamedPart } from '../manifest.js'
import { ownFolder, renderDatasource } from '../mark.js'

/**
 * What a fold is about to do. Once this is on the disk under its name the fold holds: whoever comes next finishes it,
 * and finishing it twice is the same as once. Paths are relative to the output folder.
 */
export interface FoldManifest {
  datasource: string
  parts: NamedPart[]
  /** The files whose place those take, the oldest first. */
  replaced: string[]
}

/** Where folds are staged: a folder for each datasource, and its manifest beside it. */
export const foldFolder = join(ownFolder, 'compact')

/** The folder in which a datasource's fold is staged. */
export function stagedFold(datasource: string): string {
  return join(foldFolder, 'staged', renderDatasource(datasource))
}

/** The commit point: when it resolves, the fold holds and is finished. The staged parts have been flushed. */
export async function commitFold(root: string, manifest: FoldManifest): Promise<void> {
  const path = join(root, stagedFold(manifest.datasource) + manifestSuffix)
  await writeDurably(path, `${JSON.stringify(manifest)}\n`)
  await finishFold(path, root, manifest)
}

/**
 * Finishes the folds that a crash cut short in an output folder, and drops what was staged for others. The caller has
 * the lock of the folder's folds. Throws OUTPUT_FAILED.
 */
export async function recoverFolds(root: string): Promise<void> {
  for (const path of await listUnfinished(root)) await finishFold(path, root, await loadManifest<FoldManifest>(path))
  await rm(join(root, foldFolder, 'staged'), { recursive: true, force: true })
}

/** True where a fold holds that isn't finished. */
export async function hasUnfinishedFold(root: string): Promise<boolean> {
  return (await listUnfinished(root)).length > 0
}

/**
 * New files come before old ones go, and of those the oldest goes first: at any moment what is there, read in the order
 * of names, ends in the same documents. The old ones stay where a new one is gone or another than was staged: then the
 * next fold begins anew.
 */
async function finishFold(path: string, root: string, { parts, replaced }: FoldManifest): Promise<void> {
  await moveParts(path, root, parts)
  if (await areThere(root, parts)) {
    for (const each of replaced) await rm(join(root, each), { force: true })
    for (const folder of new Set(replaced.map((each) => dirname(each)))) await syncIfThere(join(root, folder))
  }
  await removeDurably(path)
}

async function areThere(root: string, parts: NamedPart[]): Promise<boolean> {
  for (const { target, bytes } of parts) {
    if ((await sizeOf(join(root, target))) !== bytes) return false
  }
  return true
}

/** Who takes files away may take their folder along. */
async function syncIfThere(folder: string): Promise<void> {
  if (await exists(folder)) await syncFolder(folder)
}

async function listUnfinished(root: string): Promise<string[]> {
  const staged = join(root, foldFolder, 'staged')
  try {
    const names = (await readdir(staged)).filter((name) => name.endsWith(manifestSuffix))
    return names.toSorted().map((name) => join(staged, name))
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  }
}
