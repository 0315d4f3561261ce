import { refuse } from '../http/api-errors.js'
import { MOST_JOBS } from '../bulk/jobs.js'
import type { Call, Reply } from '../http/call.js'
import type { SandboxOrg } from '../org.js'
import { subjectOf } from '../subject.js'

/** GET /limits: what the org may do, and what is left of it. */
export function answerLimits(org: SandboxOrg, call: Call): Reply {
  if (org.faults.strike('limits-hidden', subjectOf(org, call))) throw refuse('limitsForbidden')
  const { used, max } = org.usage
  const limits = {
    ...Object.fromEntries(Object.entries(LIMITS).map(([name, each]) => [name, full(each)])),
    [Number(call.version) < 49 ? 'DailyBulkApiRequests' : 'DailyBulkApiBatches']: full(15_000),
    DailyApiRequests: { Max: max, Remaining: Math.max(0, max - used) },
    DailyBulkV2QueryJobs: { Max: MOST_JOBS, Remaining: org.jobs.leftOfDay(org.clock.now()) },
    DataStorageMB: { Max: 1024, Remaining: 1010 },
    FileStorageMB: { Max: 1024, Remaining: 900 },
  }
  return {
    status: 200,
    json: Object.fromEntries(Object.entries(limits).toSorted(([a], [b]) => (a < b ? -1 : 1))),
  }
}

/**
 * GET /limits/recordCount?sObjects=: about how many records there are, without those in the recycle bin. Feeds,
 * histories, shares, change events and what the org doesn't know are left out (REST API Developer Guide, "Record
 * Count").
 */
export function answerRecordCounts(org: SandboxOrg, call: Call): Reply {
  const names = (call.query.get('sObjects') ?? '').split(',').filter(Boolean)
  const objects =
    names.length === 0 ? org.store.objects() : names.flatMap((name) => org.store.object(name.trim()) ?? [])
  const counted = objects.filter(({ name, queryable }) => queryable && !UNCOUNTED.test(name))
  const sObjects = counted.map(({ name }) => {
    let count = 0
    for (const row of org.store.rows(name)) if (!row.isDeleted) count++
    return { count, name }
  })
  return { status: 200, json: { sObjects: sObjects.filter(({ count }) => count > 0 || names.length > 0) } }
}

const UNCOUNTED = /(?:ChangeEvent|Feed|History|Share|OwnerSharingRule)$/

/** Of an org with a few licences (REST API Developer Guide, "Limits"). */
const LIMITS = {
  ActiveScratchOrgs: 40,
  AnalyticsExternalDataSizeMB: 40_960,
  ConcurrentAsyncGetReportInstances: 200,
  ConcurrentSyncReportRuns: 20,
  DailyAsyncApexExecutions: 250_000,
  DailyBulkV2QueryFileStorageMB: 976_562,
  DailyDurableStreamingApiEvents: 200_000,
  DailyGenericStreamingApiEvents: 10_000,
  DailyStandardVolumePlatformEvents: 25_000,
  DailyStreamingApiEvents: 200_000,
  DailyWorkflowEmails: 390,
  HourlyAsyncReportRuns: 1200,
  HourlyPublishedPlatformEvents: 50_000,
  HourlySyncReportRuns: 500,
  HourlyTimeBasedWorkflow: 1000,
  MassEmail: 5000,
  SingleEmail: 5000,
}

function full(Max: number): { Max: number; Remaining: number } {
  return { Max, Remaining: Max }
}
