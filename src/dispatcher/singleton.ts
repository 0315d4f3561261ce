import { ExtractError, isExtractError } from '../errors/extract-error.js'
import type { Lock } from '../state/locks/lock.js'
import type { Store } from '../state/stores/store.js'

/** The lock of a dispatcher. Throws LOCK_HELD where another works on the same state. */
export async function takeSingleton({ store, signal }: { store: Store; signal: AbortSignal }): Promise<Lock> {
  try {
    return await store.lock(lockName, { signal })
  } catch (error) {
    if (!isExtractError(error, 'LOCK_HELD')) throw error
    const { holder } = error.details
    throw new ExtractError('LOCK_HELD', `Another dispatcher works on this state: ${holder}.`, {
      hint:
        'One is enough for all datasources. If that process is dead, its place is taken over within a minute; ' +
        'singleton: false lets several run side by side.',
      details: { holder },
      cause: error,
    })
  }
}

/** No datasource has such an id. */
const lockName = 'connector dispatcher'
