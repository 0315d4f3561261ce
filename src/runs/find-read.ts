import { destinationState, listDestinations } from '../state/destinations.js'
import type { State } from '../state/state.js'
import { wasRead } from '../sync/plan/catalog/vanished.js'

/** The object as an earlier run spelled it that read it, into whatever destination; undefined where none has. */
export async function findRead(state: State, datasource: string, object: string): Promise<string | undefined> {
  for (const destination of await listDestinations(state, datasource)) {
    const found = await wasRead(destinationState(state, destination), datasource, object)
    if (found !== undefined) return found
  }
  return undefined
}
