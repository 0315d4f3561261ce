import type { Quota } from '../../terms.js'
import { openUsageLedger, type UsageLedger } from './usage-ledger.js'

/** What others, on whatever machine, have to do with the calls to an org. */
export interface CallGuard {
  /** Before each call. Rejects with QUOTA_REACHED where it may not be made any more. */
  admit(): Promise<void>
  /** A call that was admitted isn't made after all. */
  giveBack(): void
  /** What an answer told of the usage; nothing where the org said that it is used up. */
  told(usage: Quota | 'exhausted'): void
}

/** What is known of an org's API usage, for all who make calls to it meanwhile. */
export interface Usage {
  ledger: UsageLedger
  /** The first call's end: before it nobody knows the usage. */
  first?: Promise<void>
  /** The org said that its daily limit is used up. */
  isExhausted: boolean
  guard?: CallGuard | undefined
}

/** Nothing is known yet. */
export function openUsage(guard?: CallGuard): Usage {
  return { ledger: openUsageLedger(), isExhausted: false, guard }
}
