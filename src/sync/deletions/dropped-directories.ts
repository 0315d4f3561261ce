import type { Source, Tombstone } from '../../terms.js'
import { groupIdOf } from '../documents/directories.js'
import { directoriesChange, loadDirectories, type KnownDirectories } from '../documents/known-directories.js'
import { buildDirectoryTombstone } from '../documents/tombstone.js'
import { isStandardObject } from '../plan/standard-objects.js'
import type { WritingRun } from '../run/run.js'
import { isWanted } from './dropped-objects.js'

/**
 * Writes tombstones for the directories of objects that were taken out of the datasource, and for a group in which none
 * is left: after those of the records, and where these are written. Returns how many.
 */
export async function dropDirectories({
  state,
  sink,
  datasource,
  options,
  source,
  handed,
}: WritingRun): Promise<number> {
  if (options.objects !== undefined || !datasource.deletes) return 0
  const known = await loadDirectories(state, datasource.id)
  const isLeft = (sobject: string) => isWanted(sobject, datasource) || handed.has(sobject)
  const tombstones = [...findObjects(known, source, isLeft), ...findGroups(known, source, isLeft)]
  if (tombstones.length === 0) return 0
  const keep = () => sink.commit('directories', [directoriesChange(datasource.id, known)])
  // Should they come back they are written again, also where a pipe took the tombstones of a run that died.
  for (const { id } of tombstones) known.set(id, { ...known.get(id), hash: '' })
  await keep()
  await sink.write('directories', tombstones)
  for (const { id } of tombstones) known.delete(id)
  await keep()
  return tombstones.length
}

function findObjects(known: KnownDirectories, source: Source, isLeft: IsLeft): Tombstone[] {
  return [...known].flatMap(([id, { sobject }]) =>
    sobject === undefined || isLeft(sobject)
      ? []
      : [buildDirectoryTombstone({ source, id, sobject, isStandard: isStandardObject(sobject) })],
  )
}

/** Whether the records of an sObject are still where its directory is. */
type IsLeft = (sobject: string) => boolean

function findGroups(known: KnownDirectories, source: Source, isLeft: IsLeft): Tombstone[] {
  const objects = [...known.values()].flatMap(({ sobject }) => sobject ?? [])
  const left = new Set(objects.filter(isLeft).map(isStandardObject))
  return [true, false].flatMap((isStandard) => {
    const id = groupIdOf(isStandard, source)
    return known.has(id) && !left.has(isStandard) ? [buildDirectoryTombstone({ source, id, isStandard })] : []
  })
}
