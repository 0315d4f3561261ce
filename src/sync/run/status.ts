import { hasHeld } from '../../state/hold.js'
import { keysBelow } from '../../state/keys.js'
import type { State } from '../../state/state.js'
import type { ObjectReport, Stamp } from '../../terms.js'
import { loadDone, loadHanded, type HandedObjects } from '../handed/handed.js'
import { objectOfLane } from '../ranges/range-lane.js'
import { loadLastRun, type LastRun } from './last-run.js'
import { loadObjectState, type ObjectState } from './object-state.js'

/** What is known of one object between runs. */
export interface ObjectStatus {
  object: string
  watermark?: Stamp
  /** True while a first load or a full run is not finished. */
  loading: boolean
  /** From when on the next run reads, where an earlier one left a window open that isn't full. */
  from?: Stamp
  /** The next run compares all Ids. */
  comparesIds?: boolean
  last?: ObjectReport
  /** Since when it is handed to a worker, which has not been taken back yet. */
  handed?: Stamp
  /** In how many ranges it is handed, and how many of them have been read to their end. */
  ranges?: { count: number; read: number }
  /** When the last run that touched the object ended. */
  lastEnded?: Stamp
}

export interface DatasourceStatus {
  datasource: string
  lastRun?: LastRun
  /** Whether a run made with --hold waits for commit or rollback. */
  held: boolean
  objects: ObjectStatus[]
}

/**
 * The state of one datasource, from the state store alone: no call to the org. Objects are those of the last runs, and
 * what a first run that died has begun.
 */
export async function readStatus(state: State, datasource: string): Promise<DatasourceStatus> {
  const lastRun = await loadLastRun(state, datasource)
  const prefix = keysBelow('object', datasource)
  const begun = (await state.keys(prefix)).map((key) => key.slice(prefix.length))
  const handed = await loadHanded(state, datasource)
  const objects: ObjectStatus[] = []
  const lanes = [...handed].filter(([, { range }]) => range === undefined).map(([name]) => name)
  for (const object of new Set([...(lastRun?.objects ?? []), ...lanes, ...begun.toSorted()])) {
    const status = describeState(object, await loadObjectState(state, datasource, object))
    const { since, inRanges } = handed.get(object) ?? {}
    if (since !== undefined) status.handed = since
    if (inRanges) status.ranges = await countRanges(state, datasource, object, handed)
    if (lastRun?.objects?.includes(object) || isBegun(status)) objects.push(status)
  }
  return {
    datasource,
    lastRun,
    held: await hasHeld(state, datasource),
    objects,
  }
}

/** Those that are read are handed until a run takes them back. */
async function countRanges(
  state: State,
  datasource: string,
  object: string,
  handed: HandedObjects,
): Promise<{ count: number; read: number }> {
  const ranges = [...handed].filter(([lane, { range }]) => range !== undefined && objectOfLane(lane) === object)
  const done = await Promise.all(ranges.map(([lane, entry]) => loadDone(state, datasource, lane, entry)))
  return { count: ranges.length, read: done.filter((each) => each !== undefined).length }
}

/** After a reset only what was deleted is kept of an object. */
function isBegun({ watermark, loading, last, handed }: ObjectStatus): boolean {
  return watermark !== undefined || loading || last !== undefined || handed !== undefined
}

function describeState(object: string, { rows, comparesIds, last, lastEnded }: ObjectState): ObjectStatus {
  return {
    object,
    watermark: rows.watermark,
    loading: rows.open?.mode === 'full',
    from: rows.open?.mode === 'incremental' ? rows.open.from : undefined,
    comparesIds,
    last,
    lastEnded,
  }
}
