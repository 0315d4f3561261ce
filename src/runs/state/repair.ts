import { isExtractError } from '../../errors/extract-error.js'
import { findCommitted } from '../../sinks/files/recovery.js'
import { contentOf, effectOf } from '../../state/content-of.js'
import { destinationState, findDestination, type Destination } from '../../state/destinations.js'
import { idsKey, keysAt, parseKey, pendingPrefix, type IdKind, type ParsedKey } from '../../state/keys.js'
import type { State, StateChange } from '../../state/state.js'
import { loadChildrenState, parseObjectState } from '../../sync/run/object-state.js'
import { listHandedLanes } from '../lanes/list-handed.js'
import { takeLaneLock, takeLock, type LockContext } from '../locks/take-lock.js'

/** Something damaged in the state, and what its repair does. */
export interface Damage {
  key: string
  /** What it held. */
  content: string
  /** What follows where it is removed, or from where it can be restored. */
  effect: string
  /** The datasource whose lock the repair needs. */
  datasource: string
  changes: StateChange[]
}

/**
 * Everything in the state that isn't what was written, each with what its repair would do. What a commit into an output
 * folder was about to keep, and a crash cut short, is there in full and taken from there; the list of the Ids written
 * is made anew from the Ids. All else is removed. Throws STATE_NEWER, and STATE_BROKEN for a store that can't be used.
 */
export async function findDamage(state: State): Promise<Damage[]> {
  const damages: Damage[] = []
  for (const key of (await state.keys('')).toSorted()) {
    if (await isSound(state, key)) continue
    const parsed = parseKey(key)
    const restored = await findValue(state, key, parsed)
    const datasource = parsed.pendingOf ?? parsed.parts[0] ?? ''
    damages.push({
      key,
      content: contentOf(key),
      effect: restored === undefined ? effectOf(key) : 'it is restored',
      datasource,
      changes: [...(await pendingBeside(state, parsed)), { key, value: restored }],
    })
  }
  return damages
}

/** Repairs it, each datasource under its locks. Throws LOCK_HELD while one runs, or a worker reads an object of it. */
export async function repairDamage(damages: Damage[], context: LockContext): Promise<void> {
  for (const datasource of new Set(damages.map((each) => each.datasource))) {
    const own = damages.filter((each) => each.datasource === datasource).flatMap(({ changes }) => changes)
    const locks = [await takeLock(datasource, context)]
    try {
      for (const lane of await listHandedLanes(context.store.state, datasource)) {
        locks.push(await takeLaneLock(lane, context))
      }
      await locks[0]!.state.write(own)
    } finally {
      for (const lock of locks) await lock.release()
    }
  }
}

/**
 * A damaged describe reads as none, and is none's loss. What the system doesn't let this process read may be whole: that
 * is thrown.
 */
async function isSound(state: State, key: string): Promise<boolean> {
  const { kind, parts, destination, pendingOf } = parseKey(key)
  const own = destination === undefined ? state : destinationState(state, { id: destination })
  const [datasource = ''] = parts
  try {
    const value = await state.read(key)
    if (value === undefined) return false
    if (pendingOf !== undefined) return true
    if (kind === 'object') parseObjectState(key, value)
    if (kind === 'children') await loadChildrenState(own, datasource)
    return true
  } catch (error) {
    if (isExtractError(error, 'STATE_BROKEN') && !isSystemError(error.cause)) return false
    throw error
  }
}

function isSystemError(cause: unknown): boolean {
  return cause instanceof Error && 'syscall' in cause
}

async function findValue(state: State, key: string, parsed: ParsedKey): Promise<unknown> {
  const { kind, parts, destination: id, pendingOf } = parsed
  const [datasource = ''] = parts
  if (pendingOf !== undefined) return undefined
  if (kind.endsWith('-index')) return listBuckets(state, parsed)
  const destination = id === undefined ? undefined : await loadDestination(state, datasource, id)
  if (destination?.folder === undefined) return undefined
  const own = destinationState(state, destination)
  const of = { folder: destination.folder, datasource, destination: destination.id, state: own }
  return findCommitted(of, key.slice(keysAt(destination.id).length))
}

async function loadDestination(state: State, datasource: string, id: string): Promise<Destination | undefined> {
  try {
    return await findDestination(state, datasource, id)
  } catch {
    return undefined
  }
}

/** The buckets of a range stand among those of its object: its list may have them all. */
async function listBuckets(state: State, { kind, parts, destination }: ParsedKey): Promise<string[]> {
  const [datasource = '', object = ''] = parts
  const buckets = idsKey(kind.replace(/-index$/, '') as IdKind, datasource, object, '')
  const start = `${destination === undefined ? '' : keysAt(destination)}${buckets}`
  return (await state.keys(start)).map((each) => parseKey(each).parts[2]!).toSorted()
}

/** A held run that lost something can't be committed: all of it goes. */
async function pendingBeside(state: State, { pendingOf, destination }: ParsedKey): Promise<StateChange[]> {
  if (pendingOf === undefined) return []
  const start = `${destination === undefined ? '' : keysAt(destination)}${pendingPrefix(pendingOf)}`
  return (await state.keys(start)).map((key) => ({ key, value: undefined }))
}
