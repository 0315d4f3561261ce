/** What is kept of one object, and of a datasource's child objects, between runs. */
import type { State } from '../../state/state.js'
import type { ObjectReport, RecordId, Stamp } from '../../terms.js'
import { isExtractError, ExtractError } from '../../errors/extract-error.js'
import { childrenKey, objectKey } from '../../state/keys.js'
import { openOverlap, type Overlap, type OverlapJson } from '../windows/overlap.js'
import { stampOf } from '../windows/stamps.js'
import { parseCursor, renderCursor, type Cursor, type CursorJson } from '../windows/watermark.js'

export interface ObjectState {
  rows: Cursor
  deletions: Cursor
  /**
   * Records that may come back from the recycle bin, those there before the first run too, with the stamp of their
   * deletion.
   */
  recycleBin: Map<RecordId, Stamp>
  /** Records to write again though their own stamp stands still: a child changed, or an undelete. */
  reEmit: Set<RecordId>
  /** Files written without their text, which may be there another time. */
  unreadFiles: Set<RecordId>
  /** The fields the last run asked for; empty before the first. */
  fields: string[]
  /** Parents whose describe the field list turned out to depend on: the org refused a field of theirs. */
  described: string[]
  last?: ObjectReport
  lastEnded?: Stamp
}

export interface ChildrenState {
  /** By child sObject. */
  cursors: Map<string, Cursor>
  /** File links as they stand in written records: link Id and the later stamp of link and file. */
  links: Overlap
  /** The field each polled child's versions go by, in this run. */
  watermarkFields: Map<string, string>
  /** Children of the lookback that this run could not remember, since they are more than an overlap may hold. */
  forgotten: number
}

interface ObjectStateJson {
  rows?: CursorJson
  deletions?: CursorJson
  recycleBin?: Record<RecordId, Stamp>
  reEmit?: RecordId[]
  unreadFiles?: RecordId[]
  fields?: string[]
  described?: string[]
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
  return parse(key, await state.read(key), (json: ObjectStateJson) => ({
    rows: parseStoredCursor(json.rows),
    deletions: parseStoredCursor(json.deletions),
    recycleBin: new Map(Object.entries(json.recycleBin ?? {})),
    reEmit: new Set(json.reEmit),
    unreadFiles: new Set(json.unreadFiles),
    fields: json.fields ?? [],
    described: json.described ?? [],
    ...(json.last === undefined ? {} : { last: json.last }),
    ...(json.lastEnded === undefined ? {} : { lastEnded: json.lastEnded }),
  }))
}

export function renderObjectState(state: ObjectState): unknown {
  return {
    ...state,
    rows: renderCursor(state.rows),
    deletions: renderCursor(state.deletions),
    recycleBin: Object.fromEntries(state.recycleBin),
    reEmit: [...state.reEmit],
    unreadFiles: [...state.unreadFiles],
  }
}

export async function loadChildrenState(state: State, datasource: string): Promise<ChildrenState> {
  const key = childrenKey(datasource)
  return parse(key, await state.read(key), (json: ChildrenStateJson) => ({
    cursors: new Map(Object.entries(json.cursors ?? {}).map(([name, cursor]) => [name, parseStoredCursor(cursor)])),
    links: openOverlap(json.links),
    watermarkFields: new Map(),
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
    return read((value ?? {}) as Json)
  } catch (cause) {
    if (isExtractError(cause)) throw cause
    throw new ExtractError('STATE_BROKEN', `The state under "${key}" can't be read.`, {
      hint: 'Run `sf-extract reset` for this datasource to start over, or restore the state from a backup.',
      cause,
    })
  }
}

/** A stored cursor. Throws where a place in it is none: the next run would ask the org to go on from there. */
function parseStoredCursor(json: CursorJson = {}): Cursor {
  const { watermark, open } = json
  const stamps = [watermark, open?.from, open?.until, open?.after?.stamp].filter((stamp) => stamp !== undefined)
  if (!stamps.every((stamp) => stampOf(stamp) === stamp)) throw new Error('A time in it is not valid.')
  if (open?.after !== undefined && !/^[A-Za-z0-9]{15,18}$/.test(open.after.id))
    throw new Error('An Id in it is not valid.')
  return parseCursor(json)
}
