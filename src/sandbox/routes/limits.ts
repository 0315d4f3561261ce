import type { Reply } from '../http/call.js'
import type { SandboxOrg } from '../org.js'

/** GET /limits. */
export function answerLimits(org: SandboxOrg): Reply {
  const { used, max } = org.usage
  return {
    status: 200,
    json: {
      DailyApiRequests: { Max: max, Remaining: Math.max(0, max - used) },
      DailyBulkApiBatches: full(15_000),
      DailyBulkV2QueryFileStorageMB: full(976_562),
      DailyBulkV2QueryJobs: full(10_000),
      DataStorageMB: { Max: 1024, Remaining: 1010 },
      FileStorageMB: { Max: 1024, Remaining: 900 },
      HourlySyncReportRuns: full(500),
      SingleEmail: full(5000),
    },
  }
}

function full(Max: number): { Max: number; Remaining: number } {
  return { Max, Remaining: Max }
}
