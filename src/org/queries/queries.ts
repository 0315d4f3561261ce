import { isExtractError } from '../../errors/extract-error.js'
import type { Page, Query } from '../../terms.js'
import type { Api, ApiAnswer, ApiRequest } from '../http/api.js'
import { encodeSoql } from '../../soql/encode-soql.js'
import { parseNextPath } from '../login/instance-url.js'
import type { Org, QueryResult } from '../org.js'
import { buildBadAnswer, buildShortAnswer } from '../errors/refusal.js'
import type { Subject } from '../errors/subject.js'
import type { Sessions } from '../login/session.js'
import { readPage } from './read-page.js'
import { openRepeats } from './repeated-rows.js'
import { buildSoqlBudget, validateStatementFits } from './statement-budget.js'

interface QueriesParts {
  api: Api
  sessions: Sessions
  /** Rows per page. */
  pageSize: number
  /** Such as `/services/data/v62.0`. */
  root: () => Promise<string>
}

/** Salesforce's own page size, for which no header is needed ("Query Options Header"). */
const usualPageSize = 2000

/** The fewest rows that may be asked for; the org gives what it likes all the same. */
const smallestPageSize = 200

/** The answer of a call that was shared with others; undefined where it is to be made by itself. */
type Shared = () => Promise<ApiAnswer | undefined>

export interface Queries extends Pick<Org, 'queryMore' | 'soqlBudgetBytes'> {
  /** A query whose first page may have come with others. */
  query(query: Query, shared?: Shared): QueryResult
  /** The call for a query's first page. Throws QUERY_REFUSED where the statement is too long for one. */
  requestOf(query: Query): Promise<ApiRequest>
}

/** Queries and their pages, each page a request of its own but for first ones that are shared. */
export function openQueries(parts: QueriesParts): Queries {
  const { api, sessions, root } = parts
  return {
    query: (query, shared) => ({ query, pages: () => fetchPages(query, parts, shared) }),
    requestOf: (query) => buildRequest(query, parts),
    async queryMore(path, sobject) {
      const { instanceUrl } = await sessions.current()
      const answer = await api.call({ path: parseNextPath(path, instanceUrl, sobject), sobject, locator: {} })
      const page = readPage(answer, { sobject })
      validateGoesOn(page, new Set([path]), { sobject })
      return page
    },
    async soqlBudgetBytes() {
      return buildSoqlBudget(await sessions.current(), `${await root()}/queryAll`, buildOptionHeaders(parts.pageSize))
    },
  }
}

async function* fetchPages(query: Query, parts: QueriesParts, shared?: Shared): AsyncGenerator<Page, void, undefined> {
  const { sobject, soql } = query
  const first = await fetchWholeFirst(query, parts, shared)
  const followed = new Set<string>()
  const withoutRepeats = openRepeats()
  let page = { ...first.page, rows: withoutRepeats(first.page.rows) }
  let rows = page.rows.length
  let emptyPages = 0
  const fetchNext = async (next: string) => {
    followed.add(next)
    const { instanceUrl } = await parts.sessions.current()
    const path = parseNextPath(next, instanceUrl, sobject)
    const answer = await parts.api.call({ path, sobject, soql, locator: { generation: first.generation } })
    const fetched = readPage(answer, query)
    validateGoesOn(fetched, followed, query)
    return { ...fetched, isHeavy: answer.bytes > heaviestAhead }
  }
  // Who takes the first page alone has no call made for a second.
  let following: ReturnType<typeof fetchNext> | undefined
  while (page.next !== undefined) {
    yield page
    const next = await (following ?? fetchNext(page.next))
    page = { ...next, rows: withoutRepeats(next.rows) }
    // The next page is on its way while this one is written; its error waits for its turn.
    following = page.next === undefined || next.isHeavy ? undefined : fetchNext(page.next)
    following?.catch(() => undefined)
    rows += page.rows.length
    emptyPages = page.rows.length === 0 ? emptyPages + 1 : 0
    if (emptyPages > mostEmptyPages) throw buildBadAnswer('it has page after page without a row', query)
  }
  if (followed.size > 0 && rows < first.page.totalSize) await validateRowsWent(rows, first.page.totalSize, query, parts)
  yield page
}

