/** The API calls that an object's part of a run takes. */
import { firstMaxRecords, mostMaxRecords, usualBytes } from '../../../org/bulk/results.js'
import { planBulk } from '../../bulk/bulk-plan.js'
import { transportOf } from '../../bulk/choose-way.js'
import { readsAllAgain } from '../../deletions/reconcile.js'
import { recordsPerQuery } from '../../records/re-emit.js'
import type { ObjectContext } from '../../run/object-context.js'
import type { FurtherCounts } from './further-counts.js'
import type { CallCounts } from './run-calls.js'

export interface Expected {
  rows?: number | undefined
  further: FurtherCounts
  deletions: number
  isPeeked: boolean
  isBulk: boolean
  compares: boolean
}

/**
 * The first look, where one tells of the object's window; the first page of rows, where there are any beyond it, and
 * that of each further statement; then a call for every other page, for rows in parts those of the parts of each page,
 * for cases those of their feeds, for files those of their texts, and those of a comparison of Ids. Unknown rows are
 * counted as none.
 */
export function countCalls(context: ObjectContext, expected: Expected): CallCounts {
  const { run, plan, needsCondition } = context
  const { rows = 0, further, deletions, isPeeked, isBulk } = expected
  const { pageSize } = run.settings
  const together = (queries: number) => run.org.batchCalls({ queries, describes: 0 })
  const pages = rows === 0 ? 0 : Math.ceil((rows + further.nested) / pageSize)
  const parts = isBulk ? planBulk({ run, plan }).rest.length : plan.selects.length - 1
  const rowCalls = isBulk ? countJobCalls(context, rows) : Math.max(0, pages - 1)
  const isTrusted = isPeeked && !needsCondition
  const isFirstOfJob = isBulk && transportOf(context) === 'bulk'
  const firstPages = isFirstOfJob ? 0 : isTrusted ? Math.min(1, pages) : 1
  return {
    peeks: Number(isTrusted),
    shared: firstPages + (isTrusted ? 0 : deletions),
    own:
      rowCalls +
      pages * together(parts) +
      countFeedCalls(context, pages, expected) +
      further.texts +
      together(Math.ceil(further.swept / recordsPerQuery)) +
      (expected.compares ? countCompareCalls(context, further) : 0),
  }
}

/** Whether the calls are the least there can be: what lists hold, and which Ids are missing, the rows alone tell. */
export function isAtLeast(context: ObjectContext, { rows, compares, ...expected }: Expected): boolean {
  const { selection, feeds } = context.plan
  const hasLists = selection.children.length > 0 || feeds !== undefined
  return rows === undefined || (!isRough(expected) && ((rows > 0 && hasLists) || compares))
}

/** Whether they may be fewer: how long a job takes is a guess, and files that hang on no record are not fetched. */
export function isRough({ isBulk, further }: Pick<Expected, 'isBulk' | 'further'>): boolean {
  return isBulk || further.texts > 0
}

/** To make a job, look at it, fetch its results, and delete it; and to read the owners of its first rows. */
function countJobCalls({ run, plan }: ObjectContext, rows: number): number {
  const { fields, owners } = planBulk({ run, plan })
  // The looks are further and further apart: the time of a job grows with its rows.
  const looks = 1 + Math.floor(Math.log2(1 + rows / rowsOfFirstLook))
  const furtherRecords = Math.min(mostMaxRecords, Math.ceil(usualBytes / (fields.length * bytesOfField)))
  const results = 1 + Math.ceil(Math.max(0, rows - firstMaxRecords) / furtherRecords)
  return 1 + looks + results + 1 + (rows > 0 ? owners.length : 0)
}

const rowsOfFirstLook = 2000
const bytesOfField = 20

/** Feeds are asked for by the cases of a page; their items come in pages too. */
function countFeedCalls({ run, plan }: ObjectContext, pages: number, { rows = 0, further }: Expected): number {
  if (plan.feeds === undefined || pages === 0) return 0
  const queries = Math.ceil(rows / pages / casesPerFeedCall)
  const perPage = run.org.batchCalls({ queries, describes: 0 })
  return pages * perPage + Math.max(0, Math.ceil(further.feedRows / run.settings.pageSize) - pages * queries)
}

/** A feed query names up to 800 cases, but 500 or so fit into an address. */
const casesPerFeedCall = 500

/** All Ids; and all records, where lists in them change without a sign. */
function countCompareCalls(context: ObjectContext, { compared = 0 }: FurtherCounts): number {
  const { run } = context
  const ids = Math.max(1, Math.ceil(compared / run.settings.pageSize))
  if (!readsAllAgain(context)) return ids
  return ids + run.org.batchCalls({ queries: Math.ceil(compared / recordsPerQuery), describes: 0 })
}
