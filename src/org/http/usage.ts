import { openUsageLedger, type UsageLedger } from './usage-ledger.js'

/** What is known of an org's API usage, for all who make calls to it meanwhile. */
export interface Usage {
  ledger: UsageLedger
  /** The first call's end: before it nobody knows the usage. */
  first?: Promise<void>
  /** The org said that its daily limit is used up. */
  isExhausted: boolean
}

/** Nothing is known yet. */
export function openUsage(): Usage {
  return { ledger: openUsageLedger(), isExhausted: false }
}
