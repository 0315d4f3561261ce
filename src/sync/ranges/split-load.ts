/** Large first loads, cut into ranges that workers read side by side. */
import { endsRun } from '../../errors/extract-error.js'
import type { QueryResult } from '../../org/org.js'
import type { Page, RecordId } from '../../terms.js'
import { chooseWay } from '../bulk/choose-way.js'
import { beginsByBulk } from '../bulk/load.js'
import { rowsScan } from '../records/rows-scan.js'
import type { ObjectSync } from '../run/object-context.js'
import { endOf } from '../run/run.js'
import { isBegun, type Window } from '../windows/cursor.js'
import { countQuery, edgeQuery, type Scan } from '../windows/window-query.js'
import { splitRange, type Cut, type Extent, type IdRange } from './id-ranges.js'

/**
 * The ranges of an object's first load that is large, by its first page or, where it begins by a job, by a count alone;
 * one or none where it isn't cut. The window then has an end: all ranges are read up to it.
 */
export async function splitLoad(object: ObjectSync, page: Page | undefined): Promise<IdRange[]> {
  const { run, state, plan, ids, deletedIds } = object
  const { rangeThreshold } = run.settings
  if (page === undefined ? !beginsByBulk(object) : page.totalSize < rangeThreshold) return []
  if (!isFirstLoad(object) || (await ids.buckets()).length + (await deletedIds.buckets()).length > 0) return []
  const end = state.rows.open!.until ?? endOf(run)
  if (end === undefined || plan.watermarkField === undefined) return []
  state.rows.open!.until = end
  try {
    const whole = await measure(object)
    if (whole === undefined || whole.rows < rangeThreshold) return []
    return await splitRange(whole, rangesFor(object, whole.rows), (range, at, extent) =>
      cutAt(object, range, at, extent),
    )
  } catch (error) {
    if (endsRun(error)) throw error
    return []
  }
}

/** More ranges than workers: who is done with one takes the next. A job has calls of its own, whatever its size. */
function rangesFor(object: ObjectSync, rows: number): number {
  const { rangeThreshold } = object.run.settings
  const rangesOfThreshold = chooseWay(object, rows).isBulk ? 2 : 4
  return Math.min(mostRanges, Math.max(2, Math.ceil((rows * rangesOfThreshold) / rangeThreshold)))
}

const mostRanges = 64

/** One call: how many rows there are, and the Ids at both ends. */
async function measure(object: ObjectSync): Promise<Extent | undefined> {
  const scan = scanOf(object, {})
  const batch = object.run.org.batch()
  const count = batch.query(countQuery(scan))
  const [start, end] = [batch.query(edgeQuery(scan, 'ASC')), batch.query(edgeQuery(scan, 'DESC'))]
  const rows = await readCount(count)
  const [first, last] = [await readId(start), await readId(end)]
  return first === undefined || last === undefined ? undefined : { rows, first, last }
}

function isFirstLoad({ state: { rows }, plan }: ObjectSync): boolean {
  return rows.watermark === undefined && rows.open?.mode === 'full' && !isBegun(rows.open) && plan.files === undefined
}

/** One call: how many rows come before the Id, and which are next to it. What the org won't count isn't cut. */
async function cutAt(object: ObjectSync, range: IdRange, at: RecordId, whole: Extent): Promise<Cut | undefined> {
  const batch = object.run.org.batch()
  const [lower, upper] = [scanOf(object, { ...range, below: at }), scanOf(object, { ...range, from: at })]
  const count = batch.query(countQuery(lower))
  const [before, after] = [batch.query(edgeQuery(lower, 'DESC')), batch.query(edgeQuery(upper, 'ASC'))]
  try {
    const rows = await readCount(count)
    const [last, first] = [await readId(before), await readId(after)]
    return {
      before: last === undefined ? undefined : { rows, first: whole.first, last },
      after: first === undefined ? undefined : { rows: Math.max(0, whole.rows - rows), first, last: whole.last },
    }
  } catch (error) {
    if (endsRun(error)) throw error
    return undefined
  }
}

function scanOf(object: ObjectSync, range: IdRange): Scan {
  const { until } = object.state.rows.open!
  const window: Window = { mode: 'full', range, ...(until === undefined ? {} : { until }) }
  return { ...rowsScan(object), window }
}

async function readCount(result: QueryResult): Promise<number> {
  for await (const { totalSize } of result.pages()) return totalSize
  return 0
}

async function readId(result: QueryResult): Promise<RecordId | undefined> {
  for await (const { rows } of result.pages()) return rows[0] === undefined ? undefined : String(rows[0]['Id'])
  return undefined
}
