import { idKinds, idsIndexKey, objectKey } from '../../state/keys.js'
import type { State, StateChange } from '../../state/state.js'
import type { ObjectReport } from '../../terms.js'
import {
  compareIds,
  loadObjectState,
  parseObjectState,
  renderObjectState,
  type ObjectState,
} from '../run/object-state.js'
import { standIn, type RangePlace } from '../windows/cursor.js'
import { boundsOf } from './id-ranges.js'
import { ownKeys, type RangeLane } from './range-lane.js'

/**
 * The changes that make what the runs of a range have read a part of its object, as far as they have come. With the
 * last range the object's watermark moves to the end of its window. Done again they change nothing more.
 */
export async function joinRange(state: State, lane: RangeLane): Promise<StateChange[]> {
  const { datasource, object } = lane
  const own = ownKeys(lane)
  const key = objectKey(datasource, object)
  const kept = await state.read(own.get(key)!)
  const removals = [...own.values()].map((each) => ({ key: each, value: undefined }))
  if (kept === undefined) return removals
  const whole = await loadObjectState(state, datasource, object)
  if (!movePlace(whole, parseObjectState(own.get(key)!, kept), lane)) return removals
  return [...(await joinLists(state, lane)), { key, value: renderObjectState(whole) }, ...removals]
}

/** False where it was joined before. */
function movePlace(whole: ObjectState, part: ObjectState, { range }: RangeLane): boolean {
  const { open } = whole.rows
  const rest = open?.rest ?? []
  const at = rest.findIndex(({ from }) => from === range.from)
  if (open === undefined || at === -1) return false
  mergeState(whole, part)
  const { after, stampless, job } = part.rows.open ?? {}
  const left: RangePlace = {
    ...boundsOf(range),
    ...(after && { after: after.id }),
    ...(stampless && { stampless }),
    ...(job && { job }),
  }
  const isRead = part.rows.open === undefined && part.rows.watermark !== undefined
  const places = isRead ? rest.toSpliced(at, 1) : rest.with(at, left)
  const [first] = places
  if (first === undefined) {
    whole.rows.watermark = open.until
    delete whole.rows.open
    return true
  }
  open.rest = places
  standIn(open, first)
  return true
}

function mergeState(whole: ObjectState, part: ObjectState): void {
  whole.rows.overlap.merge(part.rows.overlap.toJSON())
  for (const each of ['reEmit', 'unreadFiles', 'returned'] as const) {
    for (const id of part[each]) whole[each].add(id)
  }
  for (const [id, version] of part.staleFiles) whole.staleFiles.set(id, version)
  whole.described = [...new Set([...whole.described, ...part.described])]
  if (part.needsCondition) whole.needsCondition = true
  if (part.mostItems !== undefined) whole.mostItems = Math.min(whole.mostItems ?? Infinity, part.mostItems)
  mergeScope(whole, part)
  whole.lists = part.lists
  whole.last = sumReports(whole.last, part.last)
  whole.lastEnded = part.lastEnded ?? whole.lastEnded
}

/**
 * Where ranges were read under other settings, or with other fields, the next run reads all of them again; where by
 * another condition, it compares all Ids.
 */
function mergeScope(whole: ObjectState, { scope, fields, comparesIds }: ObjectState): void {
  if (comparesIds || scope?.where !== whole.scope?.where) compareIds(whole)
  if (whole.scope !== undefined && scope?.selection !== whole.scope.selection)
    whole.scope = { ...whole.scope, selection: '' }
  // Of a range that was not read to its end they are not known.
  if (fields.length === 0) return
  whole.fields = whole.fields.length === 0 ? fields : whole.fields.filter((field) => fields.includes(field))
}

function sumReports(one: ObjectReport | undefined, other: ObjectReport | undefined): ObjectReport | undefined {
  if (one === undefined || other === undefined) return one ?? other
  const sums = (['written', 'deleted', 'dropped', 'pages', 'calls', 'seconds'] as const).map((name) => [
    name,
    one[name] + other[name],
  ])
  return { ...one, ...other, ...(Object.fromEntries(sums) as Pick<ObjectReport, 'written'>) }
}

/** The buckets are in their place: what is kept by Id is known once the object's lists have them. */
async function joinLists(state: State, lane: RangeLane): Promise<StateChange[]> {
  const { datasource, object } = lane
  const own = ownKeys(lane)
  const changes: StateChange[] = []
  for (const kind of idKinds) {
    const key = idsIndexKey(kind, datasource, object)
    const part = (await state.read(own.get(key)!)) as string[] | undefined
    if (part === undefined) continue
    const whole = (await state.read(key)) as string[] | undefined
    changes.push({ key, value: [...new Set([...(whole ?? []), ...part])].toSorted() })
  }
  return changes
}
