import type { SandboxClock } from './terms.js'

/** The org's clock: this machine's time, `offsetMs` ahead of it (behind where negative), moved on by `advance`. The only place for Date.now here. */
export function openSandboxClock(options: { offsetMs?: number } = {}): SandboxClock {
  let offsetMs = options.offsetMs ?? 0
  return {
    now: () => Date.now() + offsetMs,
    advance: (ms) => {
      offsetMs += ms
    },
  }
}
