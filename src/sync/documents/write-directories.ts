import { createHash } from 'node:crypto'
import { buildDirectories } from './directories.js'
import type { WritingRun } from '../run/run.js'
import { lastRunChange } from '../run/last-run.js'

/**
 * Writes the datasource's directories before any record, on the first run, whenever their set changes, and in a full
 * run. Returns how many were written.
 * An object that is not queryable has none.
 */
export async function writeDirectories(run: WritingRun): Promise<number> {
  const { catalog, source, instanceUrl } = run
  const summaries = new Map(catalog.summaries.map((summary) => [summary.name, summary]))
  const objects = catalog.wanted.map(({ name, isStandard }) => ({ summary: summaries.get(name)!, isStandard }))
  const directories = buildDirectories({ source, objects, instanceUrl })
  const hash = createHash('sha256').update(JSON.stringify(directories)).digest('base64url')
  if (hash === run.last?.directories && !run.options.full) return 0
  await run.sink.write('directories', directories)
  run.last = { ...run.last, directories: hash }
  await run.sink.commit('directories', [lastRunChange(run)])
  return directories.length
}
