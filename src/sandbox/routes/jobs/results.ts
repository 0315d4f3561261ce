import type { Job } from '../../bulk/jobs.js'
import { endSession } from '../../faults/dying-sessions.js'
import { parseLocator, renderLocator, renderResults } from '../../bulk/results.js'
import { refuse } from '../../http/api-errors.js'
import type { Call, Reply } from '../../http/call.js'
import type { SandboxOrg } from '../../org.js'
import { subjectOf } from '../../subject.js'

/** /jobs/query/{id}/results: CSV, a page at a time. */
export function answerResults(org: SandboxOrg, call: Call, id: string): Reply {
  const job = findComplete(org, call, id)
  const subject = subjectOf(org, call)
  if (call.session) endSession(org, call.session, subject, (fault) => fault.path !== undefined)
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

const MOST_ROWS = 250_000
const PAGES_AT_ONCE = 5

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
