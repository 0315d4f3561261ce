/** What an output folder keeps for the runs of handed objects: folders of their own, which come and go with these. */
import { readdir, rm, rmdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { isErrno } from '../../durable-files.js'
import { renderSegment } from './folder-path.js'
import { manifestSuffix } from './manifest.js'
import { ownFolder, renderDatasource } from './mark.js'

/** Where the runs of one object stage their parts; relative to the output folder, as those below are. */
export function laneFolder(datasource: string, object: string): string {
  return join(lanesFolder(datasource), renderSegment(object))
}

/** The name of the lock by which a run has its object's folder to itself; none of a datasource's is like that. */
export function lockOfLane(folder: string): string {
  return `${basename(dirname(folder))}/${basename(folder)}`
}

/** The folders of objects that have something staged, or a run that goes on; without a datasource those of all. */
export async function listLanes(root: string, datasource?: string): Promise<string[]> {
  const owners = datasource === undefined ? await listBelow(root, lanes) : [lanesFolder(datasource)]
  return (await Promise.all(owners.map((owner) => listBelow(root, owner)))).flat()
}

/** Whether a commit is under way in the folder of an object, or was cut short. */
export async function hasCommit(root: string, folder: string): Promise<boolean> {
  return (await listNames(join(root, folder))).some((name) => name.endsWith(manifestSuffix))
}

/**
 * Removes what was staged in the folder of an object and never committed. Whether a commit that was cut short counts
 * the state alone says: with its parts it stays. The caller has the folder's lock.
 */
export async function dropUncommitted(root: string, folder: string): Promise<void> {
  const names = new Set(await listNames(join(root, folder)))
  for (const name of names) {
    const isOfCommit = name.endsWith(manifestSuffix) || names.has(name + manifestSuffix)
    if (!isOfCommit) await rm(join(root, folder, name), { recursive: true, force: true })
  }
  await dropLaneFolder(root, folder)
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

const lanes = join(ownFolder, 'lanes')

/** The folder of all of a datasource. */
function lanesFolder(datasource: string): string {
  return join(lanes, renderDatasource(datasource))
}

async function listBelow(root: string, folder: string): Promise<string[]> {
  return (await listNames(join(root, folder))).map((name) => join(folder, name))
}

async function listNames(path: string): Promise<string[]> {
  try {
    return await readdir(path)
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return []
    throw error
  }
}
