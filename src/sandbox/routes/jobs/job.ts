import type { Job } from '../../bulk/jobs.js'
import { refuse } from '../../http/api-errors.js'
import type { Call, Reply } from '../../http/call.js'
import { readJson } from '../../http/read-json.js'
import type { SandboxOrg } from '../../org.js'
import { subjectOf } from '../../subject.js'
import { renderJob, renderProgress } from './render-job.js'

/** GET /jobs/query/{id}: how far it is. The first look finds it complete, unless a fault holds it up. */
export function answerJob(org: SandboxOrg, call: Call, id: string): Reply {
  const job = org.jobs.find(id, org.clock.now())
  moveOn(org, job, call)
  return { status: 200, json: renderProgress(job) }
}

/** PATCH {"state":"Aborted"}: stops a job that isn't done yet. */
export function abortJob(org: SandboxOrg, call: Call, id: string): Reply {
  const job = org.jobs.find(id, org.clock.now())
  const body = readJson(call.body) as { state?: unknown } | null
  if (body?.state !== 'Aborted') throw refuse('bulkRequest', 'Only Aborted can be set')
  if (job.state === 'JobComplete' || job.state === 'Failed')
    throw refuse('bulkState', `Aborting a job in state ${job.state} is not allowed`)
  job.state = 'Aborted'
  job.changedAt = org.clock.now()
  return { status: 200, json: renderJob(job) }
}

/** DELETE /jobs/query/{id}: a job that is in progress has to be aborted first. */
export function deleteJob(org: SandboxOrg, call: Call, id: string): Reply {
  const job = org.jobs.find(id, org.clock.now())
  if (org.faults.strike('bulk-undeletable', subjectOf(org, call))) throw refuse('unknown', 'job')
  if (job.state === 'InProgress') throw refuse('bulkState', 'Deleting a job in state InProgress is not allowed')
  org.jobs.delete(job)
  return { status: 204 }
}

function moveOn(org: SandboxOrg, job: Job, call: Call): void {
  if (job.state !== 'UploadComplete' && job.state !== 'InProgress') return
  job.polls += 1
  const stuck = org.faults.strike('bulk-stuck', subjectOf(org, call))
  job.state = stuck && job.polls <= (stuck.polls ?? Infinity) ? 'InProgress' : 'JobComplete'
  job.changedAt = org.clock.now()
}
