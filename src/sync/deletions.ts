/** Soft deletes, merges and undeletes of one object, read from the recycle bin through /queryAll. */
import type { RecordId, Row, Stamp } from '../terms.js'
import { checkpoint } from './checkpoint.js'
import { throwIfEnding, type DeletionReading, type ObjectRun, type ObjectWork } from './object-work.js'
import { readPages } from './pages.js'
import type { Reading } from './reading.js'
import { noteForgotten } from './rows.js'
import type { Run } from './run.js'
import { chunkIn, equals, isIn, or, soql, type Condition } from './soql.js'
import { addMs, stampOf } from './stamps.js'
import { buildTombstone } from './tombstone.js'
import { advance, isBehind, noteWritten, openWindow, settle, type Cursor, type Window } from './watermark.js'

/** How long Salesforce keeps a deleted record in the recycle bin: after that only a comparison of all Ids finds it. */
const recycleBinMs = 15 * 24 * 60 * 60 * 1000

/** How many tombstones one statement watches for an undelete beside the deletions themselves. */
const watchedPerQuery = 300

/** Opens the window of the object's deletions; undefined where the org doesn't tell of them. User and Group, say, have no IsDeleted. */
export function openDeletions({ run, plan, state, report }: ObjectWork): DeletionReading | undefined {
  const names = new Set(plan.describe.fields.map((field) => field.name))
  if (!run.datasource.deletes || !names.has('IsDeleted') || !names.has('SystemModstamp')) return undefined
  const { watermark } = state.deletions
  if (isGapTooLong(watermark, run.end)) report.warnings = [...(report.warnings ?? []), gapWarning(watermark!)]
  const primes = watermark === undefined
  const window = nextWindow(run, state.deletions, primes)
  const noted = [...state.tombstones.keys()]
  const reading: Reading = {
    sobject: plan.object,
    scope: 'all',
    stampField: 'SystemModstamp',
    window,
    select: soql(plan.object).id().fields(deletionFields.filter((name) => names.has(name))),
    condition: deletedOr(noted.slice(-watchedPerQuery)),
  }
  return { reading, further: noted.slice(0, -watchedPerQuery), primes }
}

/** Notes what lies in the recycle bin when an object is read for the first time. */
export async function primeDeletions(object: ObjectRun): Promise<void> {
  if (!object.deletions?.primes) return
  await readWindow(object, object.deletions.reading, async () => {})
}

/** Writes a tombstone for each record that was deleted or merged, and notes those that came back to be written again. */
export async function writeTombstones(object: ObjectRun): Promise<void> {
  const { deletions, run, state } = object
  if (deletions === undefined || deletions.primes) return
  await readWindow(object, deletions.reading, (rows) => writeDeleted(object, rows))
  if (isBehind(state.deletions, run.end)) {
    const window = nextWindow(run, state.deletions, false)
    await readWindow(object, { ...deletions.reading, window }, (rows) => writeDeleted(object, rows))
  }
  await noteUndeleted(object, deletions.further)
  forgetTombstones(object)
}

/** True where deletions may have left the recycle bin unseen. */
export function isGapTooLong(watermark: Stamp | undefined, end: Stamp | undefined): boolean {
  return watermark !== undefined && end !== undefined && addMs(watermark, recycleBinMs) < end
}

/** Writes tombstones for records that are gone. */
export async function writeGone(object: ObjectRun, gone: Gone[]): Promise<void> {
  const { run, plan, state, report } = object
  if (gone.length === 0) return
  const place = { source: run.source, sobject: plan.object, isStandard: plan.isStandard }
  await run.sink.write(plan.object, gone.map((record) => buildTombstone({ ...place, ...record })))
  for (const { id, deletedAt } of gone) {
    state.tombstones.set(id, deletedAt ?? run.end ?? '')
    state.rewrite.delete(id)
  }
  await object.ids.remove(gone.map(({ id }) => id))
  report.deleted += gone.length
  object.unsaved.documents += gone.length
}

