import type { ExtractSettings } from './config-types.js'

/** What is to be left of an org's daily calls: so many, or a share of them. */
export type QuotaReserve = ExtractSettings['quotaReserve']

/** The reserve in calls, of an org that allows `max` a day. */
export function keptInReserve(reserve: QuotaReserve, max: number): number {
  return 'calls' in reserve ? reserve.calls : Math.ceil((max * reserve.percent) / 100)
}
