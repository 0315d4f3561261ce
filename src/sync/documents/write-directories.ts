import { createHash } from 'node:crypto'
import type { DirectoryDocument } from '../../terms.js'
import type { WritingRun } from '../run/run.js'
import { buildDirectories } from './directories.js'
import { directoriesChange, loadDirectories } from './known-directories.js'

/**
 * Writes the datasource's directories before any record: those that are new or say something else than before, and all
 * of them in a full run. Returns how many were written.
 * An object that is not queryable has none; one that is not for the time being keeps it.
 */
export async function writeDirectories(run: WritingRun): Promise<number> {
  const { catalog, source, instanceUrl, datasource, sink } = run
  const summaries = new Map(catalog.summaries.map((summary) => [summary.name, summary]))
  const objects = catalog.wanted.map(({ name, isStandard }) => ({ summary: summaries.get(name)!, isStandard }))
  const known = await loadDirectories(run.state, datasource.id)
  const isWholeRun = run.options.full && run.options.objects === undefined
  const isDue = (directory: DirectoryDocument) => isWholeRun || known.get(directory.id)?.hash !== hashOf(directory)
  const due = buildDirectories({ source, objects, instanceUrl }).filter(isDue)
  if (due.length === 0) return 0
  const note = (hash: (directory: DirectoryDocument) => string) => {
    for (const directory of due) {
      known.set(directory.id, { hash: hash(directory), sobject: directory.metadata.sobject_type })
    }
    return sink.commit('directories', [directoriesChange(datasource.id, known)])
  }
  // Known before they go out: a pipe may have taken them when the run dies.
  await note(() => '')
  await sink.write('directories', due)
  await note(hashOf)
  return due.length
}

function hashOf(directory: DirectoryDocument): string {
  return createHash('sha256').update(JSON.stringify(directory)).digest('base64url').slice(0, 22)
}
