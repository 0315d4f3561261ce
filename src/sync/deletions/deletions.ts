/** Soft deletes and merges of one object, read from the recycle bin through /queryAll. */
import { findCodeRow } from '../../errors/codes.js'
import { endsRun, isExtractError, type ExtractError } from '../../errors/extract-error.js'
import type { Row, Stamp } from '../../terms.js'
import { filtersDeleted, findDeletionSource, mayLackBin } from './deletion-source.js'
import { findLeft } from './left-scope.js'
import { syncListedDeletions } from './listed-deletions.js'
import { checkpoint } from '../run/checkpoint.js'
import { writeTombstones, type Deletion } from './write-tombstones.js'
import type { ObjectPlan } from '../plan/object-plan.js'
import { throwIfEnding, type ObjectSync, type ObjectContext } from '../run/object-context.js'
import { scanWindows, type ScanSource } from '../windows/scan-window.js'
import type { Scan } from '../windows/window-query.js'
import { endOf } from '../run/run.js'
import { and, equals } from '../../soql/conditions.js'
import { soql, type Soql } from '../../soql/soql.js'
import { addMs, stampOf } from '../windows/stamps.js'
import { hasRead, type Window } from '../windows/cursor.js'
import { openWindow } from '../windows/open-window.js'
import { closeWindow } from '../windows/watermark.js'
import { logPage } from '../records/write-records.js'

const dayMs = 24 * 60 * 60 * 1000

/** How long Salesforce keeps a deleted record in the recycle bin: after that only a comparison of all Ids finds it. */
const recycleBinMs = 15 * dayMs

/**
 * Opens the window of the object's deletions. Undefined where the org doesn't tell of them (findDeletionSource) and the
 * user has no condition that records may leave, and on a first load: what is deleted from its begin on is for the next
 * window.
 */
