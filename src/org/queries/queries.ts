import { isExtractError } from '../../errors/extract-error.js'
import type { Page, Query } from '../../terms.js'
import type { Api } from '../http/api.js'
import { encodeSoql } from '../../soql/encode-soql.js'
import { parseNextPath } from '../login/instance-url.js'
import type { Org } from '../org.js'
import { buildBadAnswer, buildShortAnswer } from '../errors/refusal.js'
import type { Subject } from '../errors/subject.js'
import type { Sessions } from '../login/session.js'
import { readPage } from './read-page.js'
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

/** Queries and their pages, each page a request of its own. */
export function openQueries(parts: QueriesParts): Pick<Org, 'query' | 'queryMore' | 'soqlBudgetBytes'> {
  const { api, sessions, root } = parts
  return {
    query: (query) => ({ query, pages: () => fetchPages(query, parts) }),
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

async function* fetchPages(query: Query, parts: QueriesParts): AsyncGenerator<Page, void, undefined> {
  const { sobject, soql } = query
  const first = await fetchWholeFirst(query, parts)
  const followed = new Set<string>()
  let { page } = first
  let rows = page.rows.length
  let emptyPages = 0
  while (page.next !== undefined) {
    yield page
    followed.add(page.next)
    const { instanceUrl } = await parts.sessions.current()
    const path = parseNextPath(page.next, instanceUrl, sobject)
    const answer = await parts.api.call({ path, sobject, soql, locator: { generation: first.generation } })
    page = readPage(answer, query)
    validateGoesOn(page, followed, query)
    rows += page.rows.length
    emptyPages = page.rows.length === 0 ? emptyPages + 1 : 0
    if (emptyPages > mostEmptyPages) throw buildBadAnswer('it has page after page without a row', query)
  }
  if (followed.size > 0 && rows < first.page.totalSize) await validateRowsWent(rows, query, parts)
  yield page
}

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
async function fetchWholeFirst(query: Query, parts: QueriesParts): Promise<FirstPage> {
  const isShort = ({ page }: FirstPage) =>
    page.next === undefined && page.rows.length < page.totalSize && !countsAlone.test(query.soql)
  const first = await fetchFirst(query, parts)
  if (!isShort(first)) return first
  const again = await fetchFirst(query, parts)
  if (!isShort(again)) return again
  throw buildShortAnswer(again.page.rows.length, again.page.totalSize, query)
}

/** The answer to COUNT() is totalSize, without rows. */
const countsAlone = /^\s*SELECT\s+COUNT\(\s*\)\s+FROM\s/i

/**
 * Records that are deleted while pages are read are missing from later pages, and from a second count. Throws
 * BAD_ANSWER where the org counts more than it sent. Under a LIMIT others take their places in the count, which then
 * tells nothing.
 */
async function validateRowsWent(rows: number, query: Query, parts: QueriesParts): Promise<void> {
  if (endsWithLimit.test(query.soql)) return
  const { page } = await fetchFirst(query, parts)
  if (page.totalSize > rows) throw buildShortAnswer(rows, page.totalSize, query)
}

const endsWithLimit = /\sLIMIT\s+\d+[^)']*$/i

/** A first page that is too long to be read is requested again with the fewest rows that can be asked for. */
async function fetchFirst(query: Query, parts: QueriesParts): Promise<FirstPage> {
  const { sobject, soql, scope } = query
  const path = `${await parts.root()}/${scope === 'all' ? 'queryAll' : 'query'}`
  const headers = buildOptionHeaders(parts.pageSize)
  const budget = buildSoqlBudget(await parts.sessions.current(), path, headers)
  validateStatementFits({ sobject, soql, scope }, budget)
  const request = { path: `${path}?q=${encodeSoql(soql)}`, sobject, soql }
  const answer = await parts.api.call({ ...request, headers }).catch((error: unknown) => {
    if (!isTooLarge(error) || parts.pageSize <= smallestPageSize) throw error
    return parts.api.call({ ...request, headers: buildOptionHeaders(smallestPageSize) })
  })
  return { page: readPage(answer, query), generation: answer.generation }
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
