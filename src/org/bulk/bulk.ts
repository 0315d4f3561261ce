import { ExtractError, isExtractError } from '../../errors/extract-error.js'
import type { Query } from '../../terms.js'
import { buildBadAnswer } from '../errors/refusal.js'
import { hints } from '../errors/hints.js'
import type { Api, ApiRequest } from '../http/api.js'
import { readChunks } from '../http/read-body.js'
import { pause, type RetryPolicy } from '../http/retry.js'
import type { Bulk, BulkJob } from '../org.js'
import { isObject } from '../queries/row-shape.js'
import { readResults } from './results.js'

interface BulkParts {
  api: Api
  /** Such as `/services/data/v62.0`. */
  root: () => Promise<string>
  retryPolicy: RetryPolicy
  /** Rows of a page. */
  pageSize: number
  /** The longest body that is read. */
  maxAnswerBytes: number
}

/** Query jobs (Bulk API 2.0 Developer Guide, "Query"). Each of their calls counts as one against the limit. */
export function openBulk(parts: BulkParts): Bulk {
  const { api } = parts
  return {
    create: (query) => createJob(query, parts),
    complete: (job, options) => awaitJob(job, options, parts),
    pages: (job, options) => readResults(job, options, { ...parts, path: `${pathOf(job)}/results` }),
    async discard(job, sobject) {
      try {
        await api.call({ path: pathOf(job), sobject, method: 'DELETE', read: (body) => readChunks(body, longestWord) })
      } catch (error) {
        if (!isExtractError(error)) throw error
      }
    },
  }
}

async function createJob({ sobject, soql, scope }: Query, { api, root }: BulkParts): Promise<BulkJob> {
  const path = await root()
  const json = {
    operation: scope === 'all' ? 'queryAll' : 'query',
    query: soql,
    contentType: 'CSV',
    columnDelimiter: 'COMMA',
    lineEnding: 'LF',
  }
  const { body } = await api.call({ path: `${path}/jobs/query`, sobject, soql, json })
  const { id } = isObject(body) ? body : {}
  if (typeof id !== 'string' || !/^[A-Za-z0-9]{15,18}$/.test(id)) throw buildBadAnswer('the job has no Id', { sobject })
  return { id, version: path.slice(path.lastIndexOf('/v') + 2) }
}

/** Its results have to be asked for with the version it was made with, or the org answers 409. */
function pathOf({ id, version }: BulkJob): string {
  return `/services/data/v${version}/jobs/query/${id}`
}

/** A few words at most come with a deletion, and nobody reads them. */
const longestWord = 100_000

async function awaitJob(
  job: BulkJob,
  { sobject, waitMs }: { sobject: string; waitMs: number },
  { api, retryPolicy: { clock, signal } }: BulkParts,
): Promise<void> {
  const startedMs = clock.now()
  const request: ApiRequest = { path: pathOf(job), sobject }
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    const { state, errorMessage } = readJob((await api.call(request)).body, sobject)
    if (state === 'JobComplete') return
    if (state === 'Failed' || state === 'Aborted') {
      const why = typeof errorMessage === 'string' && errorMessage !== '' ? `: ${errorMessage}` : ''
      throw buildJobFailed(sobject, `the query job ${job.id} ended as ${state}${why}`)
    }
    if (clock.now() - startedMs + pauseMs > waitMs) {
      await abort(request, api)
      const seconds = Math.round((clock.now() - startedMs) / 1000)
      throw buildJobFailed(sobject, `the query job ${job.id} was still ${String(state)} after ${seconds} s`)
    }
    await pause(pauseMs, clock, signal)
  }
}

/** Whether or not it can be aborted, nobody waits for it any more. */
async function abort(request: ApiRequest, api: Api): Promise<void> {
  try {
    await api.call({ ...request, method: 'PATCH', json: { state: 'Aborted' } })
  } catch (error) {
    if (!isExtractError(error)) throw error
  }
}

/** Small jobs take seconds, large ones minutes, and each look is a call. */
const firstPauseMs = 1_000
const longestPauseMs = 30_000

function readJob(body: unknown, sobject: string): Record<string, unknown> {
  if (!isObject(body) || typeof body['state'] !== 'string') throw buildBadAnswer('the job has no state', { sobject })
  return body
}

function buildJobFailed(sobject: string, what: string): ExtractError {
  return new ExtractError('JOB_FAILED', `${sobject}: ${what}`, { hint: hints.job, details: { object: sobject } })
}
