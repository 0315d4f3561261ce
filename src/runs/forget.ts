import type { Datasource } from '../config/config-types.js'
import { closestName } from '../config/values/closest-name.js'
import { findObjectName } from '../config/values/find-object-name.js'
import { ExtractError, isExtractError } from '../errors/extract-error.js'
import { destinationState, listDestinations, type Destination } from '../state/destinations.js'
import { forgetRead } from '../state/forget.js'
import { readStatus } from '../sync/run/status.js'
import type { State } from '../state/state.js'
import { findFolder } from './destination.js'
import { takeBack } from './lanes/take-back.js'
import { recoverFolder } from './recover-folder.js'
import { takeLock, type LockContext } from './locks/take-lock.js'

/** What is forgotten. */
export interface Forgettable {
  /** The datasource's id. */
  datasource: string
  /** As the state spells them; everything where there are none. */
  objects: string[]
  destinations: Destination[]
}

/**
 * What a reset of a datasource forgets: the objects, or all of it, in one folder (`-` for stdout) or in every
 * destination. Throws OBJECT_UNKNOWN for an object that no run has read, USAGE for a folder that no run has written to.
 */
export async function forgettable(
  { id }: Datasource,
  { objects, folder }: { objects: string[]; folder?: string },
  state: State,
): Promise<Forgettable> {
  const destinations = folder === undefined ? await listDestinations(state, id) : [await folderOf(folder, id, state)]
  const known = new Set<string>()
  for (const destination of objects.length === 0 ? [] : destinations) {
    const { objects: read } = await readStatus(destinationState(state, destination), id)
    for (const { object } of read) known.add(object)
  }
  return { datasource: id, destinations, objects: objects.map((object) => findRead(object, id, [...known])) }
}

/**
 * Forgets it, under the datasource's lock. Throws LOCK_HELD while it runs, and while a worker reads an object of it.
 */
export async function forget({ datasource, objects, destinations }: Forgettable, context: LockContext): Promise<void> {
  const lock = await takeLock(datasource, context)
  try {
    for (const destination of destinations) {
      // What a worker is reading is not forgotten under its hands.
      await takeBack({ datasource, destination, state: lock.state }, { leavesUndone: false }, context)
      await finishCommits(destination, datasource, lock.state)
      const state = destinationState(lock.state, destination)
      if (objects.length === 0) await forgetRead(state, datasource)
      for (const object of objects) await forgetRead(state, datasource, object)
    }
  } finally {
    await lock.release()
  }
}

/** Those of objects that are not forgotten count. A folder in disorder doesn't hinder: its next run drops them. */
async function finishCommits(destination: Destination, datasource: string, state: State): Promise<void> {
  try {
    await recoverFolder(destination, { datasource, state })
  } catch (error) {
    if (!isExtractError(error)) throw error
  }
}

async function folderOf(folder: string, datasource: string, state: State): Promise<Destination> {
  const destination = await findFolder(folder, datasource, state)
  if (destination !== undefined) return destination
  throw new ExtractError('USAGE', `No run of ${datasource} with this state has written to ${folder}.`, {
    hint: '`sf-extract status` lists the destinations there are.',
  })
}

function findRead(object: string, datasource: string, known: string[]): string {
  const found = findObjectName(object, known)
  if (found !== undefined) return found
  const near = closestName(object, known)
  throw new ExtractError('OBJECT_UNKNOWN', `No run of ${datasource} has read an object "${object}".`, {
    hint: near === undefined ? `Objects that have been read: ${known.join(', ') || 'none'}.` : `Did you mean ${near}?`,
    details: { object },
  })
}
