import { hasHeld } from '../state/hold.js'
import type { State } from '../state/state.js'
import { takeLock, type LockContext } from './take-lock.js'

/**
 * Settles what a held run of a datasource left pending, under its lock, with commitHeld or rollbackHeld. Gives the
 * number of keys moved or dropped, undefined where nothing is held. Throws LOCK_HELD.
 */
export async function settleHeld(
  datasource: string,
  settle: (state: State, datasource: string) => Promise<number>,
  context: LockContext,
): Promise<number | undefined> {
  const { state } = context.store
  const lock = await takeLock(datasource, context)
  try {
    const isHeld = await hasHeld(state, datasource)
    const keys = await settle(state, datasource)
    return isHeld ? keys : undefined
  } finally {
    await lock.release()
  }
}
