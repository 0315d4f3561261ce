import type { ChildSource } from '../children/child-sources.js'
import { settingsOf } from '../plan/settings-of.js'
import type { Run } from '../run/run.js'
import type { StateChange } from '../../state/state.js'
import type { RecordId } from '../../terms.js'
import { notedChange, openNoted, type Noted } from './noted.js'

/** Notes a record that a child has changed of, where its object is handed; false where it isn't. */
export function noteForHanded(id: RecordId, object: string, run: Run): boolean {
  if (!run.handed.has(object)) return false
  notedOf(object, run).ids.add(id)
  return true
}

/** Notes changed children for the handed objects whose documents may list them. */
export function noteListed(hashes: Set<string>, { child }: ChildSource, run: Run): void {
  for (const object of run.handed.keys()) {
    const lists = run.states.get(object)?.lists ?? []
    const isListing = lists.some((list) => list.startsWith(`${child}.`)) || hasLists(object, run)
    if (isListing) for (const hash of hashes) notedOf(object, run).listed.add(hash)
  }
}

/** What the polls of a run have noted for handed objects, to be kept with the cursors of the children. */
export async function notedChanges({ noted, state, datasource }: Run): Promise<StateChange[]> {
  const changes: StateChange[] = []
  for (const [object, ids] of noted) changes.push(await notedChange(state, { datasource: datasource.id, object }, ids))
  return changes
}

/** Which lists its documents have is kept by its own run, and may not be known yet. */
function hasLists(object: string, { datasource }: Run): boolean {
  return Object.keys(settingsOf(object, datasource)?.children ?? {}).length > 0
}

function notedOf(object: string, { noted }: Run): Noted {
  const known = noted.get(object) ?? openNoted()
  noted.set(object, known)
  return known
}
