import { buildCsvColumns } from '../bulk/columns.js'
import { DELIMITERS, LINE_ENDINGS, type Delimiter, type Job, type LineEnding } from '../bulk/jobs.js'
import { parseLocator, renderLocator, renderResults } from '../bulk/results.js'
import { refuse } from '../http/api-errors.js'
import type { Call, Reply } from '../http/call.js'
import { readJson } from '../http/read-json.js'
import { lineOf, type SandboxOrg } from '../org.js'
import { runAsUser } from '../run-as-user.js'
import { bindStatement } from './query.js'

/** /jobs/query: makes a job, or lists those there are. */
export function answerJobs(org: SandboxOrg, call: Call): Reply {
  if (call.method === 'GET')
    return { status: 200, json: { done: true, records: org.jobs.all().map(renderJob), nextRecordsUrl: null } }
  if (call.method !== 'POST') throw refuse('methodNotAllowed', call.method)
  const { operation, query, contentType = 'CSV', columnDelimiter = 'COMMA', lineEnding = 'LF' } = readRequest(call)
  if (operation !== 'query' && operation !== 'queryAll')
    throw refuse('bulkRequest', 'operation must be query or queryAll')
  if (typeof query !== 'string' || query.trim() === '') throw refuse('bulkRequest', 'query is required')
  if (contentType !== 'CSV') throw refuse('bulkRequest', 'Only CSV content type is supported')
  if (!isDelimiter(columnDelimiter) || !isLineEnding(lineEnding))
    throw refuse('bulkRequest', 'Unknown delimiter or line ending')
  if (org.faults.strike('bulk-limit', { line: lineOf(call) }) || org.jobs.made() >= MOST_JOBS) throw refuse('bulkLimit')
  const plan = bindStatement(org, call, query, operation === 'queryAll')
  const subject = { line: lineOf(call), object: plan.object.name }
  if (org.faults.strike('bulk-refused', subject)) throw refuse('bulkEntity', plan.object.name)
  buildCsvColumns(plan)
  const job = org.jobs.create({
    operation,
    plan,
    version: call.version,
    createdAt: org.clock.now(),
    createdById: runAsUser(org.store)?.id ?? '',
    delimiter: columnDelimiter,
    lineEnding,
  })
  if (org.faults.strike('bulk-failed', subject)) {
    Object.assign(job, { state: 'Failed', errorMessage: 'InternalServerError : Error executing the query' })
  }
  return { status: 200, json: renderJob(job) }
}

/** /jobs/query/{id}: tells its state, aborts or deletes it. */
export function answerJob(org: SandboxOrg, call: Call, id: string): Reply {
  const job = org.jobs.find(id, org.clock.now())
  const subject = { line: lineOf(call), object: job.plan.object.name }
  if (call.method === 'DELETE') {
    if (org.faults.strike('bulk-undeletable', subject)) throw refuse('unknown', 'job')
    org.jobs.delete(job)
    return { status: 204 }
  }
  if (call.method === 'PATCH') {
    if (readRequest(call).state !== 'Aborted') throw refuse('bulkRequest', 'Only Aborted can be set')
    job.state = 'Aborted'
    return { status: 200, json: renderJob(job) }
  }
  if (call.method !== 'GET') throw refuse('methodNotAllowed', call.method)
  moveOn(org, job, subject)
  return { status: 200, json: renderProgress(job) }
}

/** /jobs/query/{id}/results: CSV, a page at a time. */
export function answerResults(org: SandboxOrg, call: Call, id: string): Reply {
  const job = findComplete(org, call, id)
  const subject = { line: lineOf(call), object: job.plan.object.name }
  const offset = readOffset(call)
  const asked = Number(call.query.get('maxRecords') ?? MOST_ROWS)
  const page = renderResults(job, offset, Math.max(1, Math.min(asked || MOST_ROWS, org.settings.bulkPageSize)))
  const short = org.faults.strike('bulk-short', subject)
  const headers: Record<string, string> = {
    'Content-Type': 'text/csv',
    'Sforce-NumberOfRecords': String(page.rows + (short?.by ?? (short ? 1 : 0))),
    'Sforce-Locator': page.next === undefined ? 'null' : renderLocator(page.next),
  }
  if (page.next === undefined && org.faults.strike('bulk-no-locator', subject)) delete headers['Sforce-Locator']
  return { status: 200, headers, bytes: Buffer.from(page.csv) }
}

