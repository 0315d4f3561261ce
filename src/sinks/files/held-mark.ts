import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isErrno, makeFolder, removeDurably, writeDurably } from '../../durable-files.js'
import { ownFolder, renderDatasource } from './mark.js'

/**
 * Notes in the output folder which run is held, before any file of it is there: a rollback takes those files away, so
 * they have to stay as they are. Where a crash leaves the note behind, they only stay longer than they need to.
 */
export async function markHeld(folder: string, datasource: string, run: string): Promise<void> {
  const path = join(folder, heldPath(datasource))
  await makeFolder(dirname(path))
  await writeDurably(path, `${JSON.stringify({ run })}\n`)
}

/** The id of the run that is held, or rolled back with its files still there; undefined where there is none. */
export async function loadHeldRun(folder: string, datasource: string): Promise<string | undefined> {
  try {
    return (JSON.parse(await readFile(join(folder, heldPath(datasource)), 'utf8')) as { run: string }).run
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return undefined
    throw error
  }
}

/** Forgets the note, unless it is of the run given: the one that is still held. */
export async function settleHeldMark(folder: string, datasource: string, held: unknown): Promise<void> {
  const noted = await loadHeldRun(folder, datasource)
  if (noted !== undefined && noted !== held) await removeDurably(join(folder, heldPath(datasource)))
}

function heldPath(datasource: string): string {
  return join(ownFolder, 'held', `${renderDatasource(datasource)}.json`)
}
