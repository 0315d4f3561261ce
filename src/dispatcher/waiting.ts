import type { Clock } from '../clock.js'

/** A wait that anybody can end. */
export interface Waiting {
  /** Ends the wait that is on, or the next one before it begins. */
  wake(): void
  /** Until a moment, or, without one, until somebody wakes it. A distant moment may take several waits. */
  until(ms: number | undefined): Promise<void>
}

/** Nobody waits yet. */
export function openWaiting(clock: Clock): Waiting {
  let controller = new AbortController()
  return {
    wake: () => controller.abort(),
    async until(ms = Number.POSITIVE_INFINITY) {
      const { signal } = controller
      try {
        await clock.sleep(Math.min(Math.max(0, ms - clock.now()), longestMs), signal)
      } catch (error) {
        if (!signal.aborted) throw error
      }
      if (signal.aborted) controller = new AbortController()
    },
  }
}

/** Timers have 31 bits for their milliseconds. */
const longestMs = 86_400_000
