import type { Clock } from '../../clock.js'

/** Waits for what needs a server that may be away, and for no longer than a few seconds. Never rejects. */
export async function soon(work: Promise<unknown>, clock: Clock): Promise<void> {
  const ended = new AbortController()
  const patience = clock.sleep(patienceMs, ended.signal)
  await Promise.race([work, patience]).catch(() => undefined)
  ended.abort()
  await patience.catch(() => undefined)
}

const patienceMs = 2000
