/**
 * Child changes: a comment, mail, feed item or file that was added, changed or deleted writes its record again, though the
 * record's own stamp stands still. Each child sObject has a cursor of its own.
 */
import { endsRun } from './run-ending.js'
import { isExtractError } from '../errors/extract-error.js'
import type { Answer } from '../org/org.js'
import { objectKey } from '../state/keys.js'
import type { Question, RecordId, Row, SObjectDescribe, StateChange } from '../terms.js'
import { childrenChange } from './child-notes.js'
import { changedLinks } from './file-links.js'
import { renderObjectState } from './object-state.js'
import { readPages } from './pages.js'
import type { ObjectPlan } from './object-plan.js'
import { windowQuestion, type Reading } from './reading.js'
import type { Run, WritingRun } from './run.js'
import { soql } from './soql.js'
import { addMs, stampOf } from './stamps.js'
import { chooseStampField } from './stamp-field.js'
import { advance, noteWritten, openWindow, parseCursor, settle, type Cursor } from './watermark.js'

/** A child sObject to poll: which field names its record, and from which of its parents a run writes records. */
export interface ChildSource {
  describe: SObjectDescribe
  parentField: string
}

/** What a run polls of one child sObject: its reading, and the answer that travels with the other questions of the run. */
export interface ChildPoll {
  source: ChildSource
  cursor: Cursor
  reading: Reading
  /** The first poll of a child marks what the lookback holds as known: the records are about to be written with it. */
  primes: boolean
  answer?: Answer
}

/** The child sObjects of the planned objects that the org lets us poll. */
export function childSources(plans: ObjectPlan[], describes: Map<string, SObjectDescribe>): ChildSource[] {
  const sources = new Map<string, ChildSource>()
  const add = (child: string, parentField: string) => {
    const describe = describes.get(child)
    if (describe !== undefined) sources.set(child, { describe, parentField })
  }
  for (const { selection, feedSelect } of plans) {
    for (const { childSObject, kind, field } of selection.children) {
      if (kind === 'file') add('ContentDocument', 'Id')
      else if (polled.has(childSObject)) add(childSObject, field)
    }
    if (feedSelect === undefined) continue
    add('CaseFeed', 'ParentId')
    add('FeedComment', 'ParentId')
  }
  return [...sources.values()]
}

/** Children whose change re-emits their record. An account's latest opportunity is an object of its own and does not. */
const polled = new Set(['CaseComment', 'EmailMessage'])

/** Opens the window of each child's cursor and words its question; `ask` hands all of them to the org together. */
export function openChildPolls(sources: ChildSource[], run: Run): ChildPoll[] {
  const polls: ChildPoll[] = []
  for (const source of sources) {
    const stampField = chooseStampField(source.describe, 'SystemModstamp')
    if (stampField === undefined) continue
    const child = source.describe.name
    const cursor = run.children.cursors.get(child) ?? parseCursor()
    run.children.cursors.set(child, cursor)
    const primes = cursor.watermark === undefined
    const { end, datasource: { lookbackMs } } = run
    const since = primes && end !== undefined ? { since: addMs(end, -lookbackMs) } : {}
    const window = openWindow(cursor, { lookbackMs, ...(end === undefined ? {} : { end }), ...since })
    const select = soql(child).id().fields([source.parentField, stampField, ...extraFields(source.describe)])
    polls.push({ source, cursor, primes, reading: { sobject: child, scope: 'all', stampField, window, select } })
  }
  return polls
}

/** The question of a poll, to be asked together with those of the objects. */
export function childQuestion({ reading }: ChildPoll): Question {
  return windowQuestion(reading)
}

/**
 * Reads what changed of the children and notes their records to be written again. What is noted and the children's cursors
 * are committed together, so that a crash neither forgets a change nor tells it twice. A child sObject that can't be polled fails alone.
 */
export async function pollChildren(polls: ChildPoll[], run: WritingRun): Promise<void> {
  if (polls.length === 0) return
  const touched = new Set<string>()
  for (const poll of polls) {
    try {
      await pollOne(poll, run, touched)
    } catch (error) {
      if (endsRun(error) || !isExtractError(error)) throw error
      run.childFailures.push({ child: poll.source.describe.name, error })
    }
  }
  const changes: StateChange[] = [...touched].map((object) => ({
    key: objectKey(run.datasource.id, object),
    value: renderObjectState(run.states.get(object)!),
  }))
  await run.sink.commit('children', [...changes, childrenChange(run)])
}

async function pollOne({ source, cursor, primes, reading, answer }: ChildPoll, run: Run, touched: Set<string>): Promise<void> {
  const { lookbackMs } = run.datasource
  const version = (row: Row) => stampOf(row[reading.stampField!]) ?? ''
  const unknown = (rows: Row[]) => rows.filter((row) => !cursor.overlap.has(String(row['Id']), version(row)))
  for await (const page of readPages(run.org, reading, async (rows) => unknown(rows), answer)) {
    if (!primes) for (const parent of await parentsOf(page.rows, source, run)) noteRewrite(parent, run, touched)
    for (const row of page.rows) noteWritten(cursor, String(row['Id']), version(row), lookbackMs)
    advance(reading.window, page.read, reading.stampField)
  }
  settle(cursor, { lookbackMs, overlapLimit: run.settings.overlapLimit })
  if (source.describe.name === 'ContentDocument' && cursor.watermark !== undefined) {
    run.children.links.prune(addMs(cursor.watermark, -lookbackMs))
    run.children.links.bound(run.settings.overlapLimit)
  }
}

async function parentsOf(rows: Row[], { describe, parentField }: ChildSource, run: Run): Promise<RecordId[]> {
  if (describe.name === 'ContentDocument') return changedLinks(rows, run)
  return rows.map((row) => row[parentField]).filter((id) => typeof id === 'string')
}

function noteRewrite(parent: RecordId, run: Run, touched: Set<string>): void {
  const object = run.objectByKeyPrefix.get(parent.slice(0, 3))
  const state = object === undefined ? undefined : run.states.get(object)
  if (object === undefined || state === undefined) return
  state.rewrite.add(parent)
  touched.add(object)
}

function extraFields({ name }: SObjectDescribe): string[] {
  return name === 'ContentDocument' ? ['FileExtension', 'IsDeleted'] : []
}
