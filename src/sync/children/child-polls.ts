/**
 * Child changes: a comment, mail, feed item or file that was added, changed or deleted writes its record again, though
 * the record's own stamp stands still. Each child sObject has a cursor of its own.
 */
import { findCodeRow } from '../../errors/codes.js'
import { endsRun, isExtractError, type ExtractError } from '../../errors/extract-error.js'
import type { Batch, QueryResult } from '../../org/org.js'
import { objectKey } from '../../state/keys.js'
import type { StateChange } from '../../state/state.js'
import type { Query, RecordId, SObjectDescribe, Stamp } from '../../terms.js'
import { childrenChange } from './child-notes.js'
import type { ChildSource } from './child-sources.js'
import { hashOf } from '../records/listed-children.js'
import { formerRecords, listedDeletions, namedRecords, type TouchedRecord } from './touched-records.js'
import { noteUnwatched } from './unwatched.js'
import { notedChanges, noteForHanded, noteListed } from '../handed/note-handed.js'
import { renderObjectState } from '../run/object-state.js'
import { scanWindows, type ScanSource } from '../windows/scan-window.js'
import { windowQuery, type Scan } from '../windows/window-query.js'
import { endOf, type Run, type WritingRun } from '../run/run.js'
import { healing, redescribe } from '../plan/heal.js'
import { soql } from '../../soql/soql.js'
import { addMs } from '../windows/stamps.js'
import { chooseWatermarkField } from '../plan/watermark-field.js'
import { hasRead, parseCursor, type Cursor } from '../windows/cursor.js'
import { openWindow } from '../windows/open-window.js'
import { fileObject } from '../plan/field-tables.js'

/**
 * What a run polls of one child sObject: its scan, and the result that travels with the other queries of the run.
 */
export interface ChildPoll {
  source: ChildSource
  cursor: Cursor
  scan: Scan
  /** The first poll of a child marks what the lookback holds as known: the records are about to be written with it. */
  isBaseline: boolean
  result?: QueryResult
}

/** Opens the window of each child's cursor. */
export function openChildPolls(sources: ChildSource[], run: Run): ChildPoll[] {
  const polls: ChildPoll[] = []
  for (const source of sources) {
    const cursor = run.children.cursors.get(source.child) ?? parseCursor()
    run.children.cursors.set(source.child, cursor)
    const watermarkField = watchChild(source, run)
    if (watermarkField === undefined) begin(cursor, run.end)
    else polls.push(openPoll(source, cursor, watermarkField, run))
  }
  return polls
}

/**
 * Has the run know by which field a child's versions go, which its polls do too. Undefined where it can't be polled.
 */
export function watchChild(source: ChildSource, run: Run): string | undefined {
  const watermarkField = pollField(source)
  if (source.isConfigured) run.children.inLists.add(source.child)
  noteUnwatched(source, watermarkField, run)
  if (watermarkField !== undefined) run.children.watermarkFields.set(source.child, watermarkField)
  return watermarkField
}

/** The query of a poll, to travel together with those of the objects. */
export function childQuery({ scan }: ChildPoll): Query {
  return windowQuery(scan)
}

/** Puts a poll's query into the batch. */
export function queryChildren(poll: ChildPoll, batch: Batch): void {
  poll.result = batch.query(childQuery(poll))
}

/**
 * Reads what changed of the children and notes their records to be written again. What is noted and the children's
 * cursors are committed together, so that a crash neither forgets a change nor notes it twice. A child sObject that
 * can't be polled fails alone.
 */
export async function pollChildren(polls: ChildPoll[], run: WritingRun): Promise<void> {
  if (polls.length === 0) return
  const touched = new Set<string>()
  for (const poll of polls) {
    try {
      await healing(
        () => pollOne(poll, run, touched),
        (error) => healPoll(poll, run, error),
      )
    } catch (error) {
      if (endsRun(error) || !isExtractError(error)) throw error
      run.childFailures.push({ child: poll.source.child, error })
      if (poll.isBaseline) begin(poll.cursor, poll.scan.window.until ?? endOf(run))
    }
  }
  const changes: StateChange[] = [...touched].map((object) => ({
    key: objectKey(run.datasource.id, object),
    value: renderObjectState(run.states.get(object)!),
  }))
  await run.sink.commit('children', [...changes, ...(await notedChanges(run)), childrenChange(run)])
}

/** The field whose stamps make a poll's windows. Undefined where the child can't be polled. */
function pollField({ describe, parentFields }: ChildSource): string | undefined {
  if (describe === undefined || !describe.queryable || parentFields.length === 0) return undefined
  return chooseWatermarkField(describe, 'SystemModstamp')
}

/**
 * A first poll that can't be made begins all the same: the records are written with their children as they are now, and
 * what changes from now on is for the poll that works again.
 */
function begin(cursor: Cursor, end: Stamp | undefined): void {
  if (cursor.watermark !== undefined || end === undefined) return
  cursor.watermark = end
  delete cursor.open
}

