/** What is kept of one object, and of a datasource's child objects, between runs. */
import type { State } from '../../state/state.js'
import type { ObjectReport, RecordId, Stamp } from '../../terms.js'
import { isExtractError } from '../../errors/extract-error.js'
import { childrenKey, objectKey } from '../../state/keys.js'
import { isObject, isTextMap, isTexts } from '../../state/shapes.js'
import { valueBroken } from '../../state/state-broken.js'
import { openOverlap, type Overlap, type OverlapJson } from '../windows/overlap.js'
import { stampOf } from '../windows/stamps.js'
import {
  parseCursor,
  renderCursor,
  type Cursor,
  type CursorJson,
  type RangePlace,
  type Window,
} from '../windows/cursor.js'

/** What the settings say of an object's part in the datasource: which records, and what of them. */
export interface ObjectScope {
  /** The user's condition; empty where there is none. */
  where: string
  /** The settings that documents follow from, as JSON. */
  selection: string
  /** Of files: the objects whose records they may hang on, with commas between them. */
  holders?: string
  /** Of files: the id of the folder that they lie in, where they stay. */
  kept?: string
}

export interface ObjectState {
  rows: Cursor
  deletions: Cursor
  /**
   * From when on deletions are watched. What was deleted before was written only where the Ids written say so: the rest
   * lay in the recycle bin when the object was read for the first time.
   */
  watchedSince?: Stamp
  /** What the settings said of it in the last run. */
  scope?: ObjectScope
  /** Records to write again though their own stamp stands still: a child changed, or an undelete. */
  reEmit: Set<RecordId>
  /** Files written without their text, which may be there another time. */
  unreadFiles: Set<RecordId>
  /** Files in `files_dir` that are to be removed by the next run, but for the version named, where one is. */
  staleFiles: Map<RecordId, string>
  /** Of files: when their links were compared last, and the last bucket of Ids of a comparison that was cut short. */
  sweep?: { ended?: Stamp; after?: string }
  /** Records that came back, whose files are still to be looked at. */
  returned: Set<RecordId>
  /** The fields the last run selected; empty before the first. */
  fields: string[]
  /** The configured child lists its records are written with, as `Contact.AccountId`. */
  lists: string[]
  /** Parents whose describe the field list turned out to depend on: the org refused a field of theirs. */
  described: string[]
  /** The Ids written are to be compared with the org's once the object has been read. */
  comparesIds?: boolean
  /** How far the comparison has come: the last Id of the org, and the buckets of Ids up to it. */
  compared?: { after: RecordId; buckets: string[] }
  /** The org has refused to tell its deletions without the user's condition. */
  needsCondition?: boolean
  /** How many fields and child lists one statement may have: the org found more of them too complicated. */
  mostItems?: number
  last?: ObjectReport
  lastEnded?: Stamp
}

export interface ChildrenState {
  /** By child sObject. */
  cursors: Map<string, Cursor>
  /** File links as they stand in written records: link Id and the stamps of link and file. */
  links: Overlap
  /** The field each polled child's versions go by, in this run. */
  watermarkFields: Map<string, string>
  /** The sObjects whose rows stand in configured lists, of objects that this run doesn't read too. */
  inLists: Set<string>
  /** Children whose changes, or some of them, this run can't learn by polling, with the reason. */
  unwatched: Map<string, string>
  /** Children of the lookback that this run could not remember, since they are more than an overlap may hold. */
  forgotten: number
}

interface ObjectStateJson {
  rows?: CursorJson
  deletions?: CursorJson
  watchedSince?: Stamp
  scope?: ObjectScope
  reEmit?: RecordId[]
  unreadFiles?: RecordId[]
  staleFiles?: Record<RecordId, string>
  sweep?: { ended?: Stamp; after?: string }
  returned?: RecordId[]
  fields?: string[]
  lists?: string[]
  described?: string[]
  comparesIds?: boolean
  compared?: { after: RecordId; buckets: string[] }
  needsCondition?: boolean
  mostItems?: number
  last?: ObjectReport
  lastEnded?: Stamp
}

interface ChildrenStateJson {
  cursors?: Record<string, CursorJson>
  links?: OverlapJson
}

/** An object never read before has an empty state. Throws STATE_BROKEN where what is stored isn't an object's state. */
export async function loadObjectState(state: State, datasource: string, object: string): Promise<ObjectState> {
  const key = objectKey(datasource, object)
  return parseObjectState(key, await state.read(key))
}

