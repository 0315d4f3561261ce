import { destinationState, listDestinations, type Destination } from '../state/destinations.js'
import type { State } from '../state/state.js'
import { readStatus, type DatasourceStatus } from '../sync/run/status.js'
import { findFolder } from './destination.js'
import { renderDestination } from './settle-held.js'

/** How far a datasource has come in one destination. */
export interface DestinationStatus extends DatasourceStatus {
  /** `stdout`, the folder, or what a program calls it. */
  destination: string
}

/**
 * The state of a datasource, by destination; standard output alone where there has been no run yet. `place` is the one
 * destination that is looked at: a folder, or `-` for standard output.
 */
export async function readStatuses(state: State, datasource: string, place?: string): Promise<DestinationStatus[]> {
  if (place !== undefined) return [await readPlace(state, datasource, place)]
  const statuses: DestinationStatus[] = []
  for (const destination of await listDestinations(state, datasource)) {
    statuses.push(await readOne(state, datasource, destination))
  }
  const begun = statuses.filter(({ lastRun, objects, held }) => lastRun !== undefined || objects.length > 0 || held)
  return begun.length === 0 ? statuses.slice(0, 1) : begun
}

/** A folder that no run has written to has an empty status. */
async function readPlace(state: State, datasource: string, place: string): Promise<DestinationStatus> {
  const destination = await findFolder(place, datasource, state)
  if (destination !== undefined) return readOne(state, datasource, destination)
  return { datasource, destination: place, held: false, objects: [] }
}

async function readOne(state: State, datasource: string, destination: Destination): Promise<DestinationStatus> {
  const { datasource: id, ...status } = await readStatus(destinationState(state, destination), datasource)
  return { datasource: id, destination: renderDestination(destination), ...status }
}
