/** Soft deletes, merges and undeletes of one object, read from the recycle bin through /queryAll. */
import type { Row, Stamp } from '../../terms.js'
import { checkpoint } from '../run/checkpoint.js'
import { writeTombstones, type Deletion } from './write-tombstones.js'
import { throwIfEnding, type DeletionWindow, type ObjectSync, type ObjectContext } from '../run/object-context.js'
import { scanWindow, scanWindows, type ScanSource } from '../windows/scan-window.js'
import type { Scan } from '../windows/window-query.js'
import { endOf, type Run } from '../run/run.js'
import { below, equals, isIn, or, type Condition } from '../../soql/conditions.js'
import { soql, type Soql } from '../../soql/soql.js'
import { stamp } from '../../soql/values.js'
import { addMs, stampOf } from '../windows/stamps.js'
import type { Cursor, Window } from '../windows/cursor.js'
import { openWindow } from '../windows/open-window.js'
import { logPage } from '../records/write-records.js'

/** How long Salesforce keeps a deleted record in the recycle bin: after that only a comparison of all Ids finds it. */
const recycleBinMs = 15 * 24 * 60 * 60 * 1000

/** How many deleted records one statement watches by their Ids. */
const watchedByIds = 300

/**
 * Opens the window of the object's deletions; undefined where the org doesn't show them. User and Group, say, have
 * no IsDeleted.
 */
export function openDeletions({ run, plan, state }: ObjectContext): DeletionWindow | undefined {
  const names = new Set(plan.describe.fields.map((field) => field.name))
  if (!run.datasource.deletes || !names.has('IsDeleted') || !names.has('SystemModstamp')) return undefined
  const isBaseline = state.deletions.watermark === undefined
  const rowsFrom = seenFrom(state.rows)
  return {
    window: nextWindow(run, state.deletions, isBaseline),
    isBaseline,
    ...(rowsFrom === undefined ? {} : { rowsFrom }),
  }
}

/** The scan of the object's open window of deletions. */
export function deletionsScan(context: ObjectContext, { window, rowsFrom }: DeletionWindow): Scan {
  const condition = deletedOrRestored(context, rowsFrom)
  return {
    sobject: context.plan.object,
    scope: 'all',
    watermarkField: 'SystemModstamp',
    window,
    select: deletionSelect(context),
    ...(condition === undefined ? {} : { condition }),
  }
}

/** The select list of records that may be deleted: only some sObjects can be merged. */
export function deletionSelect({ plan }: Pick<ObjectContext, 'plan'>): Soql {
  const names = new Set(plan.describe.fields.map((field) => field.name))
  return soql(plan.object)
    .id()
    .fields(['IsDeleted', 'SystemModstamp', 'MasterRecordId'].filter((name) => names.has(name)))
}

/**
 * Notes what is in the recycle bin when an object is read for the first time: it was never written, and is written
 * should it come back. Kept before anything is written, so that a deletion after that has its tombstone even where the
 * run dies at its first record.
 */
export async function readBaseline(object: ObjectSync): Promise<void> {
  const { deletions } = object
  if (!deletions?.isBaseline || object.state.deletions.watermark !== undefined) return
  await scanWindow({ ...deletionsSource(object, deletions), handle: async (rows) => noteDeleted(object, rows) })
  pruneRecycleBin(object, endOf(object.run))
  await checkpoint(object, { now: true })
}

/**
 * Writes a tombstone for each record that was deleted or merged, and notes those that came back to be written again.
 */
export async function syncDeletions(object: ObjectSync): Promise<void> {
  const { deletions, run, state, report } = object
  if (deletions === undefined || deletions.isBaseline) return
  const end = endOf(run)
  const { watermark } = state.deletions
  if (isGapTooLong(watermark, end) && !run.options.reconcile)
    report.warnings = [...new Set([...(report.warnings ?? []), gapWarning(watermark!)])]
  const source = { ...deletionsSource(object, deletions), handle: (rows: Row[]) => writeDeleted(object, rows) }
  await scanWindows(source, () => end)
  pruneRecycleBin(object, end)
}

/** True where deletions may have left the recycle bin unseen. */
export function isGapTooLong(watermark: Stamp | undefined, end: Stamp | undefined): boolean {
  return watermark !== undefined && end !== undefined && addMs(watermark, recycleBinMs) < end
}

/** A deleted row of /queryAll as its tombstone has it: a merge names the record that took it over. */
export function deletionOf(row: Row): Deletion {
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

function nextWindow({ end, datasource: { lookbackMs } }: Run, cursor: Cursor, isBaseline: boolean): Window {
  const since = isBaseline && end !== undefined ? { since: addMs(end, -recycleBinMs - dayMs) } : {}
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
function deletedOrRestored(
  { plan: { watermarkField }, state }: ObjectContext,
  rowsFrom: Stamp | undefined,
): Condition | undefined {
  const deleted = equals('IsDeleted', true)
  if (state.recycleBin.size === 0 || watermarkField === undefined || watermarkField === 'SystemModstamp') return deleted
  if (state.recycleBin.size <= watchedByIds) return or(deleted, isIn('Id', [...state.recycleBin.keys()]))
  return rowsFrom === undefined ? undefined : or(deleted, below(watermarkField, stamp(rowsFrom)))
}

function deletionsSource(object: ObjectSync, deletions: DeletionWindow): Omit<ScanSource, 'handle'> {
  const { run, state } = object
  return {
    org: run.org,
    cursor: state.deletions,
    options: { lookbackMs: run.datasource.lookbackMs },
    result: object.results.deletions,
    scan: () => deletionsScan(object, { ...deletions, window: state.deletions.open! }),
    isWanted: (row) => isDeletedOrRestored(object, row),
    pageDone: async () => {
      logPage(object)
      await checkpoint(object)
      throwIfEnding(object)
    },
  }
}

/** What else was touched in the window is of no interest here. */
function isDeletedOrRestored({ state }: ObjectSync, row: Row): boolean {
  return row['IsDeleted'] === true || state.recycleBin.has(String(row['Id']))
}

function systemStamp(row: Row): Stamp {
  return stampOf(row['SystemModstamp']) ?? ''
}

function noteDeleted({ state }: ObjectSync, rows: Row[]): void {
  for (const row of rows) state.recycleBin.set(String(row['Id']), systemStamp(row))
}

async function writeDeleted(object: ObjectSync, rows: Row[]): Promise<void> {
  await writeTombstones(object, rows.filter((row) => row['IsDeleted'] === true).map(deletionOf))
  for (const row of rows) if (row['IsDeleted'] !== true) object.state.reEmit.add(String(row['Id']))
}

/** Once out of the recycle bin a record can't come back, and past the limit the oldest are no longer watched. */
function pruneRecycleBin({ run, state: { recycleBin } }: ObjectSync, end: Stamp | undefined): void {
  const oldest = end === undefined ? '' : addMs(end, -recycleBinMs - dayMs)
  let excess = recycleBin.size - run.settings.overlapLimit
  for (const [id, deletedAt] of recycleBin) if (excess-- > 0 || deletedAt < oldest) recycleBin.delete(id)
}

const dayMs = 24 * 60 * 60 * 1000
