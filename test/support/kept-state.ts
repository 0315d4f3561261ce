import path from 'node:path'
import { systemClock } from '../../src/clock.js'
import { destinationState, listDestinations } from '../../src/state/destinations.js'
import { objectKey } from '../../src/state/keys.js'
import { openState } from './open-state.js'

/** What the state folder of a journey keeps of an object, as it stands on the disk. */
export interface KeptObject {
  rows?: {
    watermark?: string
    open?: { mode: string; from?: string; until?: string; after?: { stamp?: string; id: string } }
    overlap?: Record<string, string>
  }
  deletions?: { watermark?: string }
  last?: Record<string, unknown>
}

/** Reads what is kept of an object of the datasource that an rc file makes, in the destination that knows of it. */
export async function loadKept(folder: string, object: string): Promise<KeptObject> {
  const state = await openState(`file:${path.join(folder, '.sf-extract')}`, { clock: systemClock })
  try {
    for (const destination of await listDestinations(state, 'salesforce')) {
      const kept = await destinationState(state, destination).read(objectKey('salesforce', object))
      if (kept !== undefined) return kept as KeptObject
    }
    return {}
  } finally {
    await state.close()
  }
}

/** Puts another value in its place, as an earlier version or a careless hand would. */
export async function replaceKept(folder: string, object: string, value: unknown): Promise<void> {
  const state = await openState(`file:${path.join(folder, '.sf-extract')}`, { clock: systemClock })
  try {
    await state.write([{ key: objectKey('salesforce', object), value }])
  } finally {
    await state.close()
  }
}
