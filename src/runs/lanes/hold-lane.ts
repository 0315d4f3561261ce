/** The place of a run that reads one handed object, beside other runs into it. */
import { laneFolder, lockOfLane } from '../../sinks/files/lane-folders.js'
import type { RunReport } from '../../terms.js'
import type { LockOptions } from '../../state/locks/lock.js'
import { destinationState, findTarget, type Destination } from '../../state/destinations.js'
import { loadDone, loadHanded } from '../../sync/handed/handed.js'
import type { Lane } from '../../sync/handed/lane.js'
import {
  lockFolder,
  programPlace,
  viewDestination,
  type DestinationContext,
  type HeldDestination,
} from '../destination.js'
import { laneName } from '../locks/take-lock.js'
import type { Output } from '../output.js'

/** Where the documents of the run go. */
export interface LanePlace {
  output: Output
  /** What a program calls a place of its own. */
  name?: string | undefined
}

/**
 * Whether an object is handed still, and its runs have not come to their end. The caller holds the object's lock: it
 * stays so until that is given back.
 */
export async function isStillHanded(
  { object, token }: Lane,
  place: LanePlace,
  context: DestinationContext,
): Promise<boolean> {
  const { datasource } = context
  const destination = await findPlace(place, context)
  const state = destinationState(context.state, destination)
  if ((await loadHanded(state, datasource)).get(object)?.token !== token) return false
  return (await loadDone(state, datasource, object, { token })) === undefined
}

/**
 * The destination of the run, as runs of the datasource have made it. A folder is locked for this object: two states
 * may name the same. Throws OUTPUT_FAILED, OUTPUT_OWNED, OUTPUT_FORMAT and LOCK_HELD.
 */
export async function holdLane(
  { object }: Lane,
  place: LanePlace,
  context: DestinationContext,
  options: LockOptions,
): Promise<HeldDestination> {
  const destination = await findPlace(place, context)
  const held = { destination, state: destinationState(context.state, destination), notes: [] }
  const { output } = place
  if (!('folder' in output)) return { ...held, release: async () => {} }
  const { datasource, clock } = context
  const lock = { name: laneName({ datasource, object }), key: lockOfLane(laneFolder(datasource, object)), clock }
  return { ...held, ...(await lockFolder(output.folder, lock, options)) }
}

/** What the report of a run says where its object is not handed to it any more. */
export function reportIdle(lane: Lane, run: Pick<RunReport, 'run' | 'datasource' | 'started'>): RunReport {
  const note = `${lane.object} is no longer handed to this run: it was read, or taken back.`
  const counts = { written: 0, deleted: 0, directories: 0, calls: 0 }
  return { ...run, ended: run.started, outcome: 'done', ...counts, notes: [note], warnings: [], objects: [] }
}

async function findPlace({ output, name }: LanePlace, context: DestinationContext): Promise<Destination> {
  const { state, datasource } = context
  if ('folder' in output) return (await viewDestination(output.folder, context)).destination
  // Without one nothing was handed.
  if ('target' in output) return (await findTarget(state, datasource, output.target.name)) ?? { id: 'none' }
  return programPlace(name)
}
