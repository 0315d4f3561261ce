import { destinationState, listDestinations } from '../state/destinations.js'
import type { State } from '../state/state.js'
import { readStatus, type DatasourceStatus } from '../sync/run/status.js'
import { renderDestination } from './settle-held.js'

/** How far a datasource has come in one destination. */
export interface DestinationStatus extends DatasourceStatus {
  /** `stdout`, the folder, or what a program calls it. */
  destination: string
}

/** The state of a datasource, by destination; standard output alone where there has been no run yet. */
export async function readStatuses(state: State, datasource: string): Promise<DestinationStatus[]> {
  const statuses: DestinationStatus[] = []
  for (const destination of await listDestinations(state, datasource)) {
    const { datasource: id, ...status } = await readStatus(destinationState(state, destination), datasource)
    statuses.push({ datasource: id, destination: renderDestination(destination), ...status })
  }
  const begun = statuses.filter(({ lastRun, objects, held }) => lastRun !== undefined || objects.length > 0 || held)
  return begun.length === 0 ? statuses.slice(0, 1) : begun
}
