/** Soft deletes, merges and undeletes of one object, read from the recycle bin through /queryAll. */
import type { Row, Stamp } from '../../terms.js'
import { checkpoint } from '../run/checkpoint.js'
import { writeGone, type Gone } from './write-tombstones.js'
import { throwIfEnding, type DeletionWindow, type ObjectRun, type ObjectWork } from '../run/object-context.js'
import { readPages } from '../windows/pages.js'
import type { Reading } from '../windows/window-query.js'
import { endOf, type Run } from '../run/run.js'
import { below, equals, isIn, or, soql, stamp, type Condition, type Soql } from '../../soql/soql.js'
import { addMs, stampOf } from '../windows/stamps.js'
import { advance, isBehind, noteWritten, openWindow, settle, type Cursor, type Window } from '../windows/watermark.js'
import { tellPage } from '../records/write-records.js'

/** How long Salesforce keeps a deleted record in the recycle bin: after that only a comparison of all Ids finds it. */
const recycleBinMs = 15 * 24 * 60 * 60 * 1000

/** How many records that are gone one statement watches by their Ids. */
const watchedByIds = 300

/**
 * Opens the window of the object's deletions; undefined where the org doesn't tell of them. User and Group, say, have
 * no IsDeleted.
 */
export function openDeletions({ run, plan, state }: ObjectWork): DeletionWindow | undefined {
  const names = new Set(plan.describe.fields.map((field) => field.name))
  if (!run.datasource.deletes || !names.has('IsDeleted') || !names.has('SystemModstamp')) return undefined
  const primes = state.deletions.watermark === undefined
  const rowsFrom = seenFrom(state.rows)
  return { window: nextWindow(run, state.deletions, primes), primes, ...(rowsFrom === undefined ? {} : { rowsFrom }) }
}

/** The reading of the object's open window of deletions. */
export function deletionsReading(work: ObjectWork, { window, rowsFrom }: DeletionWindow): Reading {
  const condition = deletedOrBack(work, rowsFrom)
  return {
    sobject: work.plan.object,
    scope: 'all',
    stampField: 'SystemModstamp',
    window,
    select: goneSelect(work),
    ...(condition === undefined ? {} : { condition }),
  }
}

/** The select list of records that may be gone: only some sObjects can be merged. */
export function goneSelect({ plan }: Pick<ObjectWork, 'plan'>): Soql {
  const names = new Set(plan.describe.fields.map((field) => field.name))
  return soql(plan.object)
    .id()
    .fields(['IsDeleted', 'SystemModstamp', 'MasterRecordId'].filter((name) => names.has(name)))
}

/**
 * Notes what is in the recycle bin when an object is read for the first time: it was never written, and is written
 * should it come back. Kept before anything is written, so that a deletion after that is told even where the run dies
 * at its first record.
 */
export async function primeDeletions(object: ObjectRun): Promise<void> {
  const { deletions } = object
  if (!deletions?.primes || object.state.deletions.watermark !== undefined) return
  await readWindow(object, deletions, async (rows) => noteGone(object, rows))
  forgetGone(object, endOf(object.run))
  await checkpoint(object, { now: true })
}

/**
 * Writes a tombstone for each record that was deleted or merged, and notes those that came back to be written again.
 */
export async function writeTombstones(object: ObjectRun): Promise<void> {
  const { deletions, run, state, report } = object
  if (deletions === undefined || deletions.primes) return
  const end = endOf(run)
  const { watermark } = state.deletions
  if (isGapTooLong(watermark, end) && !run.wishes.reconcile)
    report.warnings = [...new Set([...(report.warnings ?? []), gapWarning(watermark!)])]
  await readWindow(object, deletions, (rows) => writeDeleted(object, rows))
  if (isBehind(state.deletions, end)) {
    delete object.answers.deletions
    const window = openWindow(state.deletions, { lookbackMs: run.datasource.lookbackMs, end: end! })
    await readWindow(object, { ...deletions, window }, (rows) => writeDeleted(object, rows))
  }
  forgetGone(object, end)
}

/** True where deletions may have left the recycle bin unseen. */
export function isGapTooLong(watermark: Stamp | undefined, end: Stamp | undefined): boolean {
  return watermark !== undefined && end !== undefined && addMs(watermark, recycleBinMs) < end
}

