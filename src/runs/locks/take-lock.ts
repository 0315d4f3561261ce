import type { StateLock, Store } from '../../state/stores/store.js'

/** What locks are taken with. */
export interface LockContext {
  store: Store
  signal?: AbortSignal
  /** The name of the worker that takes them. */
  worker?: string | undefined
}

/**
 * The lock of a datasource: one run at a time, and no commit in the middle of one. Throws LOCK_HELD where another has
 * it for longer than `waitMs`. What its holder writes is written by its `state`.
 */
export function takeLock(datasource: string, context: LockContext, waitMs = 0): Promise<StateLock> {
  return takeNamed(datasource, context, waitMs)
}

/** The lock of an object that is handed to a run of its own: as that of a datasource, and beside it. */
export function takeLaneLock(
  lane: { datasource: string; object: string },
  context: LockContext,
  waitMs = 0,
): Promise<StateLock> {
  return takeNamed(laneName(lane), context, waitMs)
}

/** `crm/Account`: no datasource has a name like that. */
export function laneName({ datasource, object }: { datasource: string; object: string }): string {
  return `${datasource}/${object}`
}

function takeNamed(name: string, { store, signal, worker }: LockContext, waitMs: number): Promise<StateLock> {
  return store.lock(name, { waitMs, signal, ...(worker === undefined ? {} : { worker }) })
}
