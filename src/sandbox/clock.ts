import type { SandboxClock } from './terms.js'

/**
 * The org's clock: this machine's time, `offsetMs` ahead of it (behind where negative), moved on by `advance`. The
 * only place for Date.now here.
 */
export function openSandboxClock(options: { offsetMs?: number } = {}): SandboxClock {
  let offsetMs = options.offsetMs ?? 0
  return {
    now: () => Date.now() + offsetMs,
    advance: (ms) => {
      offsetMs += ms
    },
  }
}

/** Resolves after `ms` of this machine's time, 24 days at most: a longer timer would go off at once. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.min(ms, 2 ** 31 - 1)))
}

/** Calls `tick` every `ms` until the returned function is called; keeps no process alive. */
export function repeat(ms: number, tick: () => void): () => void {
  const timer = setInterval(tick, ms)
  timer.unref()
  return () => clearInterval(timer)
}
