import type { SandboxClock } from '../../src/sandbox/terms.js'

/** The moment tests of the embedded org's data start at: after everything in the made-up company. */
export const NOON = Date.UTC(2026, 10, 2, 12)

/** An org's clock that stands still until a test advances it. */
export function openStoppedSandboxClock(): SandboxClock {
  let now = NOON
  return {
    now: () => now,
    advance: (ms) => {
      now += ms
    },
  }
}
