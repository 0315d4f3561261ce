import type { Clock } from '../../clock.js'
import { isExtractError } from '../../errors/extract-error.js'
import { dropUncommitted, listLanes, lockOfLane } from '../../sinks/files/lane-folders.js'
import { lockFolder } from '../destination.js'

/**
 * Drops what runs of handed objects have staged in an output folder and never committed, where nobody has its lock any
 * more: they would hold back the files of all later runs. A run that stood still for so long finds its parts gone, and
 * commits nothing. What can't be locked stays.
 */
export async function dropLeftLanes(folder: string, clock: Clock): Promise<void> {
  for (const lane of await listLanes(folder)) {
    const key = lockOfLane(lane)
    try {
      const lock = await lockFolder(folder, { name: key, key, clock })
      try {
        await dropUncommitted(folder, lane)
      } finally {
        await lock.release()
      }
    } catch (error) {
      if (!isExtractError(error)) throw error
    }
  }
}
