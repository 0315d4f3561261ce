import type { Random } from '../../random.js'

/**
 * The company's first and last day in the data, in milliseconds: fixed, so that a seed means the same stamps on any
 * day.
 */
export const COMPANY_FOUNDED = Date.UTC(2023, 0, 2)
export const LAST_CHANGE = Date.UTC(2026, 9, 1)

const DAY_MS = 86_400_000

/** Nights on which a data loader ran: hundreds of records share such a second. */
const IMPORTS = [Date.UTC(2023, 2, 11, 2, 0, 7), Date.UTC(2024, 6, 6, 1, 30, 0), Date.UTC(2025, 10, 15, 3, 12, 44)]

export interface Stamps {
  CreatedDate: number
  LastModifiedDate: number
  SystemModstamp: number
}

/** Stamps in the order an org keeps: created, changed by a user, touched by the system; in milliseconds. */
export function pickStamps(random: Random, earliest = COMPANY_FOUNDED): Stamps {
  const created = pickMoment(random, earliest)
  const modified = random.chance(0.35) ? created : pickMoment(random, created)
  const touched = random.chance(0.8)
    ? modified
    : Math.min(LAST_CHANGE, modified + random.integer(1, 30 * 86_400) * 1000)
  return { CreatedDate: created, LastModifiedDate: modified, SystemModstamp: touched }
}

/** Now and then the stamps of a nightly import instead, the same for all it brought. */
export function pickImportStamps(random: Random): Stamps {
  if (!random.chance(0.15)) return pickStamps(random)
  const moment = random.pick(IMPORTS)
  return { CreatedDate: moment, LastModifiedDate: moment, SystemModstamp: moment }
}

/** A whole second from `earliest` to the last change, in milliseconds. */
export function pickMoment(random: Random, earliest: number): number {
  return earliest + random.integer(0, Math.max(0, Math.floor((LAST_CHANGE - earliest) / 1000))) * 1000
}

/** `2026-01-31`, the day `days` after the moment. */
export function dayOf(ms: number, days = 0): string {
  return new Date(ms + days * DAY_MS).toISOString().slice(0, 10)
}
