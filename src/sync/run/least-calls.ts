/** How many API calls a run needs before it can write anything: a budget below that never gets anywhere. */
import type { Datasource } from '../../config/config-types.js'
import { ExtractError, isExtractError } from '../../errors/extract-error.js'
import type { Org } from '../../org/org.js'
import type { ChildPoll } from '../children/child-polls.js'
import { isListed } from '../children/touched-records.js'
import type { SyncOptions } from '../context.js'

type Counting = Pick<Org, 'calls' | 'batchCalls'>

/**
 * The calls of a run that has not described its objects yet: the list of objects, the describes of those that are
 * named, the polls and a first page. A lower bound: which children are to be described, the describes tell.
 */
export function leastCallsToBegin(org: Counting, datasource: Datasource): number {
  const named = [...datasource.standardObjects, ...datasource.customObjects].filter((name) => name !== '*')
  const polls = datasource.children ? 1 : 0
  const described = 1 + org.batchCalls({ queries: 0, describes: Math.max(1, named.length) })
  return Math.max(described, org.calls() + 1) + polls + 1
}

/** The calls made so far, those of the polls that have no result yet, and one page. */
export function leastCallsToRead(org: Counting, polls: ChildPoll[]): number {
  const queries = polls.filter(({ result }) => result === undefined).length
  const lists = polls.filter(({ source, isBaseline }) => isListed(source) && !isBaseline).length
  return org.calls() + org.batchCalls({ queries, describes: 0 }) + lists + 1
}

/** The error with the number of calls in its hint, where it says that too few were allowed; any other as it is. */
export function withLeastCalls(error: unknown, leastCalls: number, { maxCalls }: SyncOptions): unknown {
  if (maxCalls === undefined || maxCalls >= leastCalls || !isExtractError(error, 'QUOTA_REACHED')) return error
  const { code, message, details } = error
  const hint =
    `A run of this datasource needs at least ${leastCalls} API calls to write anything: ` +
    `give --max-calls ${leastCalls} or more.`
  return new ExtractError(code, message, { hint, details, cause: error })
}
