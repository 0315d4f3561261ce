import type { Job } from '../../bulk/jobs.js'
import { renderDatetime } from '../../soql/conditions/datetime.js'

/** A job as it is told when it is made or aborted. */
export function renderJob(job: Job) {
  return {
    id: job.id,
    operation: job.operation,
    object: job.plan.object.name,
    createdById: job.createdById,
    createdDate: renderDatetime(job.createdAt),
    systemModstamp: renderDatetime(job.changedAt),
    state: job.state,
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion: Number(job.version),
    lineEnding: job.lineEnding,
    columnDelimiter: job.delimiter,
  }
}

/** A job with how far it is. */
export function renderProgress(job: Job) {
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
