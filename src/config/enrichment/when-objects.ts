import { addProblem } from '../problems.js'
import type { ReadContext } from '../read-context.js'
import { closestName } from '../values/closest-name.js'
import type { Enrichment } from './enrichment-types.js'

/** The objects a datasource syncs. */
interface Synced {
  standardObjects: string[]
  customObjects: string[]
}

/**
 * Tells which objects a `when` names that the datasource doesn't sync: a problem where the name is near one that is
 * synced, else worth a note.
 */
export function checkWhenObjects(
  { processors }: Enrichment,
  { standardObjects, customObjects }: Synced,
  { problems, notes }: ReadContext,
): void {
  const synced = [...standardObjects, ...customObjects, ...fileObjects]
  const names = new Set(synced.map(foldName))
  for (const { at, when } of processors) {
    for (const object of when?.objects ?? []) {
      if (names.has(foldName(object))) continue
      const closest = closestName(object, synced)
      const path = `${at}.when`
      if (closest !== undefined) {
        addProblem(problems, path, `${object} is not synced by this datasource; did you mean "${closest}"?`)
        // With "*" it may be a custom object of the org.
      } else if (!names.has('*')) {
        notes.push(`${path} has no effect for ${object}: the datasource doesn't sync it.`)
      }
    }
  }
}

/** Files are documents where `files` says so. */
const fileObjects = ['ContentDocument', 'Attachment']

/** Names count without regard to case and to the suffix of custom objects. */
function foldName(name: string): string {
  return name.toLowerCase().replace(/__c$/, '')
}
