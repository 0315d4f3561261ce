import { ExtractError } from '../errors/extract-error.js'
import { destinationState, listDestinations, pipe, type Destination } from '../state/destinations.js'
import { hasHeld, type Settlement } from '../state/hold.js'
import type { State } from '../state/state.js'
import { findFolder } from './destination.js'
import { takeBack } from './lanes/take-back.js'
import { recoverFolder } from './recover-folder.js'
import { takeLock, type LockContext } from './locks/take-lock.js'

/**
 * What is settled: the held run into this folder, or target by its name (`-` for stdout); without one that into stdout,
 * or the only one.
 */
export interface HeldRun {
  datasource: string
  folder?: string
}

/** What was settled. */
export interface Settled {
  outcome: Settlement['outcome']
  /** The folder that the run wrote to, where it is one and there. */
  folder: string | undefined
}

/**
 * Settles what a held run of a datasource left pending, under its lock, with commitHeld or rollbackHeld. Undefined
 * where nothing is held. Throws LOCK_HELD, and USAGE where runs into several folders are held and none is named.
 */
export async function settleHeld(
  { datasource, folder }: HeldRun,
  settle: (state: State, datasource: string) => Promise<Settlement>,
  context: LockContext,
): Promise<Settled | undefined> {
  const lock = await takeLock(datasource, context)
  const { state } = lock
  try {
    const destination = await findHeld({ datasource, folder }, state)
    const known = destination?.folder === undefined ? undefined : folder
    if (destination === undefined) return undefined
    // A held run has taken all back before it began: this is to be sure of it.
    await takeBack({ datasource, destination, folder: known, state }, { leavesUndone: false }, context)
    return await settleOne(destination, settle, { datasource, folder: known, state })
  } finally {
    await lock.release()
  }
}

async function findHeld({ datasource, folder }: HeldRun, state: State): Promise<Destination | undefined> {
  const isHeld = (destination: Destination) => hasHeld(destinationState(state, destination), datasource)
  if (folder !== undefined) {
    const named = await findFolder(folder, datasource, state)
    return named && (await isHeld(named)) ? named : undefined
  }
  if (await isHeld(pipe)) return pipe
  const held: Destination[] = []
  for (const destination of await listDestinations(state, datasource)) {
    if (await isHeld(destination)) held.push(destination)
  }
  if (held.length < 2) return held[0]
  const names = held.map(renderDestination)
  throw new ExtractError('USAGE', `"${datasource}" has pending runs to ${names.join(' and to ')}.`, {
    hint: 'Name one of them with --output or --to.',
  })
}

/** Commits that a crash cut short are finished before, and the files of a run rolled back taken away after. */
async function settleOne(
  destination: Destination,
  settle: (state: State, datasource: string) => Promise<Settlement>,
  { datasource, folder, state }: HeldRun & { state: State },
): Promise<Settled> {
  const recover = () => recoverFolder(destination, { datasource, folder, state })
  await recover()
  const { outcome } = await settle(destinationState(state, destination), datasource)
  return { outcome, folder: await recover() }
}

/** How users call a destination. */
export function renderDestination({ id, folder, target }: Destination): string {
  if (id === pipe.id) return 'stdout'
  return target ?? folder ?? id.replace(/^program-/, '')
}
