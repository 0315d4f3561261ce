import type { StateLock, Store } from '../state/stores/store.js'

/** What a datasource's lock is taken with. */
export interface LockContext {
  store: Store
  signal?: AbortSignal
}

/**
 * The lock of a datasource: one run at a time, and no commit in the middle of one. Throws LOCK_HELD where another has
 * it for longer than `waitMs`. What its holder writes is written by its `state`.
 */
export function takeLock(datasource: string, { store, signal }: LockContext, waitMs = 0): Promise<StateLock> {
  return store.lock(datasource, { waitMs, signal })
}
