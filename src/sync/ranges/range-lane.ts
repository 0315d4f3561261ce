/** The state and the sink of a run that reads one range of a handed object, beside the runs of its other ranges. */
import type { Sink } from '../../sinks/sink.js'
import { idKinds, idsIndexKey, objectKey, rangeKey } from '../../state/keys.js'
import { isObject } from '../../state/shapes.js'
import type { State, StateChange } from '../../state/state.js'
import { standIn, type CursorJson, type Window } from '../windows/cursor.js'
import { boundsOf, type IdRange } from './id-ranges.js'

/** Which range of which object it is. */
export interface RangeLane {
  datasource: string
  /** The sObject. */
  object: string
  range: IdRange
  /** `Account/3`. */
  lane: string
}

/** The name of a range's lane; the first is 1. */
export function rangeLaneName(object: string, number: number): string {
  return `${object}/${number}`
}

export function isRange(lane: string): boolean {
  return lane.includes('/')
}

/** The sObject that a lane is of. */
export function objectOfLane(lane: string): string {
  return lane.split('/')[0]!
}

/**
 * The state as the run of a range sees it: what is kept of the object is its own, beginning with how the object was
 * handed, and so are the lists of what is kept by Id. The buckets of Ids themselves stand where they belong: those of a
 * range are no other's.
 */
export function rangeState(state: State, lane: RangeLane): State {
  const own = ownKeys(lane)
  const object = objectKey(lane.datasource, lane.object)
  return {
    ...state,
    read: async (key) => {
      const kept = await state.read(own.get(key) ?? key)
      return kept === undefined && key === object ? beginRange(await state.read(key), lane.range) : kept
    },
    write: (changes) => state.write(changes.map((change) => placed(change, own))),
  }
}

/** A sink whose commits move the state of the range. */
export function rangeSink(sink: Sink, lane: RangeLane): Sink {
  const own = ownKeys(lane)
  const commit: Sink['commit'] = (name, changes) =>
    sink.commit(
      name,
      changes.map((change) => placed(change, own)),
    )
  return new Proxy(sink, {
    get(target, name) {
      if (name === 'commit') return commit
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}

/** By the keys of the object those of the range. */
export function ownKeys({ datasource, object, lane }: Omit<RangeLane, 'range'>): Map<string, string> {
  const keys = [objectKey(datasource, object), ...idKinds.map((kind) => idsIndexKey(kind, datasource, object))]
  return new Map(keys.map((key) => [key, rangeKey(datasource, lane, key)]))
}

function placed({ key, value }: StateChange, own: Map<string, string>): StateChange {
  return { key: own.get(key) ?? key, value }
}

/**
 * The object as it was handed, with this range alone to be read, and nothing that is done once for all of it. A range
 * that is a part of the object already has been read.
 */
function beginRange(handed: unknown, range: IdRange): unknown {
  const { rows, scope, described, needsCondition, mostItems } = (isObject(handed) ? handed : {}) as {
    rows?: CursorJson
  } & Record<string, unknown>
  const { rest = [], ...window } = rows?.open ?? { mode: 'full' }
  const place = rest.find(({ from }) => from === range.from)
  if (place === undefined) return { rows: { watermark: rows?.watermark ?? window.until } }
  const open: Window = { ...window, range: boundsOf(range) }
  standIn(open, place)
  return { rows: { open }, scope, described, needsCondition, mostItems }
}
