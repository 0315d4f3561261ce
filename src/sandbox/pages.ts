import { refuse } from './http/api-errors.js'
import type { FaultSubject } from './faults/fault-book.js'
import type { Cursor } from './locators.js'
import type { SandboxOrg } from './org.js'
import { openPageRows, type PageRows } from './page-rows.js'
import { activityView, isActivityList } from './records/activity-lists.js'
import type { Session } from './sessions.js'
import type { Plan } from './soql/plan.js'
import { projectRecord, type Projection, type Row } from './soql/project.js'
import { selectRecords } from './soql/run.js'
import type { StoredRecord } from './terms.js'

/** What a query answers, its keys in the order of the service. */
export interface ResultPage {
  totalSize: number
  done: boolean
  nextRecordsUrl?: string
  records: Row[] | PageRows
}

export interface PageRequest {
  session: Session
  /** What addresses begin with: `/services/data/v62.0`. */
  base: string
  /** Rows of a page, child rows among them. */
  pageSize: number
  subject: FaultSubject
}

/** The first page of a bound statement; what doesn't fit in it stays open under a locator. */
export function openResult(org: SandboxOrg, plan: Plan, request: PageRequest): ResultPage {
  const { matched, rows: found } = selectRecords(plan)
  const timeout = org.faults.strike('query-timeout', { ...request.subject, object: plan.object.name })
  if (timeout && isTooLong(matched, plan.limit, timeout.rows ?? 0)) throw refuse('queryTimeout')
  if (plan.summary?.isCount) return { totalSize: Math.min(matched, plan.limit ?? Infinity), done: true, records: [] }
  if (plan.summary) {
    const rows = plan.summary.summarize(found.all())
    return { totalSize: rows.length, done: true, records: rows }
  }
  const rows = openPageRows(plan, openProjection(org, request))
  for (const record of found.first(request.pageSize)) {
    if (rows.weight >= request.pageSize) break
    rows.add(record)
  }
  const page = { totalSize: found.length, done: rows.length === found.length, records: rows }
  if (!page.done && plan.object.name === 'EntityDefinition') throw refuse('noQueryMore', plan.object.name)
  // OFFSET has no cursor: what is beyond the first page can't be read.
  if (page.done || (plan.offset ?? 0) > 0) return twist(org, { ...page, done: true }, request)
  const ids = { length: found.length, at: (place: number) => found.at(place)?.id }
  const cursor = org.locators.open({ plan, ids, session: request.session, pageSize: request.pageSize })
  return twist(org, withNext(page, locatorUrl(request, cursor, rows.length)), request)
}

/** The page of an open result that begins at `offset`. Rows that were purged meanwhile are missing from it. */
export function readPage(org: SandboxOrg, cursor: Cursor, offset: number, request: PageRequest): ResultPage {
  const records = openPageRows(cursor.plan, openProjection(org, request))
  const repeated = org.faults.strike('repeated-rows', request.subject)
  let at = Math.max(0, offset - (repeated?.by ?? (repeated ? 1 : 0)))
  for (; at < cursor.ids.length && records.weight < cursor.pageSize; at++) {
    const record = recordOf(cursor.plan, cursor.ids.at(at)!)
    if (record) records.add(record)
  }
  const endless = org.faults.strike('endless-locator', request.subject)
  const page = { totalSize: cursor.ids.length, done: at >= cursor.ids.length && !endless, records }
  return twist(org, page.done ? page : withNext(page, locatorUrl(request, cursor, endless ? offset : at)), request)
}

/** Records as rows without pages: those of a search, which has no locators. */
export function projectRows(org: SandboxOrg, plan: Plan, records: StoredRecord[], base: string): Row[] {
  const { childPageSize } = org.settings
  const projection = { base, childPageSize, cutsChildren: false, rows: 0, openChildPage: openNothing }
  return records.map((record) => projectRecord(plan, record, projection))
}

function openNothing(): string {
  return ''
}

function isTooLong(matched: number, limit: number | undefined, rows: number): boolean {
  return matched > rows && !(limit !== undefined && limit <= rows)
}

/** A row of CaseFeed is read as the feed item it is, one of OpenActivity as a task or an event. */
function recordOf({ store, object }: Plan, id: string): StoredRecord | undefined {
  const record = store.record(id)
  if (record === undefined || record.sobject === object.name) return record
  return isActivityList(object.name) ? activityView(record, object.name) : { ...record, sobject: object.name }
}

function openProjection(org: SandboxOrg, request: PageRequest): Projection {
  return {
    base: request.base,
    childPageSize: org.settings.childPageSize,
    cutsChildren: org.faults.strike('cut-children', request.subject) !== undefined,
    rows: 0,
    openChildPage(plan, ids, offset) {
      const cursor = org.locators.open({ plan, ids, session: request.session, pageSize: org.settings.pageSize })
      return locatorUrl(request, cursor, offset)
    },
  }
}

function withNext(page: ResultPage, nextRecordsUrl: string): ResultPage {
  return { totalSize: page.totalSize, done: false, nextRecordsUrl, records: page.records }
}

function locatorUrl({ base }: PageRequest, cursor: Cursor, offset: number): string {
  return `${base}/query/${cursor.id}-${offset}`
}

/** The faults that lie about a result. */
function twist(org: SandboxOrg, page: ResultPage, request: PageRequest): ResultPage {
  const wrong = org.faults.strike('wrong-total', request.subject)
  if (wrong) page.totalSize += wrong.by ?? 1
  const foreign = page.nextRecordsUrl === undefined ? undefined : org.faults.strike('foreign-locator', request.subject)
  if (foreign) {
    const host = foreign.host ?? 'https://elsewhere.example.com'
    page.nextRecordsUrl = (host === 'self' ? org.settings.url : host) + page.nextRecordsUrl
  }
  return page
}
