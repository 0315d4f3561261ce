import type { Sink } from '../../sinks/sink.js'
import type { State } from '../../state/state.js'
import { loadHanded } from '../handed/handed.js'
import { loadObjectState } from '../run/object-state.js'
import { objectOfLane, rangeSink, rangeState } from './range-lane.js'

/** Where the run of a lane keeps what it reads. */
export interface LaneStore {
  state: State
  sink: Sink
  /** An earlier run has read all of the range. */
  isRead: boolean
}

/** The state and the sink of a lane: those given, but for one that is a range of an object. */
export async function openRange(
  datasource: string,
  lane: string,
  { state, sink }: { state: State; sink: Sink },
): Promise<LaneStore> {
  const range = (await loadHanded(state, datasource)).get(lane)?.range
  if (range === undefined) return { state, sink, isRead: false }
  const place = { datasource, lane, object: objectOfLane(lane), range }
  const own = rangeState(state, place)
  const { rows } = await loadObjectState(own, datasource, place.object)
  return { state: own, sink: rangeSink(sink, place), isRead: rows.open === undefined && rows.watermark !== undefined }
}