/** A deleted row of /queryAll as its tombstone tells it: a merge names the record that took it over. */
export function goneOf(row: Row): Gone {
  const deletedAt = stampOf(row['SystemModstamp'])
  const mergedInto = row['MasterRecordId']
  return {
    id: String(row['Id']),
    reason: typeof mergedInto === 'string' ? 'merged' : 'deleted',
    ...(deletedAt === undefined ? {} : { deletedAt }),
    ...(typeof mergedInto === 'string' ? { mergedInto } : {}),
  }
}

function gapWarning(watermark: Stamp): string {
  return (
    `Deletions were last looked for at ${watermark}, longer ago than the recycle bin's 15 days, so records deleted since then may be missing ` +
    'from this run. Run `sf-extract sync --reconcile` once to find them.'
  )
}

function nextWindow({ end, datasource: { lookbackMs } }: Run, cursor: Cursor, primes: boolean): Window {
  const since = primes && end !== undefined ? { since: addMs(end, -recycleBinMs - dayMs) } : {}
  return openWindow(cursor, { lookbackMs, ...(end === undefined ? {} : { end }), ...since })
}

/**
 * From where on the rows' window sees every record; undefined where it doesn't, since it is full or an earlier run
 * began it.
 */
function seenFrom({ open }: Cursor): Stamp | undefined {
  return open?.mode === 'incremental' && open.after === undefined ? open.from : undefined
}

/**
 * Deleted, or a record that came back: an undelete moves SystemModstamp alone. Where the rows' own window goes by
 * SystemModstamp, or is always everything, it finds those by itself. Else a few are watched by their Ids, at no further
 * call; for many it is cheaper to see whatever was touched in the window and lies outside that of the rows.
 */
function deletedOrBack(
  { plan: { stampField }, state }: ObjectWork,
  rowsFrom: Stamp | undefined,
): Condition | undefined {
  const deleted = equals('IsDeleted', true)
  if (state.gone.size === 0 || stampField === undefined || stampField === 'SystemModstamp') return deleted
  if (state.gone.size <= watchedByIds) return or(deleted, isIn('Id', [...state.gone.keys()]))
  return rowsFrom === undefined ? undefined : or(deleted, below(stampField, stamp(rowsFrom)))
}

async function readWindow(
  object: ObjectRun,
  deletions: DeletionWindow,
  handle: (rows: Row[]) => Promise<void>,
): Promise<void> {
  const { run, state } = object
  const { lookbackMs } = run.datasource
  const reading = deletionsReading(object, deletions)
  const isNew = (row: Row) =>
    isGoneOrBack(object, row) && !state.deletions.overlap.has(String(row['Id']), systemStamp(row))
  const prepare = async (rows: Row[]) => rows.filter(isNew)
  for await (const { read, rows } of readPages(run.org, reading, prepare, object.answers.deletions)) {
    await handle(rows)
    for (const row of rows) noteWritten(state.deletions, String(row['Id']), systemStamp(row), lookbackMs)
    advance(reading.window, read, reading.stampField)
    tellPage(object)
    await checkpoint(object)
    throwIfEnding(object)
  }
  settle(state.deletions, lookbackMs)
}

/** What else was touched in the window is of no interest here. */
function isGoneOrBack({ state }: ObjectRun, row: Row): boolean {
  return row['IsDeleted'] === true || state.gone.has(String(row['Id']))
}

function systemStamp(row: Row): Stamp {
  return stampOf(row['SystemModstamp']) ?? ''
}

function noteGone({ state }: ObjectRun, rows: Row[]): void {
  for (const row of rows) state.gone.set(String(row['Id']), systemStamp(row))
}

async function writeDeleted(object: ObjectRun, rows: Row[]): Promise<void> {
  await writeGone(object, rows.filter((row) => row['IsDeleted'] === true).map(goneOf))
  for (const row of rows) if (row['IsDeleted'] !== true) object.state.rewrite.add(String(row['Id']))
}

/** Once out of the recycle bin a record can't come back, and past the limit the oldest are no longer watched. */
function forgetGone({ run, state: { gone } }: ObjectRun, end: Stamp | undefined): void {
  const oldest = end === undefined ? '' : addMs(end, -recycleBinMs - dayMs)
  let excess = gone.size - run.settings.overlapLimit
  for (const [id, deletedAt] of gone) if (excess-- > 0 || deletedAt < oldest) gone.delete(id)
}

const dayMs = 24 * 60 * 60 * 1000
