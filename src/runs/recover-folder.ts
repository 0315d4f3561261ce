import { recoverFiles } from '../sinks/files/recovery.js'
import { destinationState, type Destination } from '../state/destinations.js'
import type { State } from '../state/state.js'
import { findFolder } from './destination.js'

/**
 * Finishes the commits that a crash cut short in the folder of a destination, as recoverFiles does: the one given, or
 * that where it was last. Gives the folder; undefined where the destination has none, or it isn't there. The caller
 * holds the datasource's lock. Throws OUTPUT_FAILED and STATE_BROKEN.
 */
export async function recoverFolder(
  destination: Destination,
  { datasource, folder = destination.folder, state }: { datasource: string; folder?: string; state: State },
): Promise<string | undefined> {
  if (folder === undefined || (await findFolder(folder, datasource, state))?.id !== destination.id) return undefined
  await recoverFiles({
    folder,
    datasource,
    destination: destination.id,
    state: destinationState(state, destination),
  })
  return folder
}