export function openDeletions({ run, plan, state }: ObjectContext): Window | undefined {
  // They are the object's, however many read its ranges.
  if (state.rows.open?.range !== undefined) return undefined
  const isWatched = findDeletionSource(plan.describe) !== undefined || hasScanOfTouched(plan)
  if (!run.datasource.deletes || !isWatched) return undefined
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

/** Whether the window of deletions is read by a query: of the recycle bin, or of what was touched and may have left. */
export function isScanned({ plan, needsCondition }: ObjectContext): boolean {
  return findDeletionSource(plan.describe) === 'bin' || (hasScanOfTouched(plan) && !needsCondition)
}

function hasScanOfTouched({ where, watermarkField }: ObjectPlan): boolean {
  return where !== undefined && watermarkField !== undefined
}

/**
 * The scan of the object's open window of deletions. Where the user has a condition it is of all that was touched,
 * whether it meets the condition or not: a record that no longer does has left the datasource. Some objects, Vote for
 * one, are read only with a condition: then of what is deleted and meets it. Where IsDeleted can't be filtered it is of
 * all that was touched too.
 */
export function deletionsScan(context: ObjectContext, window: Window): Scan {
  const { plan, needsCondition } = context
  const deleted = filtersDeleted(plan.describe) ? equals('IsDeleted', true) : undefined
  return {
    sobject: plan.object,
    scope: 'all',
    watermarkField: findDeletionSource(plan.describe) === 'bin' ? 'SystemModstamp' : plan.watermarkField,
    window,
    select: deletionSelect(context),
    condition: plan.where === undefined ? deleted : needsCondition ? and(plan.where, deleted) : undefined,
  }
}

/** The select list of records that may be deleted: only some sObjects can be merged. */
export function deletionSelect({ plan }: Pick<ObjectContext, 'plan'>): Soql {
  const names = new Set(plan.describe.fields.map((field) => field.name))
  const version = plan.where === undefined ? [] : [plan.versionField, plan.watermarkField]
  const wanted = new Set(['IsDeleted', 'SystemModstamp', 'MasterRecordId', ...version.flatMap((name) => name ?? [])])
  return soql(plan.object)
    .id()
    .fields([...wanted].filter((name) => names.has(name)))
}

/**
 * Keeps from when on deletions are watched before a first load writes anything: what is deleted after that is told even
 * where the run dies at its first record.
 */
export async function watchDeletions(object: ObjectSync): Promise<void> {
  const { state } = object
  if (!hasRead(state.rows) && state.watchedSince !== undefined) await checkpoint(object, { now: true })
}

/**
 * Writes a tombstone for each record that was deleted or merged, or left the user's condition. What the org never shows
 * of them is a warning, and costs the object's records nothing.
 */
export async function syncDeletions(object: ObjectSync): Promise<void> {
  const { deletions, run, state, plan } = object
  const source = findDeletionSource(plan.describe)
  if (source === undefined) noteUnwatched(object)
  if (source === 'bin' && mayLackBin(plan.describe)) noteDoubt(object)
  if (deletions === undefined) return
  const end = endOf(run)
  const { watermark } = state.deletions
  if (object.needsCondition) warn(object, conditionWarning(plan.object))
  if (source !== undefined && isGapTooLong(watermark, end) && !state.comparesIds) warn(object, gapWarning(watermark!))
  try {
    const covered = source === 'list' ? await syncListedDeletions(object, end) : end
    if (isScanned(object)) await scanWindows(deletionsSource(object), () => covered)
    else closeWindow(state.deletions, run.datasource.lookbackMs)
  } catch (error) {
    if (!isRefusal(error) || mayHeal(error, plan)) throw error
    if (plan.where === undefined || object.needsCondition) return warnUnread(object, error)
    object.needsCondition = true
    state.needsCondition = true
    delete object.results.deletions
    await syncDeletions(object)
  }
}

function conditionWarning(sobject: string): string {
  return `${sobject} is not read without a condition, so what no longer meets yours is found by \`sf-extract sync --reconcile\` alone.`
}

function noteUnwatched(object: ObjectSync): void {
  const { plan, run, state } = object
  const isWhole = plan.watermarkField === undefined
  if (isWhole || !run.datasource.deletes || state.comparesIds) return
  if (plan.describe.deletable)
    warn(
      object,
      `The org does not tell which records of ${plan.object} are deleted: \`sf-extract sync --reconcile\` finds them.`,
    )
  else if (plan.describe.fields.some(({ name }) => name === 'IsDeleted')) note(object, wentAlong(plan.object))
}

/** Of histories: a list names those in the recycle bin, but nothing tells that they have come out of it again. */
function wentAlong(sobject: string): string {
  return (
    `Records of ${sobject} have no stamp that moves when they are deleted or restored with the record they belong to: ` +
    '`sf-extract sync --reconcile` finds those that are gone.'
  )
}

function noteDoubt(object: ObjectSync): void {
  if (object.state.comparesIds) return
  note(
    object,
    `Deletions of ${object.plan.object} are looked for in the recycle bin. Its describe doesn't say that they go there: ` +
      'what was deleted for good `sf-extract sync --reconcile` finds.',
  )
}

function note({ report }: ObjectSync, text: string): void {
  report.notes = [...new Set([...(report.notes ?? []), text])]
}

/** What the org refuses for good, a list of deletions that it doesn't have too. A name it doesn't know is for healing. */
function isRefusal(error: unknown): error is ExtractError {
  if (!isExtractError(error) || endsRun(error) || error.code === 'FIELD_UNKNOWN') return false
  return error.code === 'OBJECT_NOT_FOUND' || findCodeRow(error.code).lasts === true
}

/** A condition on IsDeleted that the org refuses, whatever the describe says. */
function mayHeal({ details: { misused = '' } }: ExtractError, { describe }: ObjectPlan): boolean {
  return misused.toLowerCase() === 'isdeleted' && filtersDeleted(describe)
}

function warnUnread(object: ObjectSync, error: ExtractError): void {
  warn(object, `Deletions were not read: ${error.code}: ${error.message}. \`sf-extract sync --reconcile\` finds them.`)
}

function warn({ report }: ObjectSync, text: string): void {
  report.warnings = [...new Set([...(report.warnings ?? []), text])]
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
    handle: (rows) => writeGone(object, rows),
    // A tombstone is known by the Ids that went out with one.
    isRemembered: (row) => !isDeleted(row),
    pageDone: async () => {
      logPage(object)
      await checkpoint(object)
      throwIfEnding(object)
    },
  }
}

async function writeGone(object: ObjectSync, rows: Row[]): Promise<void> {
  const left = await findLeft(
    object,
    rows.filter((row) => !isDeleted(row)),
  )
  await writeTombstones(object, [...rows.filter(isDeleted).map(deletionOf), ...left])
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
  return rows.filter((row, at) => written.has(all[at]!) || !(!isDeleted(row) || told.has(all[at]!) || isEarly(row)))
}

function isDeleted(row: Row): boolean {
  return row['IsDeleted'] === true
}
