/** Soft deletes and merges of one object, read from the recycle bin through /queryAll. */
import type { Row, Stamp } from '../../terms.js'
import { checkpoint } from '../run/checkpoint.js'
import { writeTombstones, type Deletion } from './write-tombstones.js'
import { throwIfEnding, type ObjectSync, type ObjectContext } from '../run/object-context.js'
import { scanWindows, type ScanSource } from '../windows/scan-window.js'
import type { Scan } from '../windows/window-query.js'
import { endOf } from '../run/run.js'
import { equals } from '../../soql/conditions.js'
import { soql, type Soql } from '../../soql/soql.js'
import { addMs, stampOf } from '../windows/stamps.js'
import type { Window } from '../windows/cursor.js'
import { openWindow } from '../windows/open-window.js'
import { logPage } from '../records/write-records.js'

const dayMs = 24 * 60 * 60 * 1000

/** How long Salesforce keeps a deleted record in the recycle bin: after that only a comparison of all Ids finds it. */
const recycleBinMs = 15 * dayMs

/**
 * Opens the window of the object's deletions. Undefined where the org doesn't tell of them (User and Group, say, have
 * no IsDeleted), and on a first load: what is deleted from its begin on is for the next window.
 */
export function openDeletions({ run, plan, state }: ObjectContext): Window | undefined {
  const names = new Set(plan.describe.fields.map((field) => field.name))
  if (!run.datasource.deletes || !names.has('IsDeleted') || !names.has('SystemModstamp')) return undefined
  const { lookbackMs } = run.datasource
  const { rows, deletions } = state
  const isFirst = deletions.watermark === undefined && deletions.open === undefined
  if (isFirst) state.watchedSince = run.end
  if (isFirst && rows.watermark === undefined) {
    deletions.watermark = run.end
    return undefined
  }
  // Deletions that were not wanted until now: the recycle bin has those of records written before.
  const since = isFirst && run.end !== undefined ? addMs(run.end, -recycleBinMs - dayMs) : undefined
  return openWindow(deletions, { lookbackMs, end: run.end, since })
}

/** The scan of the object's open window of deletions. */
export function deletionsScan(context: ObjectContext, window: Window): Scan {
  return {
    sobject: context.plan.object,
    scope: 'all',
    watermarkField: 'SystemModstamp',
    window,
    select: deletionSelect(context),
    condition: equals('IsDeleted', true),
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
 * Keeps from when on deletions are watched before a first load writes anything: what is deleted after that is told even
 * where the run dies at its first record.
 */
export async function watchDeletions(object: ObjectSync): Promise<void> {
  const { state } = object
  const isFirst = state.rows.watermark === undefined && state.rows.open?.after === undefined
  if (isFirst && state.watchedSince !== undefined) await checkpoint(object, { now: true })
}

/** Writes a tombstone for each record that was deleted or merged. */
export async function syncDeletions(object: ObjectSync): Promise<void> {
  const { deletions, run, state, report } = object
  if (deletions === undefined) return
  const end = endOf(run)
  const { watermark } = state.deletions
  if (isGapTooLong(watermark, end) && !run.options.reconcile)
    report.warnings = [...new Set([...(report.warnings ?? []), gapWarning(watermark!)])]
  await scanWindows(deletionsSource(object), () => end)
}

/** True where deletions may have left the recycle bin unseen. */
export function isGapTooLong(watermark: Stamp | undefined, end: Stamp | undefined): boolean {
  return watermark !== undefined && end !== undefined && addMs(watermark, recycleBinMs) < end
}

/** A deleted row of /queryAll as its tombstone has it: a merge names the record that took it over. */
export function deletionOf(row: Row): Deletion {
  const mergedInto = row['MasterRecordId']
  const isMerged = typeof mergedInto === 'string'
  return {
    id: String(row['Id']),
    reason: isMerged ? 'merged' : 'deleted',
    deletedAt: stampOf(row['SystemModstamp']),
    mergedInto: isMerged ? mergedInto : undefined,
  }
}

function gapWarning(watermark: Stamp): string {
  return (
    `Deletions were last looked for at ${watermark}, longer ago than the recycle bin's 15 days, so records deleted since then may be missing ` +
    'from this run. Run `sf-extract sync --reconcile` once to find them.'
  )
}

function deletionsSource(object: ObjectSync): ScanSource {
  const { run, state } = object
  return {
    org: run.org,
    cursor: state.deletions,
    options: { lookbackMs: run.datasource.lookbackMs },
    result: object.results.deletions,
    scan: () => deletionsScan(object, state.deletions.open!),
    withoutKnown: (rows) => withoutTold(object, rows),
    handle: (rows) => writeTombstones(object, rows.map(deletionOf)),
    pageDone: async () => {
      logPage(object)
      await checkpoint(object)
      throwIfEnding(object)
    },
  }
}

/**
 * Rows without those whose tombstone went out already, though they were restored and deleted again meanwhile, and
 * without those that went into the recycle bin unwritten, before the object was read for the first time.
 */
async function withoutTold({ state, ids, deletedIds }: ObjectSync, rows: Row[]): Promise<Row[]> {
  const all = rows.map((row) => String(row['Id']))
  const written = await ids.among(all)
  const told = await deletedIds.among(all)
  const isEarly = (row: Row) => (stampOf(row['SystemModstamp']) ?? '') < (state.watchedSince ?? '')
  return rows.filter((row, at) => written.has(all[at]!) || !(told.has(all[at]!) || isEarly(row)))
}
