import type { Clock } from '../clock.js'
import { openLock, type Lock } from '../state/locks/lock.js'
import type { Config, State } from '../terms.js'

/** What a datasource's lock is taken with. */
export interface LockContext {
  config: Config
  state: State
  clock: Clock
  signal?: AbortSignal
}

/**
 * The lock of a datasource: one run at a time, and no commit in the middle of one. Throws LOCK_HELD where another has
 * it for longer than `waitMs`.
 */
export function takeLock(datasource: string, { config, state, clock, signal }: LockContext, waitMs = 0): Promise<Lock> {
  return openLock(datasource, {
    address: config.extract.state,
    state,
    clock,
    waitMs,
    ...(signal === undefined ? {} : { signal }),
  })
}
