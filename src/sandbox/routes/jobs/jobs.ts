import { buildCsvColumns } from '../../bulk/columns.js'
import { DELIMITERS, LINE_ENDINGS, type Delimiter, type Job, type LineEnding } from '../../bulk/jobs.js'
import { parseLocator, renderLocator } from '../../bulk/results.js'
import { refuse } from '../../http/api-errors.js'
import type { Call, Reply } from '../../http/call.js'
import { readJson } from '../../http/read-json.js'
import type { SandboxOrg } from '../../org.js'
import { subjectOf } from '../../subject.js'
import { bindStatement } from '../queries/bind-statement.js'
import { renderJob, renderProgress } from './render-job.js'

/** /jobs: the two kinds there are. */
export function answerJobResources(_org: SandboxOrg, call: Call): Reply {
  const path = `/services/data/v${call.version}/jobs`
  return { status: 200, json: { ingest: `${path}/ingest`, query: `${path}/query` } }
}

/** /jobs/ingest: there are none, and none can be made, since nobody may write here. */
export function answerIngestJobs(_org: SandboxOrg, call: Call): Reply {
  if (call.method === 'POST') throw refuse('bulkDisabled')
  return { status: 200, json: { done: true, records: [], nextRecordsUrl: null } }
}

/** /jobs/query, from version 47 on: makes a job, or lists those there are. */
export function answerJobs(org: SandboxOrg, call: Call): Reply {
  if (Number(call.version) < FIRST_VERSION) throw refuse('notFound')
  return call.method === 'POST' ? makeJob(org, call) : listJobs(org, call)
}

function makeJob(org: SandboxOrg, call: Call): Reply {
  const { operation, query, delimiter, lineEnding } = readRequest(call)
  const subject = subjectOf(org, call)
  const now = org.clock.now()
  if (org.faults.strike('bulk-limit', subject) || org.jobs.leftOfDay(now) === 0) throw refuse('bulkLimit')
  const plan = bindStatement(org, call, query, operation === 'queryAll')
  const ofObject = { ...subject, object: plan.object.name }
  if (org.faults.strike('bulk-refused', ofObject) || UNSUPPORTED.test(plan.object.name))
    throw refuse('bulkEntity', plan.object.name)
  buildCsvColumns(plan)
  const createdById = call.session?.userId ?? ''
  const job = org.jobs.create({
    operation,
    plan,
    version: call.version,
    createdAt: now,
    createdById,
    delimiter,
    lineEnding,
  })
  const failed = org.faults.strike('bulk-failed', ofObject)
  if (failed) {
    const errorMessage = failed.description ?? 'InternalServerError : Error executing the query'
    Object.assign(job, { state: 'Failed', errorMessage })
  }
  return { status: 200, json: renderJob(job) }
}

/** Newest first, a thousand at a time. */
function listJobs(org: SandboxOrg, call: Call): Reply {
  const kinds: [string, string][] = [
    ['jobType', 'V2Query'],
    ['concurrencyMode', 'Parallel'],
  ]
  const isOther = kinds.some(([name, only]) => {
    const asked = call.query.get(name)
    return asked !== null && asked.toLowerCase() !== only.toLowerCase()
  })
  const jobs: Job[] = isOther ? [] : org.jobs.all().toReversed()
  const locator = call.query.get('queryLocator')
  const first = locator === null ? 0 : parseLocator(locator)
  if (first === undefined) throw refuse('bulkLocator')
  const next = first + JOBS_OF_PAGE
  const done = next >= jobs.length
  const path = `/services/data/v${call.version}/jobs/query`
  const nextRecordsUrl = done ? null : `${path}?queryLocator=${renderLocator(next)}`
  return { status: 200, json: { done, records: jobs.slice(first, next).map(renderProgress), nextRecordsUrl } }
}

const FIRST_VERSION = 47
const JOBS_OF_PAGE = 1000

/** What a job can't be made of, though a query can: parents of Ids alone, and what lives outside of the org. */
const UNSUPPORTED =
  /^(?:Attachment|\w+Status|\w+Priority|PartnerRole|RecentlyViewed|\w+(?:Event|Who)Relation|\w+__x|\w+__e)$/

interface JobRequest {
  operation: 'query' | 'queryAll'
  query: string
  delimiter: Delimiter
  lineEnding: LineEnding
}

function readRequest(call: Call): JobRequest {
  const body = readJson(call.body)
  if (typeof body !== 'object' || body === null) throw refuse('badJson', 'an object was expected')
  const given = body as Record<string, unknown>
  const { operation, query, contentType = 'CSV', columnDelimiter = 'COMMA', lineEnding = 'LF' } = given
  if (operation !== 'query' && operation !== 'queryAll')
    throw refuse('bulkRequest', 'operation must be query or queryAll')
  if (typeof query !== 'string' || query.trim() === '') throw refuse('bulkRequest', 'query is required')
  if (contentType !== 'CSV') throw refuse('bulkRequest', 'Only CSV content type is supported')
  if (!isDelimiter(columnDelimiter) || !isLineEnding(lineEnding))
    throw refuse('bulkRequest', 'Unknown delimiter or line ending')
  return { operation, query, delimiter: columnDelimiter, lineEnding }
}

function isDelimiter(name: unknown): name is Delimiter {
  return typeof name === 'string' && Object.hasOwn(DELIMITERS, name)
}

function isLineEnding(name: unknown): name is LineEnding {
  return typeof name === 'string' && Object.hasOwn(LINE_ENDINGS, name)
}
