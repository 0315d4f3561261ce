/** now() and sleep(): the only place for Date.now and timers, so that tests can pass a clock of their own. */
export interface Clock {
  /** Milliseconds since 1970 on this machine. Never used for a window: that is the org's clock's job. */
  now(): number
  /** Resolves after `ms`, or rejects with the signal's reason as soon as it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** Calls `tick` every `ms` until the returned function is called. Doesn't keep the process alive. */
  every(ms: number, tick: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason as Error)
        return
      }
      const wake = () => {
        clearTimeout(timer)
        reject(signal?.reason as Error)
      }
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', wake)
        resolve()
      }, atMost(ms))
      signal?.addEventListener('abort', wake, { once: true })
    }),
  every: (ms, tick) => {
    const timer = setInterval(tick, atMost(ms))
    timer.unref()
    return () => clearInterval(timer)
  },
}

/** A timer of more than 24 days would go off at once. */
function atMost(ms: number): number {
  return Math.min(ms, 2 ** 31 - 1)
}
