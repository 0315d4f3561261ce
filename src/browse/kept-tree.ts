import { openWrittenIds } from '../state/id-sets.js'
import type { State } from '../state/state.js'
import { loadDirectories } from '../sync/documents/known-directories.js'
import { groupOf, segmentOf } from '../sync/documents/place.js'
import { isStandardObject } from '../sync/plan/standard-objects.js'
import type { Folder } from './tree.js'

/**
 * The directories that were written, each with how many records were and are not deleted since: from a destination's
 * state alone, however large the files are.
 */
export async function readKeptTree(state: State, datasource: string): Promise<(Folder & { count: number })[]> {
  const known = [...(await loadDirectories(state, datasource)).values()]
  const folders = []
  for (const object of known.flatMap(({ sobject }) => sobject ?? [])) {
    const { title: group } = groupOf(isStandardObject(object))
    folders.push({ group, title: segmentOf(object), count: await countWritten(state, datasource, object) })
  }
  return folders.toSorted((a, b) => compare(b.group, a.group) || compare(a.title, b.title))
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