/** Pages of more bytes come one by one: two of them would be too much at once. */
const heaviestAhead = 16_000_000

/** Deleted rows can leave pages empty, but not one after the other without end. */
const mostEmptyPages = 50

interface FirstPage {
  page: Page
  /** Of the session that opened the locator. */
  generation: number
}

/**
 * The first page; where it is the only one and has fewer rows than it announces, a second answer's. Throws BAD_ANSWER
 * where that is no better: rows would be missing without a word.
 */
async function fetchWholeFirst(query: Query, parts: QueriesParts, shared?: Shared): Promise<FirstPage> {
  const isShort = ({ page }: FirstPage) =>
    page.next === undefined && page.rows.length < page.totalSize && !countsAlone.test(query.soql)
  const first = await fetchFirst(query, parts, shared)
  if (!isShort(first)) return first
  const again = await fetchFirst(query, parts)
  if (!isShort(again)) return again
  throw buildShortAnswer(again.page.rows.length, again.page.totalSize, query)
}

/** The answer to COUNT() is totalSize, without rows. */
const countsAlone = /^\s*SELECT\s+COUNT\(\s*\)\s+FROM\s/i

/**
 * Records that are deleted while pages are read are missing from later pages, and from a second count. Throws
 * BAD_ANSWER where the org counts more than it sent, or where its second count can't be right, since it sends more rows
 * with it. Under a LIMIT others take their places in the count, which then tells nothing.
 */
async function validateRowsWent(rows: number, announced: number, query: Query, parts: QueriesParts): Promise<void> {
  if (endsWithLimit.test(query.soql)) return
  const { page } = await fetchFirst(query, parts)
  if (page.rows.length > page.totalSize) throw buildShortAnswer(rows, announced, query)
  if (page.totalSize > rows) throw buildShortAnswer(rows, page.totalSize, query)
}

const endsWithLimit = /\sLIMIT\s+\d+[^)']*$/i

/** A first page that is too long to be read is requested again with the fewest rows that can be asked for. */
async function fetchFirst(query: Query, parts: QueriesParts, shared?: Shared): Promise<FirstPage> {
  const answer = (await shared?.()) ?? (await fetchAlone(await buildRequest(query, parts), parts))
  return { page: readPage(answer, query), generation: answer.generation }
}

async function buildRequest(query: Query, { root, sessions, pageSize }: QueriesParts): Promise<ApiRequest> {
  const { sobject, soql, scope } = query
  const path = `${await root()}/${scope === 'all' ? 'queryAll' : 'query'}`
  const headers = buildOptionHeaders(pageSize)
  validateStatementFits(query, buildSoqlBudget(await sessions.current(), path, headers))
  return { path: `${path}?q=${encodeSoql(soql)}`, sobject, soql, headers }
}

async function fetchAlone(request: ApiRequest, { api, pageSize }: QueriesParts): Promise<ApiAnswer> {
  try {
    return await api.call(request)
  } catch (error) {
    if (!isTooLarge(error) || pageSize <= smallestPageSize) throw error
    return api.call({ ...request, headers: buildOptionHeaders(smallestPageSize) })
  }
}

function isTooLarge(error: unknown): boolean {
  return isExtractError(error, 'BAD_ANSWER') && error.details.size === 'too large'
}

function buildOptionHeaders(pageSize: number): Record<string, string> {
  return pageSize === usualPageSize ? {} : { 'sforce-query-options': `batchSize=${pageSize}` }
}

/** Throws BAD_ANSWER where the next page is one that was already read: it would never end. */
function validateGoesOn({ next }: Page, followed: Set<string>, subject: Subject): void {
  if (next !== undefined && followed.has(next)) throw buildBadAnswer('the next page has already been read', subject)
}
