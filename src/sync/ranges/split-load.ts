/** Large first loads, cut into ranges that workers read side by side. */
import { endsRun } from '../../errors/extract-error.js'
import type { QueryResult } from '../../org/org.js'
import type { Page, RecordId } from '../../terms.js'
import { chooseWay } from '../bulk/choose-way.js'
import { rowsScan } from '../records/rows-scan.js'
import type { ObjectSync } from '../run/object-context.js'
import { endOf } from '../run/run.js'
import { isBegun, type Window } from '../windows/cursor.js'
import { countQuery, edgeQuery, type Scan } from '../windows/window-query.js'
import { splitRange, type Cut, type Extent, type IdRange } from './id-ranges.js'

/**
 * The ranges of an object's first load that is large and goes by REST, by its first page; one or none where it isn't
 * cut. The window then has an end: all ranges are read up to it.
 */
export async function splitLoad(object: ObjectSync, page: Page | undefined): Promise<IdRange[]> {
  const { run, state, plan } = object
  const rows = page?.totalSize ?? 0
  const { rangeThreshold } = run.settings
  if (page === undefined || rows < rangeThreshold || !isFirstLoad(object) || chooseWay(object, rows).isBulk) return []
  if ((await object.ids.buckets()).length + (await object.deletedIds.buckets()).length > 0) return []
  const end = state.rows.open!.until ?? endOf(run)
  if (end === undefined || plan.watermarkField === undefined) return []
  state.rows.open!.until = end
  const wanted = Math.min(mostRanges, Math.max(2, Math.ceil((rows * rangesOfThreshold) / rangeThreshold)))
  try {
    const last = await readId(run.org.query(edgeQuery(scanOf(object, {}), 'DESC')))
    if (last === undefined) return []
    const whole = { rows, first: String(page.rows[0]!['Id']), last }
    return await splitRange(whole, wanted, (range, at, extent) => cutAt(object, range, at, extent))
  } catch (error) {
    if (endsRun(error)) throw error
    return []
  }
}

/** More ranges than workers: who is done with one takes the next. */
const rangesOfThreshold = 4
const mostRanges = 64

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
