import { ExtractError } from '../errors/extract-error.js'
import { recoverFiles } from '../sinks/files/recovery.js'
import { destinationState, listDestinations, pipe, type Destination } from '../state/destinations.js'
import { hasHeld } from '../state/hold.js'
import type { State } from '../state/state.js'
import { findFolder } from './destination.js'
import { takeLock, type LockContext } from './take-lock.js'

/** What is settled: the held run into this folder, or without one that into standard output. */
export interface HeldRun {
  datasource: string
  folder?: string
}

/**
 * Settles what a held run of a datasource left pending, under its lock, with commitHeld or rollbackHeld. Gives the
 * number of keys moved or dropped, undefined where nothing is held. Throws LOCK_HELD, and USAGE where only a run into
 * another destination is held: what was written there may not have arrived.
 */
export async function settleHeld(
  { datasource, folder }: HeldRun,
  settle: (state: State, datasource: string) => Promise<number>,
  context: LockContext,
): Promise<number | undefined> {
  const { state } = context.store
  const lock = await takeLock(datasource, context)
  try {
    const destination = folder === undefined ? pipe : await findFolder(folder, datasource, state)
    const own = destination && destinationState(state, destination)
    const isHeld = own !== undefined && (await hasHeld(own, datasource))
    if (!isHeld) await validateNoneHeld(state, datasource)
    if (own !== undefined && folder !== undefined) await recoverFiles({ folder, datasource, state: own })
    const keys = own && (await settle(own, datasource))
    if (own !== undefined && folder !== undefined) await recoverFiles({ folder, datasource, state: own })
    return isHeld ? keys : undefined
  } finally {
    await lock.release()
  }
}

async function validateNoneHeld(state: State, datasource: string): Promise<void> {
  for (const destination of await listDestinations(state, datasource)) {
    if (!(await hasHeld(destinationState(state, destination), datasource))) continue
    const place = renderDestination(destination)
    throw new ExtractError('USAGE', `What is pending of "${datasource}" was written to ${place}.`, {
      hint: destination.folder === undefined ? 'Leave --output away.' : `Name that folder with --output ${place}.`,
    })
  }
}

/** How users call a destination. */
export function renderDestination({ id, folder }: Destination): string {
  if (id === pipe.id) return 'stdout'
  return folder ?? id.replace(/^program-/, '')
}
