import { keptInReserve, type QuotaReserve } from '../../config/quota-reserve.js'
import type { Quota } from '../../terms.js'
import { openDayPoints } from './day-points.js'
import type { ConnectorSnapshot } from './snapshot.js'

/** The daily API calls of orgs, by connector. */
export interface Usages {
  /** Those of other connectors are forgotten. */
  keep(connectors: string[]): void
  told(connector: string, quota: Quota, nowMs: number): void
  list(nowMs: number): ConnectorSnapshot[]
}

/** `quotaReserve` gives what is kept of the calls, as the settings in force say. */
export function openUsages(quotaReserve: () => QuotaReserve): Usages {
  const byConnector = new Map<string, { quota?: Quota; points: ReturnType<typeof openDayPoints<number>> }>()
  return {
    keep(connectors) {
      for (const id of byConnector.keys()) if (!connectors.includes(id)) byConnector.delete(id)
      for (const id of connectors) if (!byConnector.has(id)) byConnector.set(id, { points: openDayPoints() })
    },
    told(connector, quota, nowMs) {
      const usage = byConnector.get(connector)
      if (usage === undefined) return
      usage.quota = quota
      usage.points.put(nowMs, () => quota.used)
    },
    list: (nowMs) =>
      [...byConnector].map(([id, { quota, points }]) => ({
        id,
        quota,
        reserve: quota && keptInReserve(quotaReserve(), quota.max),
        used: points.list(nowMs),
      })),
  }
}
