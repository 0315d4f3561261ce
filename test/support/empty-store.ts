import { openStore } from '../../src/sandbox/store.js'
import type { SandboxClock, Store } from '../../src/sandbox/terms.js'
import { openStoppedSandboxClock } from './stopped-sandbox-clock.js'

/** An org with its users and queues and no other record. */
export function openEmptyStore(): { store: Store; clock: SandboxClock } {
  const clock = openStoppedSandboxClock()
  return { store: openStore({ seed: 1, records: 0, clock }), clock }
}
