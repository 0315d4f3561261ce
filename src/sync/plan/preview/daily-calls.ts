import type { Datasource } from '../../../config/config-types.js'
import type { Quota } from '../../../terms.js'

/** What a run at every interval costs a day while nothing changes. */
export interface DailyCalls {
  intervalMs: number
  runs: number
  calls: number
  /** The org's API calls in 24 hours, for all its users, where it tells them. */
  limit?: number
}

/** API calls of a run that finds nothing changed. */
export interface IdleCalls {
  /** Conditional describes; the field cache spares them while it is trusted. */
  describes: number
  queries: number
}

const dayMs = 24 * 60 * 60 * 1000

/** The calls of a day with a run at every interval. Pure. */
export function sumDailyCalls(
  { describes, queries }: IdleCalls,
  intervalMs: number,
  { cacheMaxAgeMs }: Pick<Datasource, 'cacheMaxAgeMs'>,
  quota: Quota | undefined,
): DailyCalls {
  const runs = Math.floor(dayMs / intervalMs)
  const checks = Math.min(runs, Math.ceil(dayMs / Math.max(cacheMaxAgeMs, intervalMs)))
  return { intervalMs, runs, calls: runs * queries + checks * describes, limit: quota?.max }
}
