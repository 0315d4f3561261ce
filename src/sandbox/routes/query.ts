import { refuse } from '../http/api-errors.js'
import type { Call, Reply } from '../http/call.js'
import type { FaultSubject } from '../faults/fault-book.js'
import { lineOf, type SandboxOrg } from '../org.js'
import { openResult, readPage, type PageRequest } from '../pages.js'
import type { Session } from '../sessions.js'
import { bindQuery } from '../soql/bind.js'
import type { Plan } from '../soql/plan.js'
import { readSoql } from '../soql/read.js'

/** GET /query?q= and /queryAll?q=: the first page of a statement. */
export function answerQuery(org: SandboxOrg, call: Call, includeDeleted: boolean): Reply {
  const subject = { line: lineOf(call) }
  const request = readPageRequest(org, call, subject)
  const plan = bindStatement(org, call, call.query.get('q') ?? '', includeDeleted)
  const ofObject = { ...subject, object: plan.object.name }
  if (org.faults.strike('object-403', ofObject)) throw refuse('objectAccess', plan.object.name)
  const complicated = org.faults.strike('query-too-complicated', ofObject)
  if (complicated && countFields(plan) > (complicated.fields ?? 0)) throw refuse('queryTooComplicated')
  return { status: 200, json: openResult(org, plan, request) }
}

/** A statement made ready to run, for whoever calls. Throws all that the service refuses in one. */
export function bindStatement(org: SandboxOrg, call: Call, text: string, includeDeleted: boolean): Plan {
  return bindQuery(
    {
      store: org.store,
      text,
      version: call.version,
      includeDeleted,
      allowsFilter: (owner, field) => !isUnfilterable(org, owner.name, field.name),
      feedItemNeedsId: org.faults.strike('feed-item-filter', { line: lineOf(call) }) !== undefined,
    },
    readSoql(text),
  )
}

/** GET /query/{locator}: the next page of an open result. */
export function answerNextPage(org: SandboxOrg, call: Call, locator: string): Reply {
  const subject = { line: lineOf(call) }
  const request = readPageRequest(org, call, subject)
  const { session } = request
  const dying = org.faults.strike('session-dies', subject)
  if (dying && session.pages >= (dying.pages ?? 1)) session.alive = false
  if (!session.alive) throw refuse('sessionExpired')
  session.pages++
  const { cursor, offset } = org.locators.find(locator)
  const isForeign = cursor.session !== session && org.faults.strike('bound-locators', subject) !== undefined
  if (!cursor.session.alive || isForeign || org.faults.strike('dead-locator', subject)) {
    org.locators.drop(cursor)
    throw refuse('badLocator')
  }
  return { status: 200, json: readPage(org, cursor, offset, request) }
}

/** Whether a fault keeps this field out of conditions; the describe says the same. */
export function isUnfilterable(org: SandboxOrg, object: string, field: string): boolean {
  return org.faults
    .list()
    .some((fault) => fault.name === 'unfilterable' && isSame(fault.object, object) && isSame(fault.field, field))
}

function readPageRequest(org: SandboxOrg, call: Call, subject: FaultSubject): PageRequest {
  return { session: call.session as Session, pageSize: Math.min(readBatchSize(call), org.settings.pageSize), subject }
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

function isSame(a: string | undefined, b: string): boolean {
  return a?.toLowerCase() === b.toLowerCase()
}
