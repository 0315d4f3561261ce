import type { SandboxClock } from '../terms.js'

/** The calls that are at work. */
export interface LongCalls {
  /** Notes a call; the function it gives tells its end. */
  begin(): () => void
  /** Whether as many as an org takes are at work for a long time by now. */
  areTooMany(): boolean
}

/**
 * An org takes 25 calls at once that last longer than 20 seconds, and refuses what comes then (Salesforce Developer
 * Limits Quick Reference, "Concurrent API Request Limits").
 */
export function openLongCalls(clock: SandboxClock): LongCalls {
  const atWork = new Set<{ since: number }>()
  return {
    begin: () => {
      const call = { since: clock.now() }
      atWork.add(call)
      return () => void atWork.delete(call)
    },
    areTooMany: () => {
      const before = clock.now() - LONG_MS
      return [...atWork].filter(({ since }) => since <= before).length >= MOST_LONG_CALLS
    },
  }
}

const LONG_MS = 20_000
const MOST_LONG_CALLS = 25
