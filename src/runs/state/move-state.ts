/** A whole state out of a store, or into one, while no run is at work on it. */
import { ExtractError } from '../../errors/extract-error.js'
import { datasourcesOf, removals, renderArchive } from '../../state/stores/archive.js'
import { isCache } from '../../state/keys.js'
import type { State, StateChange } from '../../state/state.js'
import type { StateLock } from '../../state/stores/store.js'
import { listHandedLanes } from '../lanes/list-handed.js'
import { takeLaneLock, takeLock, type LockContext } from '../locks/take-lock.js'

/**
 * Hands the lines of an archive to `write`, as the state stands while no run changes it. Throws LOCK_HELD while one of
 * its datasources runs, or a worker reads an object of it, and STATE_BROKEN.
 */
export async function exportState(
  write: (line: string) => Promise<void> | void,
  context: LockContext,
  exported: string,
): Promise<void> {
  const { state } = context.store
  await withLocks(datasourcesOf(await state.keys('')), context, async () => {
    for await (const line of renderArchive(state, exported)) await write(line)
  })
}

/** How many keys of a state an import would replace; describes count for nothing. */
export async function countKept(state: State): Promise<number> {
  return (await state.keys('')).filter((key) => !isCache(key)).length
}

/**
 * Makes a state what an archive has, and nothing else. Throws LOCK_HELD while a datasource of either runs, and USAGE
 * for a state that isn't empty where it isn't to be replaced.
 */
export async function importState(
  changes: StateChange[],
  { replaces }: { replaces: boolean },
  context: LockContext,
): Promise<void> {
  const { state } = context.store
  const names = datasourcesOf([...changes.map(({ key }) => key), ...(await state.keys(''))])
  await withLocks(names, context, async (held) => {
    const kept = await state.keys('')
    if (!replaces && kept.some((key) => !isCache(key))) throw notEmpty()
    await writeInParts(held?.state ?? state, [...removals(kept), ...changes])
  })
}

async function withLocks(
  names: Set<string>,
  context: LockContext,
  work: (last: StateLock | undefined) => Promise<void>,
): Promise<void> {
  const locks: StateLock[] = []
  try {
    for (const name of [...names].toSorted()) locks.push(await takeLock(name, context))
    for (const lane of await listHandedLanes(context.store.state)) locks.unshift(await takeLaneLock(lane, context))
    await work(locks.at(-1))
  } finally {
    for (const lock of locks) await lock.release()
  }
}

async function writeInParts(state: State, changes: StateChange[]): Promise<void> {
  for (let at = 0; at < changes.length; at += changesInPart) await state.write(changes.slice(at, at + changesInPart))
}

/** A bucket of Ids has up to some hundred kilobytes. */
const changesInPart = 200

function notEmpty(): ExtractError {
  return new ExtractError('USAGE', 'The state is not empty, so nothing is imported into it.', {
    hint: 'Name another with extract.state or SF_EXTRACT_STATE, or replace this one wholly with --replace.',
  })
}
