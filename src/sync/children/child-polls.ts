/**
 * Child changes: a comment, mail, feed item or file that was added, changed or deleted writes its record again, though
 * the record's own stamp stands still. Each child sObject has a cursor of its own.
 */
import { endsRun } from '../run/run-ending.js'
import { isExtractError } from '../../errors/extract-error.js'
import type { Batch, QueryResult } from '../../org/org.js'
import { objectKey } from '../../state/keys.js'
import type { StateChange } from '../../state/state.js'
import type { Query, RecordId, Row, SObjectDescribe, Stamp } from '../../terms.js'
import { childrenChange } from './child-notes.js'
import type { ChildSource } from './child-sources.js'
import { changedLinks } from '../files/file-links.js'
import { renderObjectState, type ObjectState } from '../run/object-state.js'
import { readPages } from '../windows/pages.js'
import { windowQuery, type Reading } from '../windows/window-query.js'
import { endOf, type Run, type WritingRun } from '../run/run.js'
import { relearn } from '../plan/heal.js'
import { soql } from '../../soql/soql.js'
import { addMs, stampOf } from '../windows/stamps.js'
import { chooseWatermarkField } from '../plan/watermark-field.js'
import { advance, isBehind, noteWritten, openWindow, parseCursor, settle, type Cursor } from '../windows/watermark.js'
import { fileObject } from '../plan/field-tables.js'

/**
 * What a run polls of one child sObject: its reading, and the answer that travels with the other questions of the run.
 */
export interface ChildPoll {
  source: ChildSource
  cursor: Cursor
  reading: Reading
  /** The first poll of a child marks what the lookback holds as known: the records are about to be written with it. */
  primes: boolean
  result?: QueryResult
}

/** Opens the window of each child's cursor and words its question; `ask` hands all of them to the org together. */
export function openChildPolls(sources: ChildSource[], run: Run): ChildPoll[] {
  const polls: ChildPoll[] = []
  for (const source of sources) {
    const cursor = run.children.cursors.get(source.child) ?? parseCursor()
    run.children.cursors.set(source.child, cursor)
    const watermarkField = source.describe && chooseWatermarkField(source.describe, 'SystemModstamp')
    if (watermarkField === undefined) {
      begin(cursor, run.end)
      continue
    }
    run.children.watermarkFields.set(source.child, watermarkField)
    polls.push(openPoll(source, cursor, watermarkField, run))
  }
  return polls
}

/** The query of a poll, to travel together with those of the objects. */
export function childQuery({ reading }: ChildPoll): Query {
  return windowQuery(reading)
}

/** Puts a poll's query into the batch. */
export function queryChildren(poll: ChildPoll, batch: Batch): void {
  poll.result = batch.query(childQuery(poll))
}

/**
 * Reads what changed of the children and notes their records to be written again. What is noted and the children's
 * cursors are committed together, so that a crash neither forgets a change nor tells it twice. A child sObject that
 * can't be polled fails alone.
 */
export async function pollChildren(polls: ChildPoll[], run: WritingRun): Promise<void> {
  if (polls.length === 0) return
  const touched = new Set<string>()
  for (const poll of polls) {
    try {
      await healing(poll, run, touched)
    } catch (error) {
      if (endsRun(error) || !isExtractError(error)) throw error
      run.childFailures.push({ child: poll.source.child, error })
      if (poll.primes) begin(poll.cursor, poll.reading.window.until ?? endOf(run))
    }
  }
  const changes: StateChange[] = [...touched].map((object) => ({
    key: objectKey(run.datasource.id, object),
    value: renderObjectState(run.states.get(object)!),
  }))
  await run.sink.commit('children', [...changes, childrenChange(run)])
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
  const primes = cursor.watermark === undefined
  const since = primes && end !== undefined ? { since: addMs(end, -lookbackMs) } : {}
  const window = openWindow(cursor, { lookbackMs, ...(end === undefined ? {} : { end }), ...since })
  const { child, parentField } = source
  const select = soql(child)
    .id()
    .fields([parentField, watermarkField, ...extensionOf(source.describe!)])
  return { source, cursor, primes, reading: { sobject: child, scope: 'all', watermarkField, window, select } }
}

/** Of files also their extension, where the org shows it: documents tell of searchable ones only. */
function extensionOf({ name, fields }: SObjectDescribe): string[] {
  return name === fileObject && fields.some((field) => field.name === extension) ? [extension] : []
}

const extension = 'FileExtension'

/** Polls again with a fresh describe where the org no longer knows a field that was asked for. */
async function healing(poll: ChildPoll, run: Run, touched: Set<string>): Promise<void> {
  try {
    await pollOne(poll, run, touched)
  } catch (error) {
    const { source, cursor } = poll
    if (!isExtractError(error, 'FIELD_UNKNOWN') || (await relearn(run, error, source.child)) === undefined) throw error
    const describe = run.catalog.describes.get(source.child)
    const watermarkField = describe && chooseWatermarkField(describe, 'SystemModstamp')
    if (watermarkField === undefined) throw error
    run.children.watermarkFields.set(source.child, watermarkField)
    Object.assign(poll, openPoll({ ...source, describe }, cursor, watermarkField, run), { result: undefined })
    await pollOne(poll, run, touched)
  }
}

/** Reads the open window; one that an earlier run left open is followed by the one from its end to now. */
async function pollOne(poll: ChildPoll, run: Run, touched: Set<string>): Promise<void> {
  const { lookbackMs } = run.datasource
  for (;;) {
    await pollWindow(poll, run, touched)
    settle(poll.cursor, lookbackMs)
    const end = endOf(run)
    if (!isBehind(poll.cursor, end)) return
    poll.reading.window = openWindow(poll.cursor, { lookbackMs, end: end! })
    delete poll.result
  }
}

async function pollWindow(
  { source, cursor, primes, reading, result }: ChildPoll,
  run: Run,
  touched: Set<string>,
): Promise<void> {
  const { lookbackMs } = run.datasource
  const version = (row: Row) => stampOf(row[reading.watermarkField!]) ?? ''
  let parents: RecordId[] = []
  const prepare = async (rows: Row[]) => {
    const unknown = rows.filter((row) => !cursor.overlap.has(String(row['Id']), version(row)))
    parents = primes ? [] : await parentsOf(unknown, source, run)
    return unknown
  }
  for await (const page of readPages(run.org, reading, prepare, result)) {
    for (const parent of parents) noteRewrite(parent, source, run, touched)
    for (const row of page.rows) noteWritten(cursor, String(row['Id']), version(row), lookbackMs)
    advance(reading.window, page.read, reading.watermarkField)
  }
}

async function parentsOf(rows: Row[], { child, parentField }: ChildSource, run: Run): Promise<RecordId[]> {
  if (child === fileObject) return changedLinks(rows, run)
  return rows.map((row) => row[parentField]).filter((id) => typeof id === 'string')
}

/** A record not read yet is going to be read with the child as it is now. */
function noteRewrite(parent: RecordId, source: ChildSource, run: Run, touched: Set<string>): void {
  const object = run.objectByKeyPrefix.get(parent.slice(0, 3))
  if (object === undefined || !source.isIn(object)) return
  const state = run.states.get(object)!
  if (!hasBegun(state)) return
  state.rewrite.add(parent)
  touched.add(object)
}

function hasBegun({ rows }: ObjectState): boolean {
  return rows.watermark !== undefined || rows.open?.after !== undefined
}
