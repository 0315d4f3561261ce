import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isErrno, syncFolder } from '../../durable-files.js'
import { holdState } from '../../state/hold.js'
import { handedKey, heldRunKey, resetKey, withdrawnKey, writerKey } from '../../state/keys.js'
import { joinChanges } from '../../state/stores/pieces.js'
import type { State } from '../../state/state.js'
import { dropCommit } from './drop-commit.js'
import { renderSegment } from './folder-path.js'
import { settleHeldMark } from './held-mark.js'
import { dropLaneFolder, laneFolder, listLanes } from './lane-folders.js'
import { finishManifest, loadManifest, manifestSuffix, type Manifest } from './manifest.js'
import { ownFolder, renderDatasource } from './mark.js'
import { outputFailed } from '../output-failed.js'

export interface RecoveryOptions {
  /** The output folder, DIR. */
  folder: string
  datasource: string
  /** The id of the destination that the state is of. */
  destination?: string
  /** The state of this destination, not a view that holds changes back. */
  state: State
}

/** What an output folder keeps for a datasource: manifests, and a folder of parts for each run. */
export function stagedFolder(datasource: string): string {
  return join(ownFolder, 'output', renderDatasource(datasource))
}

/**
 * Finishes the commits that a crash cut short in an output folder, or drops those that are not for the state any more,
 * and deletes the parts of that datasource no commit names, and the files of runs that were rolled back. Has to be done
 * before the cursors are read, by the holder of the datasource's lock; with nothing to do it is one look. Throws
 * OUTPUT_FAILED or STATE_BROKEN; then it can be tried again.
 */
export async function recoverFiles(options: RecoveryOptions): Promise<void> {
  const { folder, datasource, state } = options
  try {
    await recoverStaged(stagedFolder(datasource), options)
    await dropLeftLanes(options)
    await withdrawFiles(folder, datasource, state)
    await settleHeldMark(folder, datasource, await state.read(heldRunKey(datasource)))
  } catch (cause) {
    throw outputFailed(folder, cause)
  }
}

/**
 * The same for a handed object: of what its runs have left, and nothing else. The caller holds the object's lock, and
 * has not taken it back yet.
 */
export async function recoverLane(options: RecoveryOptions, object: string): Promise<void> {
  const lane = laneFolder(options.datasource, object)
  try {
    await recoverStaged(lane, options)
    await dropLaneFolder(options.folder, lane)
  } catch (cause) {
    throw outputFailed(options.folder, cause)
  }
}

/** A run that was not heard of for long, and whose object was taken back, may have left something all the same. */
async function dropLeftLanes(options: RecoveryOptions): Promise<void> {
  const { folder, datasource, state } = options
  const lanes = await listLanes(folder, datasource)
  if (lanes.length === 0) return
  const live = new Set(Object.keys(await loadTokens(state, datasource)).map((object) => laneFolder(datasource, object)))
  for (const lane of lanes.filter((each) => !live.has(each))) {
    await recoverStaged(lane, options)
    await dropLaneFolder(folder, lane)
  }
}

async function recoverStaged(place: string, { folder, destination, state }: RecoveryOptions): Promise<void> {
  const staged = join(folder, place)
  const names = await listFolder(staged)
  for (const name of names.filter((entry) => entry.endsWith(manifestSuffix)).toSorted()) {
    const path = join(staged, name)
    const manifest = await loadManifest(path)
    const own = manifest.destination === destination ? state : undefined
    const moved = own && (await stateFor(manifest, own))
    if (moved === undefined) await dropCommit(path, folder, manifest, own)
    else await finishManifest(path, folder, manifest, moved)
  }
  for (const name of names) {
    if (!name.endsWith(manifestSuffix)) await rm(join(staged, name), { recursive: true, force: true })
  }
}

/**
 * What a commit that a crash cut short was about to keep under a key; undefined where there is none, or none that can
 * be read.
 */
export async function findCommitted(
  { folder, datasource, destination, state }: RecoveryOptions,
  key: string,
): Promise<unknown> {
  const places = [stagedFolder(datasource), ...(await listLanes(folder, datasource))]
  const listed = await Promise.all(
    places.map(async (place) => {
      const names = await listFolder(join(folder, place)).catch(() => [])
      return names.filter((name) => name.endsWith(manifestSuffix)).map((name) => join(folder, place, name))
    }),
  )
  for (const path of listed.flat().toSorted().toReversed()) {
    const manifest = await loadManifest(path).catch(() => undefined)
    if (manifest === undefined || manifest.held || manifest.destination !== destination) continue
    const change = manifest.changes.findLast((each) => each.key === key)
    if (change !== undefined)
      return (await joinChanges(state, manifest.changes)).findLast((each) => each.key === key)?.value
  }
  return undefined
}

/**
 * The state that a commit cut short moves: none after a reset, where another run has written since because this one had
 * lost its lock, where its object was taken back, or where the run was held and settled since.
 */
async function stateFor(manifest: Manifest, state: State): Promise<State | undefined> {
  const { datasource, run, held, resetMark, lane } = manifest
  if (resetMark !== (await state.read(resetKey(datasource)))) return undefined
  if (lane !== undefined) {
    const token = (await loadTokens(state, datasource))[lane.object]?.token
    if (token !== lane.token) return undefined
  }
  const writer = (await state.read(writerKey(datasource, lane?.object))) ?? null
  if (manifest.writer !== undefined && writer !== manifest.writer && writer !== run) return undefined
  if (!held) return state
  return (await state.read(heldRunKey(datasource))) === run ? holdState(state, datasource) : undefined
}

/** By handed object, the token by which what its own runs have written counts. */
async function loadTokens(state: State, datasource: string): Promise<Record<string, { token: string } | undefined>> {
  return ((await state.read(handedKey(datasource))) ?? {}) as Record<string, { token: string }>
}

/** A held run's documents are read again after a rollback: those that still lie here would come twice. */
async function withdrawFiles(folder: string, datasource: string, state: State): Promise<void> {
  const runs = (await state.read(withdrawnKey(datasource))) as string[] | undefined
  if (runs === undefined) return
  const starts = runs.map((run) => `${renderSegment(run)}-`)
  const isTheirs = (name: string) =>
    starts.some((start) => name.startsWith(start) && /^\d/.test(name.slice(start.length)))
  const touched = new Set<string>()
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !isTheirs(entry.name)) continue
    await rm(join(entry.parentPath, entry.name), { force: true })
    touched.add(entry.parentPath)
  }
  for (const each of touched) await syncFolder(each)
  await state.write([{ key: withdrawnKey(datasource), value: undefined }])
}

async function listFolder(path: string): Promise<string[]> {
  try {
    return await readdir(path)
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  }
}
