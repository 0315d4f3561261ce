import { refuse } from '../../http/api-errors.js'
import { restBase, type Call, type Reply } from '../../http/call.js'
import type { FaultSubject } from '../../faults/fault-book.js'
import { endSession } from '../../faults/dying-sessions.js'
import type { SandboxOrg } from '../../org.js'
import { openResult, readPage, type PageRequest, type ResultPage } from '../../pages.js'
import type { Session } from '../../sessions.js'
import type { Plan } from '../../soql/plan.js'
import { readSoql } from '../../soql/read.js'
import { subjectOf } from '../../subject.js'
import { bindStatement } from './bind-statement.js'
import { renderColumns } from './columns.js'
import { answerExplain } from './explain.js'

/** GET /query and /queryAll: the first page of `q`, its columns alone, or the plan of `explain`. */
export function answerQueries(org: SandboxOrg, call: Call, includeDeleted: boolean): Reply {
  if (call.query.has('explain')) return answerExplain(org, call, includeDeleted)
  if (call.query.get('columns') === 'true') {
    const text = call.query.get('q') ?? ''
    return { status: 200, json: renderColumns(bindStatement(org, call, text, includeDeleted), readSoql(text)) }
  }
  return answerQuery(org, call, includeDeleted)
}

function answerQuery(org: SandboxOrg, call: Call, includeDeleted: boolean): Reply {
  const subject = subjectOf(org, call)
  const request = readPageRequest(org, call, subject)
  const plan = bindStatement(org, call, call.query.get('q') ?? '', includeDeleted)
  const ofObject = { ...subject, object: plan.object.name }
  if (org.faults.strike('object-403', ofObject)) throw refuse('objectAccess', plan.object.name)
  if (org.faults.strike('operation-too-large', ofObject)) throw refuse('operationTooLarge')
  const complicated = org.faults.strike('query-too-complicated', ofObject)
  if (complicated && countFields(plan) > (complicated.fields ?? 0)) throw refuse('queryTooComplicated')
  return renderPage(call, openResult(org, plan, request))
}

/**
 * GET /query/{locator}: the next page of an open result, for the session that opened it alone. Another one is refused
 * as if it were none, again and again.
 */
export function answerNextPage(org: SandboxOrg, call: Call, locator: string): Reply {
  const subject = subjectOf(org, call)
  const request = readPageRequest(org, call, subject)
  const { session } = request
  endSession(org, session, subject)
  const { cursor, offset } = org.locators.find(locator)
  const isForeign = cursor.session !== session
  const isLost = isForeign && org.faults.strike('bound-locators', subject) !== undefined
  if (isLost || org.faults.strike('dead-locator', subject)) {
    org.locators.drop(cursor)
    throw refuse('badLocator')
  }
  if (isForeign) throw refuse('sessionExpired')
  return renderPage(call, readPage(org, cursor, offset, request))
}

/** What is more than written out, as JSON on its own is, needs the rows as a list. */
function renderPage(call: Call, page: ResultPage): Reply {
  const isWritten = !call.inner && call.format === 'json' && call.headers['x-prettyprint'] === undefined
  return { status: 200, json: isWritten ? page : { ...page, records: [...page.records] } }
}

function readPageRequest(org: SandboxOrg, call: Call, subject: FaultSubject): PageRequest {
  const pageSize = Math.min(readBatchSize(call), org.settings.pageSize)
  return { session: call.session as Session, base: restBase(call), pageSize, subject }
}

const MIN_BATCH = 200
const MAX_BATCH = 2000

/** `Sforce-Query-Options: batchSize=500` is advice: sizes out of range are clamped, and pages may be smaller still. */
function readBatchSize(call: Call): number {
  const size = /batchSize\s*=\s*(\d+)/i.exec(call.headers['sforce-query-options'] ?? '')?.[1]
  return size === undefined ? MAX_BATCH : Math.min(MAX_BATCH, Math.max(MIN_BATCH, Number(size)))
}

function countFields(plan: Plan): number {
  const count = (columns: Plan['columns']): number =>
    columns.reduce((total, column) => {
      if (column.kind === 'parent') return total + count(column.columns)
      return total + (column.kind === 'children' ? count(column.plan.columns) : 1)
    }, 0)
  return count(plan.columns)
}
