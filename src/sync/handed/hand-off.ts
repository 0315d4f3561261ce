/** Objects with much to read are handed to runs of their own, once their first page has told that. */
import { randomUUID } from 'node:crypto'
import { endsRun, isExtractError } from '../../errors/extract-error.js'
import type { QueryResult } from '../../org/org.js'
import type { ObjectReport, Page } from '../../terms.js'
import { beginsByBulk } from '../bulk/load.js'
import { noteReturnedFiles } from '../files/returned-records.js'
import { writesTexts } from '../records/write-records.js'
import type { ObjectSync } from '../run/object-context.js'
import { openObjectReport } from '../run/object-report.js'
import type { Run, WritingRun } from '../run/run.js'
import { versionOf } from '../windows/version.js'
import { splitLoad } from '../ranges/split-load.js'
import { rangeLaneName } from '../ranges/range-lane.js'
import type { IdRange } from '../ranges/id-ranges.js'
import { objectKey } from '../../state/keys.js'
import type { StateChange } from '../../state/state.js'
import { renderObjectState } from '../run/object-state.js'
import { handedChange, type Handed } from './handed.js'

/** The reports of objects that earlier runs have handed off. Their own runs are seen to once more. */
export async function leaveHanded(run: Run): Promise<ObjectReport[]> {
  const reports: ObjectReport[] = []
  for (const [object, handed] of run.handed) {
    if (handed.range === undefined) reports.push({ ...openObjectReport(object, 'incremental'), ...outcomeOf(handed) })
    await tell(object, handed, run)
  }
  run.catalog.failed = run.catalog.failed.filter(({ object }) => !run.handed.has(object))
  return reports
}

/**
 * Hands an object off where there is much to read of it; false where it is this run's to read. That it is handed is
 * kept before anyone is told: from then on this run leaves its state alone. The children's polls are kept by then, so
 * that what changes in its records from now on is noted for it.
 */
export async function handOffLarge(object: ObjectSync, recordsRead?: Promise<ObjectSync[]>): Promise<boolean> {
  const { run, plan, report } = object
  if (run.options.handOff === undefined || run.sink.settle !== undefined) return false
  if (!(await isLarge(object))) return false
  // Files of records that came back are looked for by this run alone, which knows of these.
  if (recordsRead !== undefined) await noteReturnedFiles(object, recordsRead)
  const ranges = await splitLoad(object, await readFirstPage(object))
  object.results = {}
  const handed: Handed = { token: randomUUID(), since: new Date(run.clock.now()).toISOString(), run: run.options.runId }
  const lanes = ranges.length < 2 ? [plan.object] : addRanges(object, handed, ranges)
  const isCut = lanes.length > 1
  run.handed.set(plan.object, isCut ? { ...handed, inRanges: true } : handed)
  await keepHanded(run, isCut ? [objectChange(object)] : [])
  Object.assign(report, outcomeOf(handed))
  for (const lane of lanes) await tell(lane, handed, run)
  return true
}

/** The object is left with all of them to be read; each that is taken back is one less. */
function addRanges({ run, plan, state }: ObjectSync, handed: Handed, ranges: IdRange[]): string[] {
  state.rows.open!.rest = ranges
  return ranges.map((range, at) => {
    const lane = rangeLaneName(plan.object, at + 1)
    run.handed.set(lane, { ...handed, range })
    return lane
  })
}

function objectChange({ run, plan, state }: ObjectSync): StateChange {
  return { key: objectKey(run.datasource.id, plan.object), value: renderObjectState(state) }
}

/** Objects are handed off side by side: each commit has all of them. */
async function keepHanded({ sink, datasource, handed }: WritingRun, changes: StateChange[]): Promise<void> {
  await sink.commit('handed', [...changes, handedChange(datasource.id, handed)])
}

function outcomeOf({ since }: Handed): Pick<ObjectReport, 'outcome' | 'reason'> {
  return { outcome: 'handed', reason: `Handed to a worker since ${since}.` }
}

/** What can't be told now is told by the next run. */
async function tell(object: string, handed: Handed, { options, datasource, warnings }: Run): Promise<void> {
  if (handed.inRanges) return
  const { token, since } = handed
  try {
    await options.handOff?.({ datasource: datasource.id, object, token, since })
  } catch (error) {
    if (!isExtractError(error)) throw error
    warnings.push(`${object} could not be handed to a worker, which the next run tries again: ${error.message}`)
  }
}

/** More records than one page of them has are read again one by one. */
const mostReEmitted = 2000
/** Of Ids written: up to some thousands each. */
const mostBuckets = 4

async function isLarge(object: ObjectSync): Promise<boolean> {
  const { state, ids, plan } = object
  if (beginsByBulk(object) || state.reEmit.size > mostReEmitted) return true
  if (state.comparesIds && (await ids.buckets()).length > mostBuckets) return true
  const page = await readFirstPage(object)
  if (page?.next !== undefined) return true
  const isNew = (row: Page['rows'][number]) =>
    !state.rows.overlap.has(String(row['Id']), versionOf(row, plan.versionField))
  return writesTexts(object) && page?.rows.some(isNew) === true
}

/** The first page of the object's rows, which is there still for who reads them. */
async function readFirstPage({ results }: ObjectSync): Promise<Page | undefined> {
  if (results.rows === undefined) return undefined
  const { query } = results.rows
  const pages = results.rows.pages()
  try {
    const first = await pages.next()
    results.rows = { query, pages: () => startingWith(first, pages) }
    return first.done ? undefined : first.value
  } catch (error) {
    if (endsRun(error)) throw error
    // For the object's own reading, which may mend it.
    results.rows = failedResult(query, error)
    return undefined
  }
}

type Pages = ReturnType<QueryResult['pages']>

async function* startingWith(first: IteratorResult<Page, void>, rest: Pages): Pages {
  if (first.done) return
  yield first.value
  yield* rest
}

function failedResult(query: QueryResult['query'], error: unknown): QueryResult {
  return {
    query,
    // eslint-disable-next-line require-yield
    async *pages() {
      throw error
    },
  }
}