/** What is stored under a key, as the state of an object. Throws STATE_BROKEN. */
export function parseObjectState(key: string, value: unknown): ObjectState {
  return parse(key, value, (json: ObjectStateJson) => ({
    rows: parseStoredCursor(json.rows),
    deletions: parseStoredCursor(json.deletions),
    watchedSince: json.watchedSince,
    scope: json.scope && (expected(json.scope, isTextMap) as ObjectScope),
    reEmit: new Set(expected(json.reEmit ?? [], isTexts)),
    unreadFiles: new Set(expected(json.unreadFiles ?? [], isTexts)),
    staleFiles: new Map(Object.entries(expected(json.staleFiles ?? {}, isTextMap))),
    sweep: json.sweep && expected(json.sweep, isTextMap),
    returned: new Set(expected(json.returned ?? [], isTexts)),
    fields: expected(json.fields ?? [], isTexts),
    lists: expected(json.lists ?? [], isTexts),
    described: expected(json.described ?? [], isTexts),
    comparesIds: json.comparesIds,
    compared: json.compared && expected(json.compared, isCompared),
    needsCondition: json.needsCondition,
    mostItems: typeof json.mostItems === 'number' ? json.mostItems : undefined,
    last: json.last && expected(json.last, isObject),
    lastEnded: json.lastEnded,
  }))
}

/** Has all Ids compared once the object has been read, from the first one. */
export function compareIds(state: ObjectState): void {
  state.comparesIds = true
  delete state.compared
}

/** Lets an object be tried without the condition, and with long select lists, again. */
export function forgetRefusals(state: ObjectState): void {
  delete state.needsCondition
  delete state.mostItems
}

export function renderObjectState({ staleFiles, ...state }: ObjectState): unknown {
  return {
    ...state,
    rows: renderCursor(state.rows),
    deletions: renderCursor(state.deletions),
    reEmit: [...state.reEmit],
    unreadFiles: [...state.unreadFiles],
    ...(staleFiles.size === 0 ? {} : { staleFiles: Object.fromEntries(staleFiles) }),
    returned: [...state.returned],
  }
}

export async function loadChildrenState(state: State, datasource: string): Promise<ChildrenState> {
  const key = childrenKey(datasource)
  return parse(key, await state.read(key), (json: ChildrenStateJson) => ({
    cursors: new Map(
      Object.entries(expected(json.cursors ?? {}, isObject)).map(([name, cursor]) => [name, parseStoredCursor(cursor)]),
    ),
    links: openOverlap(expected(json.links ?? {}, isTextMap)),
    watermarkFields: new Map(),
    inLists: new Set(),
    unwatched: new Map(),
    forgotten: 0,
  }))
}

export function renderChildrenState(state: ChildrenState): unknown {
  return {
    cursors: Object.fromEntries([...state.cursors].map(([name, cursor]) => [name, renderCursor(cursor)])),
    links: state.links.toJSON(),
  }
}

function parse<Json extends object, T>(key: string, value: unknown, read: (json: Json) => T): T {
  try {
    return read(expected(value ?? {}, isObject) as Json)
  } catch (cause) {
    throw isExtractError(cause) ? cause : valueBroken(key, cause instanceof Error ? cause.message : String(cause))
  }
}

function expected<T>(value: T, isRight: (value: unknown) => boolean): T {
  if (!isRight(value)) throw new Error('it has another shape')
  return value
}

/** A stored cursor. Throws where a place in it is none: the next run would go on from there. */
function parseStoredCursor(json: CursorJson = {}): Cursor {
  const { watermark, open, overlap } = json
  expected(json, isObject)
  expected(open ?? {}, isObject)
  expected(overlap ?? {}, isTextMap)
  const stamps = [watermark, open?.from, open?.until, open?.after?.stamp].filter((stamp) => stamp !== undefined)
  if (!stamps.every((stamp) => stampOf(stamp) === stamp)) throw new Error('a time in it is not valid')
  if (open?.after !== undefined && !isId(open.after.id)) throw new Error('an Id in it is not valid')
  const ids = [open?.range ?? {}, ...(open?.rest ?? [])].flatMap(({ from, below, after }: RangePlace) => [
    from,
    below,
    after,
  ])
  if (!ids.every((id) => id === undefined || isId(id))) throw new Error('an Id in it is not valid')
  const jobs = [open?.job, ...(open?.rest ?? []).map(({ job }) => job)]
  if (!jobs.every((job) => job === undefined || isJob(job))) throw new Error('a query job in it is not valid')
  return parseCursor(json)
}

function isId(value: unknown): boolean {
  return typeof value === 'string' && /^[A-Za-z0-9]{15,18}$/.test(value)
}

function isCompared(value: unknown): boolean {
  return isObject(value) && isId(value['after']) && isTexts(value['buckets'])
}

/** Its Id and version become part of an address. */
function isJob({ id, version, place }: NonNullable<Window['job']>): boolean {
  const { locator = '', rows } = place ?? {}
  return isId(id) && /^\d+\.\d$/.test(version) && typeof locator === 'string' && Number.isInteger(rows)
}
