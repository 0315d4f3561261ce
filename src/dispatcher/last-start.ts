import { destinationState, findTarget, pipe, type Destination } from '../state/destinations.js'
import type { State } from '../state/state.js'
import { loadLastRun } from '../sync/run/last-run.js'
import { findFolder } from '../runs/destination.js'
import type { Output } from '../runs/output.js'

/**
 * When the last run of a datasource into an output began, in milliseconds; undefined where there was none, or where it
 * didn't come to its end and is to go on at once.
 */
export async function loadLastStart(state: State, datasource: string, output: Output): Promise<number | undefined> {
  const destination = await findDestinationOf(output, datasource, state)
  const last = destination && (await loadLastRun(destinationState(state, destination), datasource))
  if (last === undefined || last.outcome === 'interrupted' || last.outcome === 'failed') return undefined
  const stamp = last.started ?? last.ended
  return stamp === undefined ? undefined : Date.parse(stamp)
}

async function findDestinationOf(output: Output, datasource: string, state: State): Promise<Destination | undefined> {
  if ('folder' in output) return findFolder(output.folder, datasource, state)
  return 'target' in output ? findTarget(state, datasource, output.target.name) : pipe
}