function openPoll(source: ChildSource, cursor: Cursor, watermarkField: string, run: Run): ChildPoll {
  const {
    end,
    datasource: { lookbackMs },
  } = run
  const isBaseline = cursor.watermark === undefined
  const since = isBaseline && end !== undefined ? { since: addMs(end, -lookbackMs) } : {}
  const window = openWindow(cursor, { lookbackMs, end, ...since })
  const { child, parentFields } = source
  const select = soql(child)
    .id()
    .fields([...parentFields, watermarkField, ...furtherFields(source)])
  return { source, cursor, isBaseline, scan: { sobject: child, scope: 'all', watermarkField, window, select } }
}

/** Of files also their extension, where the org shows it: records name searchable ones only. */
function furtherFields({ child, describe }: ChildSource): string[] {
  const isShown = describe!.fields.some(({ name }) => name === extension)
  return child === fileObject && isShown ? [extension] : []
}

const extension = 'FileExtension'

/**
 * The poll anew after the org refused a field, from a fresh describe; false where its query stays the same, so that
 * the error stands.
 */
async function healPoll(poll: ChildPoll, run: Run, error: ExtractError): Promise<boolean> {
  const { source, cursor } = poll
  if ((await redescribe(run, error, source.child)) === undefined) return false
  const describe = run.catalog.describes.get(source.child)
  const anew = withFields(source, describe)
  const watermarkField = pollField(anew)
  if (watermarkField === undefined) return false
  noteUnwatched(anew, watermarkField, run)
  run.children.watermarkFields.set(source.child, watermarkField)
  const healed = openPoll(anew, cursor, watermarkField, run)
  const isSame = healed.scan.select.text() === poll.scan.select.text()
  Object.assign(poll, healed, { result: undefined })
  return !isSame
}

/** The source by a fresh describe: of several fields that name records one may be gone. */
function withFields(source: ChildSource, describe: SObjectDescribe | undefined): ChildSource {
  const { parentFields, hiddenFields } = source
  const isGone = (name: string) => !describe?.fields.some((field) => field.name === name)
  return {
    ...source,
    describe,
    parentFields: parentFields.filter((name) => !isGone(name)),
    hiddenFields: [...hiddenFields, ...parentFields.filter(isGone)],
  }
}

/** Reads the open window; one that an earlier run left open is followed by the one from its end to now. */
async function pollOne(poll: ChildPoll, run: WritingRun, touched: Set<string>): Promise<void> {
  const { source, cursor, isBaseline, result } = poll
  const hashes = new Set<string>()
  const lookUp = async (children: RecordId[], most: number) => {
    if (isBaseline || !source.isConfigured) return
    for (const child of children) hashes.add(hashOf(child))
    if (hashes.size > most) await noteFormer(hashes, source, run, touched)
  }
  const scanned: ScanSource<TouchedRecord[]> = {
    org: run.org,
    cursor,
    options: { lookbackMs: run.datasource.lookbackMs },
    result,
    scan: () => ({ ...poll.scan, window: cursor.open! }),
    prepare: async (rows) => (isBaseline ? [] : namedRecords(rows, source, run)),
    handle: async (rows, records = []) => {
      for (const record of records) noteReEmit(record, source, run, touched)
      await lookUp(
        rows.map((row) => String(row['Id'])),
        mostHashes,
      )
    },
  }
  await lookUp(await tryListed(poll, run), 0)
  try {
    await scanWindows(scanned, () => endOf(run))
  } finally {
    // The pages before an error are passed, and not read again.
    await lookUp([], 0)
  }
}

/** Changed children looked for at once in what is kept of the documents' lists. */
const mostHashes = 20_000

/** Notes the records whose documents list a child that may be another's now. */
async function noteFormer(hashes: Set<string>, source: ChildSource, run: Run, touched: Set<string>): Promise<void> {
  noteListed(hashes, source, run)
  for await (const { id, object } of formerRecords(hashes, source, run)) {
    run.states.get(object)!.reEmit.add(id)
    touched.add(object)
  }
  hashes.clear()
}

/** A list of deletions that the org refuses for good costs the deletions alone. */
async function tryListed({ source, cursor, isBaseline }: ChildPoll, run: Run): Promise<RecordId[]> {
  try {
    return isBaseline ? [] : await listedDeletions(source, cursor, run)
  } catch (error) {
    if (!isExtractError(error) || endsRun(error)) throw error
    if (error.code !== 'OBJECT_NOT_FOUND' && findCodeRow(error.code).lasts !== true) throw error
    const { child } = source
    run.children.unwatched.set(child, `The org does not list which records of ${child} are deleted (${error.code})`)
    return []
  }
}

/** A record not read yet is going to be read with the child as it is now. */
function noteReEmit({ id, field }: TouchedRecord, source: ChildSource, run: Run, touched: Set<string>): void {
  const object = run.objectByKeyPrefix.get(id.slice(0, 3))
  if (object === undefined || !source.isIn(object, field) || noteForHanded(id, object, run)) return
  const state = run.states.get(object)!
  if (!hasRead(state.rows)) return
  state.reEmit.add(id)
  touched.add(object)
}