/** A record that is gone, as its tombstone tells it. */
export interface Gone {
  id: RecordId
  reason: 'deleted' | 'merged' | 'missing'
  deletedAt?: Stamp
  mergedInto?: RecordId
}

export const deletionFields = ['IsDeleted', 'SystemModstamp', 'MasterRecordId']

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
    `The last run was before ${watermark}, longer ago than the recycle bin's 15 days: records deleted since may be missing from this run. ` +
    'Run `sf-extract sync --reconcile` once to find them.'
  )
}

function nextWindow({ end, datasource: { lookbackMs } }: Run, cursor: Cursor, primes: boolean): Window {
  const since = primes && end !== undefined ? { since: addMs(end, -lookbackMs) } : {}
  return openWindow(cursor, { lookbackMs, ...(end === undefined ? {} : { end }), ...since })
}

/** Deleted, or a record with a tombstone that was touched since: an undelete moves SystemModstamp, but not LastModifiedDate. */
function deletedOr(watched: RecordId[]): Condition {
  const deleted = equals('IsDeleted', true)
  return watched.length === 0 ? deleted : or(deleted, isIn('Id', watched))
}

async function readWindow(object: ObjectRun, reading: Reading, handle: (rows: Row[]) => Promise<void>): Promise<void> {
  const { run, plan, state, report } = object
  const { lookbackMs } = run.datasource
  const isNew = (row: Row) => !state.deletions.overlap.has(String(row['Id']), systemStamp(row))
  const prepare = async (rows: Row[]) => rows.filter(isNew)
  for await (const { read, rows } of readPages(run.org, reading, prepare, object.answers.deletions)) {
    await handle(rows)
    for (const row of rows) noteWritten(state.deletions, String(row['Id']), systemStamp(row), lookbackMs)
    advance(reading.window, read, reading.stampField)
    run.listener.pageDone(plan.object, { written: report.written, pages: report.pages, deleted: report.deleted })
    await checkpoint(object)
    throwIfEnding(object)
  }
  delete object.answers.deletions
  noteForgotten(object, settle(state.deletions, { lookbackMs, overlapLimit: run.settings.overlapLimit }))
}

function systemStamp(row: Row): Stamp {
  return stampOf(row['SystemModstamp']) ?? ''
}

async function writeDeleted(object: ObjectRun, rows: Row[]): Promise<void> {
  const { state } = object
  await writeGone(object, rows.filter((row) => row['IsDeleted'] === true).map(goneOf))
  for (const row of rows) {
    const id = String(row['Id'])
    if (row['IsDeleted'] !== true && state.tombstones.has(id)) state.rewrite.add(id)
  }
}

/** Asks for records with a tombstone that the org answers for again. */
async function noteUndeleted({ run, plan, state }: ObjectRun, ids: RecordId[]): Promise<void> {
  const statement = (chunk: RecordId[]) => soql(plan.object).id().where(isIn('Id', chunk))
  for (const chunk of chunkIn(ids, (some) => run.fits(statement(some).text()), 500)) {
    const [answer] = run.org.ask([{ sobject: plan.object, scope: 'live', soql: statement(chunk).text() }])
    for await (const { rows } of answer!.pages()) for (const row of rows) state.rewrite.add(String(row['Id']))
  }
}

/** Once out of the recycle bin a record can't come back, and past the limit the oldest tombstones are no longer watched. */
function forgetTombstones({ run, state: { tombstones } }: ObjectRun): void {
  const oldest = run.end === undefined ? '' : addMs(run.end, -recycleBinMs - dayMs)
  let excess = tombstones.size - run.settings.overlapLimit
  for (const [id, deletedAt] of tombstones) if (excess-- > 0 || deletedAt < oldest) tombstones.delete(id)
}

const dayMs = 24 * 60 * 60 * 1000