/** /jobs/query/{id}/resultPages, from version 58 on: the addresses of up to five pages. */
export function answerResultPages(org: SandboxOrg, call: Call, id: string): Reply {
  if (Number(call.version) < 58) throw refuse('notFound')
  const job = findComplete(org, call, id)
  const first = readOffset(call)
  const size = org.settings.bulkPageSize
  const path = `/services/data/v${call.version}/jobs/query/${job.id}`
  const offsets = [...Array(PAGES_AT_ONCE).keys()].map((page) => first + page * size)
  const within = offsets.filter((offset) => offset < job.ids.length || offset === 0)
  const next = first + PAGES_AT_ONCE * size
  const done = next >= job.ids.length
  const resultPages = within.map((offset) => ({
    resultUrl: `${path}/results${offset === 0 ? '' : `?locator=${renderLocator(offset)}`}`,
  }))
  const nextRecordsUrl = done ? {} : { nextRecordsUrl: `${path}/resultPages?locator=${renderLocator(next)}` }
  return { status: 200, json: { resultPages, ...nextRecordsUrl, done } }
}

const MOST_JOBS = 10_000
const MOST_ROWS = 250_000
const PAGES_AT_ONCE = 5

interface JobRequest {
  operation?: unknown
  query?: unknown
  contentType?: unknown
  columnDelimiter?: unknown
  lineEnding?: unknown
  state?: unknown
}

function readRequest(call: Call): JobRequest {
  const body = readJson(call.body)
  if (typeof body !== 'object' || body === null) throw refuse('badJson', 'an object was expected')
  return body
}

function isDelimiter(name: unknown): name is Delimiter {
  return typeof name === 'string' && Object.hasOwn(DELIMITERS, name)
}

function isLineEnding(name: unknown): name is LineEnding {
  return typeof name === 'string' && Object.hasOwn(LINE_ENDINGS, name)
}

function moveOn(org: SandboxOrg, job: Job, subject: { line: string; object: string }): void {
  if (job.state !== 'UploadComplete' && job.state !== 'InProgress') return
  job.polls += 1
  const stuck = org.faults.strike('bulk-stuck', subject)
  job.state = stuck && job.polls <= (stuck.polls ?? Infinity) ? 'InProgress' : 'JobComplete'
}

function findComplete(org: SandboxOrg, call: Call, id: string): Job {
  const job = org.jobs.find(id, org.clock.now())
  if (job.version !== call.version) throw refuse('bulkVersion')
  if (job.state !== 'JobComplete') throw refuse('bulkNotReady', job.state)
  return job
}

function readOffset(call: Call): number {
  const locator = call.query.get('locator')
  const offset = locator === null ? 0 : parseLocator(locator)
  if (offset === undefined) throw refuse('bulkLocator')
  return offset
}

function renderJob(job: Job) {
  const at = new Date(job.createdAt).toISOString().replace('Z', '+0000')
  return {
    id: job.id,
    operation: job.operation,
    object: job.plan.object.name,
    createdById: job.createdById,
    createdDate: at,
    systemModstamp: at,
    state: job.state,
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion: Number(job.version),
    lineEnding: job.lineEnding,
    columnDelimiter: job.delimiter,
  }
}

function renderProgress(job: Job) {
  const isDone = job.state === 'JobComplete'
  return {
    ...renderJob(job),
    jobType: 'V2Query',
    numberRecordsProcessed: isDone ? job.ids.length : 0,
    retries: 0,
    totalProcessingTime: isDone ? 334 : 0,
    isPkChunkingSupported: true,
    ...(job.errorMessage === undefined ? {} : { errorMessage: job.errorMessage }),
  }
}
