/** How many API calls runs need to get on with every object: with fewer some of them never move. */
import type { Datasource } from '../../config/config-types.js'
import { ExtractError, isExtractError } from '../../errors/extract-error.js'
import type { Org } from '../../org/org.js'
import { childObjectsOf } from '../plan/standard-objects.js'
import type { ObjectPlan } from '../plan/object-plan.js'
import { findDeletionSource } from '../deletions/deletion-source.js'
import { isPolled, type ChildSource } from '../children/child-sources.js'
import { isListed } from '../children/touched-records.js'
import type { SyncOptions } from '../context.js'
import { isUnfinished } from './furthest-behind.js'
import type { ObjectSync } from './object-context.js'
import type { Run } from './run.js'

type Counting = Pick<Org, 'calls' | 'batchCalls'>

/**
 * The calls of a run that has not described its objects yet, as far as the configuration tells what they are. What
 * `*` stands for the org tells: where there is one, a later run may name a higher number.
 */
export function leastCallsToBegin(org: Counting, { standardObjects, customObjects, children }: Datasource): number {
  const named = [...standardObjects, ...customObjects].filter((name) => name !== '*')
  const inRecords = children ? named.flatMap(childObjectsOf) : []
  const describes = new Set([...named, ...inRecords]).size
  const polled = new Set(inRecords.filter(isPolled)).size
  const described = 1 + org.batchCalls({ queries: 0, describes: Math.max(1, describes) })
  const looks = org.batchCalls({ queries: named.length + polled, describes: 1 + describes })
  const ofCases = children && named.some((name) => name.toLowerCase() === 'case') ? callsOfCases : 0
  const before = Math.max(described, looks, org.calls() + 1)
  return before + org.batchCalls({ queries: polled, describes: 0 }) + 1 + ofCases
}

/** A page of cases has feeds, and may have mails in HTML alone. */
const callsOfCases = 2

/**
 * What a run spends before its first row, on its describes, first looks and polls; then a call with the rows of the
 * object that is furthest behind, and what a page of the most demanding object takes besides.
 */
export function leastCallsToGetOn({ org, catalog, datasource }: Run, plans: ObjectPlan[], sources: ChildSource[]) {
  const looked = new Set([...plans.map(({ object }) => object), ...sources.map(({ child }) => child)])
  const looks = org.batchCalls({ queries: looked.size, describes: 1 + catalog.describes.size })
  const polls = org.batchCalls({ queries: sources.length, describes: 0 }) + sources.filter(isListed).length
  const further = plans.map((plan) => callsOfPage(plan, org, datasource))
  return Math.max(looks, org.calls()) + polls + 1 + Math.max(0, ...further)
}

/** What a page takes after its rows; a child list that is long takes more, and only its rows tell. */
function callsOfPage(
  { selects, feeds, selection, files: table, describe }: ObjectPlan,
  org: Counting,
  { files }: Datasource,
) {
  const ofParts = org.batchCalls({ queries: selects.length - 1, describes: 0 })
  const ofHtml = Number(selection.children.some(({ htmlText }) => htmlText !== undefined))
  const ofText = Number(table !== undefined && files === 'download')
  const ofList = Number(findDeletionSource(describe) === 'list')
  return ofParts + Number(feeds !== undefined) + ofHtml + ofText + ofList
}

/** Where an object stood when it was opened, and whether the run has moved it since. */
export interface Standing {
  object: ObjectSync
  /** No earlier run has read it to its end. */
  isUnfinished: boolean
  place: string
}

export function noteStanding(object: ObjectSync): Standing {
  return { object, isUnfinished: isUnfinished(object), place: placeOf(object) }
}

function placeOf({ state: { rows, deletions } }: ObjectSync): string {
  const { watermark, open } = rows
  return JSON.stringify([watermark, open?.after, open?.job, deletions.watermark, deletions.open?.after])
}

/**
 * The error with a sufficient number of calls in its hint, where too few were allowed, or the run has moved none of the
 * objects it is there for: those that are unfinished before all others. Any other error as it is.
 */
export function withLeastCalls(
  error: unknown,
  leastCalls: number,
  { maxCalls }: SyncOptions,
  standings: Standing[] = [],
): unknown {
  if (maxCalls === undefined || !isExtractError(error, 'QUOTA_REACHED')) return error
  const isTooFew = maxCalls < leastCalls
  if (!isTooFew && !isStuck(standings)) return error
  const { code, message, details } = error
  const calls = isTooFew ? leastCalls : maxCalls * 2
  const why = isTooFew
    ? `Runs of this datasource get on with every object where they may make ${calls} API calls`
    : 'This run has got on with no object, and the next one would not either'
  const hint = `${why}: give --max-calls ${calls} or more.`
  return new ExtractError(code, message, { hint, details, cause: error })
}

function isStuck(standings: Standing[]): boolean {
  const unfinished = standings.filter((standing) => standing.isUnfinished)
  const due = unfinished.length > 0 ? unfinished : standings
  return due.length > 0 && due.every(({ object, place }) => isUnmoved(object) && placeOf(object) === place)
}

function isUnmoved({ report: { outcome } }: ObjectSync): boolean {
  return outcome !== 'done' && outcome !== 'handed'
}
