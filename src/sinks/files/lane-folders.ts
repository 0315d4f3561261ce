/** What an output folder keeps for the runs of handed objects: folders of their own, which come and go with these. */
import { readdir, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isErrno } from '../../durable-files.js'
import { renderSegment } from './folder-path.js'
import { manifestSuffix } from './manifest.js'
import { ownFolder, renderDatasource } from './mark.js'

/** Where the runs of one object stage their parts; relative to the output folder, as those below are. */
export function laneFolder(datasource: string, object: string): string {
  return join(lanesFolder(datasource), renderSegment(object))
}

/** The folders of objects that have something staged, or a run that goes on. */
export async function listLanes(root: string, datasource: string): Promise<string[]> {
  const folder = lanesFolder(datasource)
  return (await listNames(join(root, folder))).map((name) => join(folder, name))
}

/**
 * The first of the runs that may still write files of an earlier name than others have: undefined where no handed
 * object is being read.
 */
export async function findFirstLaneRun(root: string, datasource: string): Promise<string | undefined> {
  const runs: string[] = []
  for (const lane of await listLanes(root, datasource)) runs.push(...(await listNames(join(root, lane))))
  return runs.map((name) => name.replace(manifestSuffix, '')).toSorted()[0]
}

/** Removes the folder of an object that has nothing in it any more. */
export async function dropLaneFolder(root: string, folder: string): Promise<void> {
  try {
    await rmdir(join(root, folder))
  } catch (error) {
    if (!isErrno(error, 'ENOENT', 'ENOTEMPTY', 'EEXIST')) throw error
  }
}

/** The folder of all of a datasource. */
function lanesFolder(datasource: string): string {
  return join(ownFolder, 'lanes', renderDatasource(datasource))
}

async function listNames(path: string): Promise<string[]> {
  try {
    return await readdir(path)
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return []
    throw error
  }
}
