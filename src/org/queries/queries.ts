import type { NestedRows, Page, Query, Row } from '../../terms.js'
import type { Api, ApiAnswer } from '../http/api.js'
import { encodeSoql } from '../../soql/encode-soql.js'
import { parseNextPath } from '../login/instance-url.js'
import type { Org } from '../org.js'
import { buildBadAnswer } from '../errors/refusal.js'
import type { Subject } from '../errors/refusal.js'
import type { Sessions } from '../login/session.js'
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
  const first = await fetchFirst(query, parts)
  const followed = new Set<string>()
  let page = readPage(first, query)
  yield page
  while (page.next !== undefined) {
    followed.add(page.next)
    const { instanceUrl } = await parts.sessions.current()
    const path = parseNextPath(page.next, instanceUrl, sobject)
    const answer = await parts.api.call({ path, sobject, soql, locator: { generation: first.generation } })
    page = readPage(answer, query)
    validateGoesOn(page, followed, query)
    yield page
  }
}

async function fetchFirst({ sobject, soql, scope }: Query, parts: QueriesParts): Promise<ApiAnswer> {
  const path = `${await parts.root()}/${scope === 'all' ? 'queryAll' : 'query'}`
  const headers = buildOptionHeaders(parts.pageSize)
  const budget = buildSoqlBudget(await parts.sessions.current(), path, headers)
  validateStatementFits({ sobject, soql, scope }, budget)
  return parts.api.call({ path: `${path}?q=${encodeSoql(soql)}`, sobject, soql, headers })
}

function buildOptionHeaders(pageSize: number): Record<string, string> {
  return pageSize === usualPageSize ? {} : { 'sforce-query-options': `batchSize=${pageSize}` }
}

/**
 * A query answer as a page. `done` alone says whether there is more: totalSize has been seen to differ from the rows.
 * Throws BAD_ANSWER for anything that is no query answer, and for one without a Date: windows end by the org's clock.
 */
function readPage({ body, orgTime }: ApiAnswer, subject: Subject): Page {
  const { records, totalSize, done, nextRecordsUrl } = (body ?? {}) as Partial<NestedRows>
  if (!Array.isArray(records) || typeof totalSize !== 'number' || typeof done !== 'boolean') {
    throw buildBadAnswer('it has no records, totalSize or done', subject)
  }
  if (orgTime === undefined) throw buildBadAnswer('it has no Date header', subject)
  if (done) return { rows: records as Row[], totalSize, orgTime }
  if (typeof nextRecordsUrl !== 'string') throw buildBadAnswer('there are more rows, but no nextRecordsUrl', subject)
  return { rows: records as Row[], totalSize, orgTime, next: nextRecordsUrl }
}

/** Throws BAD_ANSWER where the next page is one that was already read: it would never end. */
function validateGoesOn({ next }: Page, followed: Set<string>, subject: Subject): void {
  if (next !== undefined && followed.has(next)) throw buildBadAnswer('the next page has already been read', subject)
}
