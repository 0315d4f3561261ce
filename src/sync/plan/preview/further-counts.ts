/** Counts that tell what an object's rows cost beside their own pages. */
import { endsRun } from '../../../errors/extract-error.js'
import type { Batch, QueryResult } from '../../../org/org.js'
import { and } from '../../../soql/conditions.js'
import { soql } from '../../../soql/soql.js'
import { compareScan } from '../../deletions/reconcile.js'
import { isSweepDue } from '../../files/sweep-due.js'
import { isFetched } from '../../files/file-content.js'
import { rowsScan } from '../../records/rows-scan.js'
import { writesTexts } from '../../records/write-records.js'
import type { ObjectContext } from '../../run/object-context.js'
import { countQuery } from '../../windows/window-query.js'

export interface FurtherCounts {
  /** Rows of child lists, which take the place of records in their pages. */
  nested: number
  /** Feed items of cases, with their comments. */
  feedRows: number
  /** Files that are fetched, a call each, but for those that are there and texts that are known. */
  texts: number
  /** Files whose links are compared. */
  swept: number
  /** Records whose Ids are compared; undefined where none are, or the org doesn't count them. */
  compared?: number | undefined
}

export const noFurther: FurtherCounts = { nested: 0, feedRows: 0, texts: 0, swept: 0 }

/**
 * Puts the counts into the batch, and gives what reads them. Children are counted for a load of everything: how many
 * those of changed records have, no count tells. What the org won't count counts as nothing.
 */
export function countFurther(context: ObjectContext, batch: Batch): () => Promise<FurtherCounts> {
  const { plan, run } = context
  const scan = rowsScan(context)
  const isWhole = scan.window.mode === 'full' && scan.window.after === undefined && plan.condition === undefined
  const count = (sobject: string) => batch.query({ sobject, scope: 'live', soql: soql(sobject).count().text() })
  const nested = isWhole ? wholeLists(context).map(count) : []
  const ofFeeds = isWhole && plan.feeds !== undefined ? ['CaseFeed', 'FeedComment'].map(count) : []
  const texts = writesTexts(context)
    ? batch.query(countQuery({ ...scan, condition: and(scan.condition, isFetched(plan.files!, run)) }))
    : undefined
  const isSwept = run.end !== undefined && isSweepDue(context, run.end)
  const swept = isSwept ? batch.query(countQuery(compareScan(context))) : undefined
  const compared = comparesIds(context) ? batch.query(countQuery(compareScan(context))) : undefined
  return async () => ({
    nested: await sum(nested),
    feedRows: await sum(ofFeeds),
    texts: (texts && (await read(texts))) ?? 0,
    swept: (swept && (await read(swept))) ?? 0,
    compared: compared && (await read(compared)),
  })
}

/** Whether the run compares all Ids of the object. */
export function comparesIds({ run, state }: ObjectContext): boolean {
  return run.options.reconcile === true || state.comparesIds === true
}

/** The children of lists that are read to their end, whatever they are. */
function wholeLists({ plan: { selection } }: ObjectContext): string[] {
  const lists = selection.children.filter(({ kind, isConfigured, byId }) => kind === 'child' && !isConfigured && byId)
  return lists.map(({ childSObject }) => childSObject)
}

async function sum(counts: QueryResult[]): Promise<number> {
  let total = 0
  for (const count of counts) total += (await read(count)) ?? 0
  return total
}

async function read(count: QueryResult): Promise<number | undefined> {
  try {
    for await (const { totalSize } of count.pages()) return totalSize
    return undefined
  } catch (error) {
    if (endsRun(error)) throw error
    return undefined
  }
}
