import { destinationState, pipe } from '../state/destinations.js'
import { openWrittenIds } from '../state/id-sets.js'
import type { State } from '../state/state.js'
import { loadDirectories } from '../sync/documents/known-directories.js'
import { groupOf, segmentOf } from '../sync/documents/place.js'
import { isStandardObject } from '../sync/plan/standard-objects.js'
import { findFolder } from './destination.js'

/** A directory that was written, with how many records were and are not deleted since. */
export interface KeptDirectory {
  group: string
  title: string
  count: number
}

/**
 * The directories of a datasource in one destination, a folder or `-` for standard output, from the state alone. A
 * folder that the state doesn't know has none.
 */
export async function readKeptDirectories(state: State, datasource: string, place = '-'): Promise<KeptDirectory[]> {
  const destination = (await findFolder(place, datasource, state)) ?? (place === '-' ? pipe : undefined)
  if (destination === undefined) return []
  const own = destinationState(state, destination)
  const known = [...(await loadDirectories(own, datasource)).values()]
  const objects = known.flatMap(({ sobject }) => sobject ?? [])
  const directories: KeptDirectory[] = []
  for (const object of objects) {
    const { title: group } = groupOf(isStandardObject(object))
    directories.push({ group, title: segmentOf(object), count: await countWritten(own, datasource, object) })
  }
  return directories.toSorted((a, b) => compare(b.group, a.group) || compare(a.title, b.title))
}

/** A bucket at a time: a few thousand Ids each. */
async function countWritten(state: State, datasource: string, object: string): Promise<number> {
  const written = openWrittenIds(state, datasource, object)
  let count = 0
  for (const bucket of await written.buckets()) count += (await written.idsIn(bucket)).size
  return count
}

function compare(a: string, b: string): number {
  return Number(a > b) - Number(a < b)
}
