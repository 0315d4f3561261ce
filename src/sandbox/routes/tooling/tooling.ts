import { refuse } from '../../http/api-errors.js'
import type { Call, Reply } from '../../http/call.js'
import type { SandboxOrg } from '../../org.js'
import type { ResultPage } from '../../pages.js'
import { answerBasicInfo, answerDescribe, answerGlobal } from '../objects/describe.js'
import { answerApprovalLayouts, answerCompactLayouts, answerLayouts, answerListViews } from '../objects/layouts.js'
import { answerRow } from '../objects/rows.js'
import { bindStatement } from '../queries/bind-statement.js'
import { answerNextPage, answerQueries } from '../queries/query.js'
import { openToolingStore } from './store.js'

/** /tooling: queries and describes of what the org is made of. */
export function answerTooling(org: SandboxOrg, call: Call, [path = '']: string[]): Reply {
  const describeStamps = {
    of: (name: string, changedAt: number) => org.describeStamps.of(`tooling/${name}`, changedAt),
  }
  const tooling: SandboxOrg = { ...org, describeStamps, store: openToolingStore(org.store) }
  for (const [pattern, answer] of ROUTES) {
    const match = pattern.exec(path)
    if (match) return answer(tooling, call, match.slice(1))
  }
  throw refuse('notFound')
}

const ROUTES: [RegExp, (org: SandboxOrg, call: Call, parts: string[]) => Reply][] = [
  [/^$/, answerResources],
  [/^\/sobjects$/, answerGlobal],
  [/^\/sobjects\/([^/]+)$/, (org, call, [name]) => answerBasicInfo(org, call, name!)],
  [/^\/sobjects\/([^/]+)\/describe$/, (org, call, [name]) => answerDescribe(org, call, name!)],
  [/^\/sobjects\/([^/]+)\/describe\/layouts(?:\/\w+)?$/, (org, call, [name]) => answerLayouts(org, call, name!)],
  [
    /^\/sobjects\/([^/]+)\/describe\/compactLayouts(?:\/\w+)?$/,
    (org, call, [name]) => answerCompactLayouts(org, call, name!),
  ],
  [/^\/sobjects\/([^/]+)\/describe\/approvalLayouts$/, (org, _call, [name]) => answerApprovalLayouts(org, name!)],
  [/^\/sobjects\/([^/]+)\/listviews$/, (org, _call, [name]) => answerListViews(org, name!)],
  [/^\/sobjects\/([^/]+)\/quickActions$/, (org, _call, [name]) => answerListViews(org, name!, [])],
  [/^\/sobjects\/([^/]+)\/([^/]+)$/, (org, call, [name, id]) => answerRow(org, call, name!, id!)],
  [/^\/(query|queryAll)$/, (org, call, [name]) => answerToolingQuery(org, call, name === 'queryAll')],
  [/^\/(?:query|queryAll)\/([^/]+)$/, (org, call, [locator]) => answerToolingPage(org, call, locator!)],
]

function answerResources(_org: SandboxOrg, call: Call): Reply {
  const base = `/services/data/v${call.version}/tooling`
  return { status: 200, json: { query: `${base}/query`, queryAll: `${base}/queryAll`, sobjects: `${base}/sobjects` } }
}

/** What is put together for each row, Metadata and FullName, comes for one row alone. */
function answerToolingQuery(org: SandboxOrg, call: Call, includeDeleted: boolean): Reply {
  const text = call.query.get('q') ?? ''
  checkReified(text)
  const reply = answerQueries(org, call, includeDeleted)
  if (call.query.has('explain') || call.query.get('columns') === 'true') return reply
  const page = reply.json as ResultPage
  const { object, columns } = bindStatement(org, call, text, includeDeleted)
  if (page.totalSize > 1 && columns.some(({ key }) => key === 'Metadata' || key === 'FullName')) {
    throw refuse('oneRowOnly', String(page.totalSize))
  }
  return { ...reply, json: renderToolingPage(page, object.name) }
}

function answerToolingPage(org: SandboxOrg, call: Call, locator: string): Reply {
  const reply = answerNextPage(org, call, locator)
  return {
    ...reply,
    json: renderToolingPage(reply.json as ResultPage, org.locators.find(locator).cursor.plan.object.name),
  }
}

/**
 * A page in the form of the Tooling API, whose `size` is that of the whole result and whose `queryLocator` is for SOAP
 * alone (Tooling API Developer Guide, QueryResult).
 */
function renderToolingPage({ totalSize, done, nextRecordsUrl, records }: ResultPage, entityTypeName: string) {
  return {
    size: totalSize,
    totalSize,
    done,
    queryLocator: null,
    entityTypeName,
    ...(nextRecordsUrl !== undefined && { nextRecordsUrl }),
    records,
  }
}

/** Rows that are put together when they are asked for are found by these fields alone. */
const REIFIED: Record<string, string[]> = {
  RelationshipDomain: ['ParentSobjectId', 'FieldId', 'ChildSobjectId', 'RelationshipInfoId', 'DurableId'],
  SiteDetail: ['DurableId'],
}

function checkReified(text: string): void {
  const [, name = ''] = /\bFROM\s+(\w+)/i.exec(text) ?? []
  const [object, columns] = Object.entries(REIFIED).find(([each]) => each.toLowerCase() === name.toLowerCase()) ?? []
  if (object === undefined || columns === undefined) return
  const conditions = /\bWHERE\b(.*)/is.exec(text)?.[1] ?? ''
  if (columns.some((column) => new RegExp(`\\b${column}\\b`, 'i').test(conditions))) return
  throw refuse('reifiedColumn', `${object}: a filter on a reified column is required [${columns.join(',')}]`)
}
