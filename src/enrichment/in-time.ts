import type { ProcessorContext } from './processor.js'

/** How long is waited, and by whose clock. */
export interface Patience extends Pick<ProcessorContext, 'clock' | 'signal'> {
  timeoutMs: number
}

/** What a promise gives; undefined where it takes too long, or the run is being ended. */
export async function inTime<T>(promise: Promise<T>, { clock, signal, timeoutMs }: Patience): Promise<T | undefined> {
  const done = new AbortController()
  const late = clock.sleep(timeoutMs, AbortSignal.any([signal, done.signal])).catch(() => undefined)
  try {
    return await Promise.race([promise, late.then(() => undefined)])
  } finally {
    done.abort()
  }
}
