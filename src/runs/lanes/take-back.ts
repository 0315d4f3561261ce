/** Handed objects, as the holder of the datasource's lock finds them. */
import { findObjectName } from '../../config/values/find-object-name.js'
import { isExtractError } from '../../errors/extract-error.js'
import { hasCommit, laneFolder } from '../../sinks/files/lane-folders.js'
import { recoverLane } from '../../sinks/files/recovery.js'
import { destinationState, type Destination } from '../../state/destinations.js'
import type { State } from '../../state/state.js'
import { latestOf, latestRun, loadDone, loadHanded, type HandedObjects } from '../../sync/handed/handed.js'
import { reclaim } from '../../sync/handed/reclaim.js'
import { objectOfLane } from '../../sync/ranges/range-lane.js'
import { findFolder } from '../destination.js'
import { takeLaneLock, type LockContext } from '../locks/take-lock.js'

/** Whose objects they are, and the state as the datasource's lock has it, with all its destinations. */
export interface HandedPlace {
  datasource: string
  destination: Destination
  /** Where the destination's folder is now, where it is one; where it was last, if it isn't given. */
  folder?: string | undefined
  state: State
}

export interface TakeBackOptions {
  /** Objects that are not done stay with the workers that they are handed to. */
  leavesUndone: boolean
  /** Only these are needed: others that are not done stay too. */
  objects?: string[] | undefined
  /** How long to wait for a worker that reads one of the others. */
  waitMs?: number | undefined
}

/** What is left of the handed objects, and the latest id of a run of the datasource or one of them. */
export interface TakenBack {
  handed: HandedObjects
  latestRun: string | undefined
}

/**
 * Takes handed objects back, each under its own lock: those that are done, and the others as far as they are needed.
 * Throws LOCK_HELD, which names the worker, while one of these is being read.
 */
export async function takeBack(
  place: HandedPlace,
  { leavesUndone, objects, waitMs = 0 }: TakeBackOptions,
  locks: LockContext,
): Promise<TakenBack> {
  const { datasource, destination } = place
  const state = destinationState(place.state, destination)
  const handed = await loadHanded(state, datasource)
  const isNeeded = (object: string) => objects === undefined || objects.some((name) => findObjectName(name, [object]))
  const runs = [await latestRun(state, datasource, handed)]
  // An object after its ranges.
  const rangesFirst = [...handed].toSorted(
    ([, one], [, other]) => Number(one.inRanges ?? 0) - Number(other.inRanges ?? 0),
  )
  for (const [object, entry] of rangesFirst) {
    if (entry.inRanges && [...handed.keys()].some((lane) => lane !== object && objectOfLane(lane) === object)) continue
    const done = entry.inRanges ? undefined : await loadDone(state, datasource, object, entry)
    runs.push(done?.run)
    const isLeft = !entry.inRanges && (leavesUndone || !isNeeded(objectOfLane(object)))
    if (done === undefined && isLeft) {
      await finishLeft(place, object, locks)
      continue
    }
    const patienceMs = done === undefined ? waitMs : Math.max(waitMs, closingMs)
    if (await tryReclaim(place, object, locks, { patienceMs, isLeft })) handed.delete(object)
  }
  return { handed, latestRun: latestOf(runs) }
}

/** How long the run of an object that is done may take to give its lock back. */
const closingMs = 5000

/** False where it can be left for the next run, since its own has not ended yet. */
async function tryReclaim(
  place: HandedPlace,
  object: string,
  locks: LockContext,
  { patienceMs, isLeft }: { patienceMs: number; isLeft: boolean },
): Promise<boolean> {
  try {
    await underLaneLock(place, object, { locks, waitMs: patienceMs }, (state) =>
      reclaim(state, place.datasource, object),
    )
    return true
  } catch (error) {
    if (isLeft && isExtractError(error, 'LOCK_HELD') && !(await isLost(place))) return false
    throw error
  }
}

/** Whether it is the datasource's lock that was lost. */
async function isLost({ state }: HandedPlace): Promise<boolean> {
  return state.write([]).then(
    () => false,
    (error: unknown) => isExtractError(error, 'LOCK_HELD'),
  )
}

/** Finishes a commit that a worker has left half done, for whom another may be long in coming. */
async function finishLeft(place: HandedPlace, object: string, locks: LockContext): Promise<void> {
  const { datasource, destination, folder = destination.folder } = place
  if (folder === undefined || !(await hasCommit(folder, laneFolder(datasource, object)))) return
  try {
    await underLaneLock(place, object, { locks, waitMs: 0 })
  } catch (error) {
    // The worker is at it still; what is broken its next run tells.
    if (!isExtractError(error, 'LOCK_HELD', 'OUTPUT_FAILED') || (await isLost(place))) throw error
  }
}

/** With its lock taken its own runs write nothing any more, whoever stood still meanwhile, and left what they have. */
async function underLaneLock(
  place: HandedPlace,
  object: string,
  { locks, waitMs }: { locks: LockContext; waitMs: number },
  work?: (state: State) => Promise<void>,
): Promise<void> {
  const { datasource, destination } = place
  const lock = await takeLaneLock({ datasource, object }, locks, waitMs)
  try {
    const state = destinationState(place.state, destination)
    const folder = await findOwnFolder(place)
    if (folder !== undefined) await recoverLane({ folder, datasource, destination: destination.id, state }, object)
    await work?.(state)
  } finally {
    await lock.release()
  }
}

async function findOwnFolder({ datasource, destination, folder = destination.folder, state }: HandedPlace) {
  if (folder === undefined) return undefined
  return (await findFolder(folder, datasource, state))?.id === destination.id ? folder : undefined
}
