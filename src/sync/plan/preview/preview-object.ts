/** What the next run would do for one object. */
import { endsRun, isExtractError } from '../../../errors/extract-error.js'
import type { Batch, QueryResult } from '../../../org/org.js'
import { soql } from '../../../soql/soql.js'
import type { ObjectMode, Stamp } from '../../../terms.js'
import { compareScan } from '../../deletions/reconcile.js'
import { chooseWay } from '../../bulk/choose-way.js'
import { objectQueries } from '../../object-sync.js'
import { rowsScan } from '../../records/rows-scan.js'
import type { ObjectContext } from '../../run/object-context.js'
import { countQuery, sliceQuery, windowQuery } from '../../windows/window-query.js'
import { isPeekable, isTold } from '../../run/use-peeks.js'
import { trialOfLists } from '../lists/trial.js'
import { comparesIds, countFurther, noFurther, type FurtherCounts } from './further-counts.js'
import { countCalls, isAtLeast, isRough } from './object-calls.js'
import type { CallCounts } from './run-calls.js'

export interface PlannedObject {
  object: string
  mode: ObjectMode
  since?: Stamp
  /** How its rows travel: by REST, or for the most part by a query job of the Bulk API. */
  transport: 'rest' | 'bulk'
  /** The statement of the object's rows; the further ones (field parts, deletions) in `others`. */
  soql: string
  others: string[]
  /** Rows in the window, as the org counts them; absent where it won't count them. */
  rows?: number
  /** Records whose Ids are compared with those written, as the org counts them. */
  compared?: number
  /** API calls expected for the object by itself. Objects of one run share some. */
  calls: number
  /** They are the least: rows are unknown, or what they hold costs more. */
  atLeast: boolean
  missingFields: string[]
  /** Fields that the last run didn't read. */
  newFields: string[]
  /** Fields that the last run read, and the next one won't. */
  lostFields: string[]
  /** What `sync` will warn of, such as changed settings for which it reads every record again. */
  warnings: string[]
  /** What the report says of the object beside warnings, such as that it is read whole. */
  notes: string[]
}

/** An object's part of the plan, and what it costs in the next run and in one that finds nothing changed. */
export interface PreviewedObject {
  planned: PlannedObject
  /** The calls may be fewer. */
  isRough: boolean
  next: CallCounts
  idle: CallCounts
}

/** An object whose count is on its way with those of the others. */
export interface CountedObject {
  context: ObjectContext
  count: QueryResult
  further(): Promise<FurtherCounts>
}

/** Puts the counts of the object's window, and of what comes with its rows, into the batch. */
export function countObject(context: ObjectContext, batch: Batch): CountedObject {
  return { context, count: batch.query(countQuery(rowsScan(context))), further: countFurther(context, batch) }
}

/**
 * The object's part of the plan. Where the org won't count, one Id is read instead: it throws what `sync` would meet
 * with the same condition and order, and else the number of rows stays open.
 */
export async function previewObject({ context, count, further }: CountedObject): Promise<PreviewedObject> {
  const { plan, report } = context
  const rows = await countRows(count, context)
  await tryLists(context)
  const [first, ...others] = objectQueries(context).map((query) => query.soql)
  const parts = plan.selects.slice(1).map((select) => select.text())
  const way = chooseWay(context, rows ?? 0)
  const isPeeked = isTold(rowsScan(context))
  const counts = await further()
  const compares = comparesIds(context)
  const expected = { rows, further: counts, compares, deletions: others.length, isPeeked, isBulk: way.isBulk }
  const next = countCalls(context, expected)
  const idle = {
    rows: plan.watermarkField === undefined ? rows : 0,
    further: noFurther,
    compares: false,
    deletions: tellsDeletions(context),
    isPeeked: isPeekable(plan),
    isBulk: false,
  }
  const planned: PlannedObject = {
    object: plan.object,
    mode: report.mode,
    since: report.since,
    transport: way.isBulk ? 'bulk' : 'rest',
    soql: first!,
    others: [...parts, ...others, ...(compares ? [compareScan(context)].map((scan) => windowQuery(scan).soql) : [])],
    rows,
    compared: counts.compared,
    calls: next.peeks + next.shared + next.own,
    atLeast: isAtLeast(context, expected),
    missingFields: plan.selection.missing,
    newFields: report.newFields ?? [],
    lostFields: report.lostFields ?? [],
    warnings: report.warnings ?? [],
    notes: [...(report.notes ?? []), ...(way.reason === undefined ? [] : [way.reason])],
  }
  return { planned, isRough: isRough(expected), next, idle: countCalls(context, idle) }
}

/** Conditions and orders of configured lists: a count has no lists in it. */
async function tryLists({ run, plan }: ObjectContext): Promise<void> {
  const trial = trialOfLists(plan.selection)
  if (trial !== undefined) await run.org.query({ sobject: plan.object, scope: plan.scope, soql: trial }).pages().next()
}

async function countRows(count: QueryResult, context: ObjectContext): Promise<number | undefined> {
  try {
    for await (const page of count.pages()) return page.totalSize
    return 0
  } catch (error) {
    if (endsRun(error)) throw error
    await probe(context)
    return undefined
  }
}

/** A time-out is no answer: `sync` splits the window. */
async function probe(context: ObjectContext): Promise<void> {
  const scan = rowsScan(context)
  const query = sliceQuery({ ...scan, select: soql(scan.sobject).id() }, 1)
  try {
    await context.run.org.query(query).pages().next()
  } catch (error) {
    if (!isExtractError(error, 'QUERY_TIMEOUT')) throw error
  }
}

/** 1 where every run after the first looks for deletions. */
function tellsDeletions({ run, plan }: ObjectContext): number {
  const names = new Set(plan.describe.fields.map(({ name }) => name))
  return Number(run.datasource.deletes && names.has('IsDeleted') && names.has('SystemModstamp'))
}
